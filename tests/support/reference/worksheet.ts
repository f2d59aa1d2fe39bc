import type { Document, Filter, Level, Sort, View, Worksheet } from "#lib/worksheet/worksheet";
import type { Surroundings } from "./call.ts";
import { createElement, type Element, isFilterOfRows, type Rows, sortUnits, type Unit } from "./element.ts";
import { keeps } from "./filter.ts";
import type { Description, Trace, Value } from "./value.ts";

/** What the engines have to say of a view: rows in order where it has one, with how each column is held. */
export type Answer = {
  readonly columns: readonly Description[];
  readonly rows: readonly (readonly Value[])[];
  readonly isOrdered: boolean;
};

export type World = {
  readonly document: Document;
  /** By id. */
  readonly sources: ReadonlyMap<string, { readonly name: string; readonly rows: Rows }>;
  readonly around: Surroundings;
};

/** Computes a view in plain loops. */
export function answerView(view: View, world: World, trace: Trace): Answer {
  const worksheet = worksheetOf(view.worksheetId, world);
  const element = elementOf(view.worksheetId, world, trace, view.columns);
  const depth = depthOf(view.level, worksheet);
  const columns = view.columns.flatMap((id) => element.columns.find((column) => column.id === id) ?? []);
  const { isOrdered, sorts } = orderOf(view, worksheet, element, depth);
  const units = sortUnits(keptUnits(worksheet, element, depth), sorts, element);
  const shown = worksheet.limit === null ? units : units.slice(0, worksheet.limit);
  return {
    columns: columns.map((column) => element.descriptionOf(column)),
    rows: shown.map((unit) => columns.map((column) => element.valueOf(column, unit))),
    isOrdered,
  };
}

function worksheetOf(id: string, { document }: World): Worksheet {
  const worksheet = document.worksheets[id];
  if (worksheet === undefined) throw new Error(`There is no worksheet ${id}.`);
  return worksheet;
}

function elementOf(id: string, world: World, trace: Trace, visible: readonly string[]): Element {
  const worksheet = worksheetOf(id, world);
  const sources = new Map([...world.sources.values()].map(({ name, rows }) => [name.toLowerCase(), rows]));
  const rows =
    "sourceId" in worksheet.source
      ? world.sources.get(worksheet.source.sourceId)?.rows
      : innerRows(worksheet.source, world, trace);
  if (rows === undefined) throw new Error(`${worksheet.name} has no source.`);
  return createElement(worksheet, rows, { sources, around: world.around, trace, visible });
}

/** The rows of another worksheet at one of its levels. */
function innerRows({ worksheetId, level }: { worksheetId: string; level: Level }, world: World, trace: Trace): Rows {
  const worksheet = worksheetOf(worksheetId, world);
  const element = elementOf(worksheetId, world, trace, []);
  const depth = depthOf(level, worksheet);
  const units = keptUnits(worksheet, element, depth);
  const readable = element.columns.filter((column) => column.depth <= depth);
  return {
    count: units.length,
    columns: new Map(
      readable.map((column) => [
        column.name.toLowerCase(),
        {
          description: element.descriptionOf(column),
          at: (row: number) => {
            const unit = units[row];
            return unit === undefined ? null : element.valueOf(column, unit);
          },
        },
      ]),
    ),
    metrics: new Map(),
    related: new Map(),
  };
}

function depthOf(level: Level, worksheet: Worksheet): number {
  if (level === "summary") return 0;
  if (level === "base") return worksheet.groupings.length + 1;
  return worksheet.groupings.findIndex(({ id }) => id === level) + 1;
}

/** Filters on aggregates and ranks take rows of their level away, and all rows below those. */
function keptUnits(worksheet: Worksheet, element: Element, depth: number): readonly Unit[] {
  const filters = worksheet.filters.filter(
    (filter) => !isFilterOfRows(filter, element) && filterDepth(filter, worksheet, element) <= depth,
  );
  return element
    .units(depth)
    .filter((unit) =>
      filters.every((filter) => keeps(filter, element, element.above(unit, filterDepth(filter, worksheet, element)))),
    );
}

function filterDepth({ columnId }: Filter, worksheet: Worksheet, element: Element): number {
  return element.columns.find(({ id }) => id === columnId)?.depth ?? depthOf(columnId, worksheet);
}

function ascending(columnIds: readonly string[]): readonly Sort[] {
  return columnIds.map((columnId) => ({ columnId, direction: "ascending" }));
}

function orderOf(
  view: View,
  worksheet: Worksheet,
  element: Element,
  depth: number,
): { isOrdered: boolean; sorts: readonly Sort[] } {
  const isReadable = ({ columnId }: Sort) =>
    (element.columns.find(({ id }) => id === columnId)?.depth ?? depth + 1) <= depth;
  const own = worksheet.sort.filter(isReadable);
  if (depth === element.base) {
    const isOrdered = own.length > 0 || worksheet.limit !== null;
    return { isOrdered, sorts: isOrdered ? [...own, ...ascending(view.columns)] : [] };
  }
  const ofGroupings = worksheet.groupings
    .slice(0, depth)
    .flatMap(({ sort, keys }) => [...sort.filter(isReadable), ...ascending(keys)]);
  return { isOrdered: true, sorts: [...own, ...ofGroupings] };
}
