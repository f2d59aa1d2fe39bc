import type { CheckScope } from "#lib/worksheet/check";
import type { Control, Document, Source, View, Worksheet } from "#lib/worksheet/worksheet";
import { type Prepared, prepareView } from "./run-worksheet.ts";
import { shopSources } from "./shop.ts";

export type SheetParts = Partial<Omit<Worksheet, "columns" | "groupings">> & {
  readonly columns: Readonly<Record<string, string>>;
  readonly groupings?: readonly {
    readonly keys: readonly string[];
    readonly calculations?: readonly string[];
    readonly sort?: Worksheet["sort"];
  }[];
};

/** A worksheet over Orders whose column ids are their names; its groupings are g1, g2 … */
export function sheet({ columns, groupings = [], ...more }: SheetParts): Worksheet {
  return {
    version: 1,
    name: "Test",
    source: { sourceId: "orders" },
    columns: Object.entries(columns).map(([name, formula]) => ({ id: name, name, formula })),
    groupings: groupings.map(({ keys, calculations = [], sort = [] }, index) => ({
      id: `g${index + 1}`,
      keys: [...keys],
      calculations: [...calculations],
      sort: [...sort],
    })),
    summaries: [],
    filters: [],
    sort: [],
    limit: null,
    ...more,
  };
}

export type SheetScope = {
  readonly controls?: readonly Control[];
  readonly others?: Document["worksheets"];
  readonly sources?: ReadonlyMap<string, Source>;
};

export function sheetScope(worksheet: Worksheet, { controls = [], others = {}, sources }: SheetScope = {}): CheckScope {
  const document = { worksheets: { w: worksheet, ...others }, controls: [...controls] };
  return { sources: sources ?? shopSources, document, customFunctions: [], weekStart: "sunday" };
}

export type SheetView = Partial<Pick<View, "level" | "pivot" | "within">> & {
  readonly columns: readonly string[];
  readonly chart?: { readonly x?: string; readonly color?: string; readonly trellis?: string };
};

/** A view of such a worksheet; places of a chart that are not named are empty. */
export function sheetView({ level = "g1", columns, pivot, chart, within }: SheetView): View {
  return {
    worksheetId: "w",
    level,
    columns: [...columns],
    ...(pivot === undefined ? {} : { pivot }),
    ...(within === undefined ? {} : { within }),
    ...(chart === undefined
      ? {}
      : { chart: { x: chart.x ?? null, color: chart.color ?? null, trellis: chart.trellis ?? null } }),
  };
}

export function prepareSheet(parts: SheetParts, view: SheetView, more: SheetScope = {}): Prepared {
  const scope = sheetScope(sheet(parts), more);
  return prepareView(sheetView(view), scope.document, scope);
}
