import type { Document, Filter, Sort, View, Worksheet } from "#lib/worksheet/worksheet";
import type { Random } from "#tests/support/random";
import { type DrawScope, type DrawType, drawFormula } from "./draw-formula.ts";
import { columnsOf, metrics, type NamedColumn } from "./tables.ts";

/** What one case asks: a view of a document. */
export type DrawnView = { readonly document: Document; readonly view: View };

type Column = { readonly id: string; readonly name: string; readonly formula: string; readonly type: DrawType };

const facts: readonly NamedColumn[] = [
  ...columnsOf("facts"),
  ...columnsOf("items", "Items").filter(({ name }) => !name.includes("Item ID")),
];
const metricColumns: readonly NamedColumn[] = Object.keys(metrics).map((name) => ({
  name: `[${name}]`,
  type: "number",
}));
const bare: DrawScope = { columns: facts, lower: null, hasWindows: false, hasUnknown: false };
const types: readonly DrawType[] = ["number", "number", "number", "text", "date", "logical"];

/** One formula: of a row, over the rows around it, or over all rows. */
export function drawFormulaView(random: Random): DrawnView {
  const hasUnknown = random.integer(1, 12) === 1;
  const isTotal = random.integer(1, 4) === 1;
  const hasWindows = !isTotal && random.integer(1, 3) === 1;
  const row: DrawScope = { ...bare, hasUnknown, hasWindows };
  const type = hasUnknown && random.integer(0, 4) === 0 ? "variant" : random.pick(types);
  const scope = isTotal ? { columns: [], lower: { ...bare, hasUnknown }, hasWindows: false, hasUnknown } : row;
  const formula = drawFormula(type, random.integer(1, 4), scope, random);
  const sort: Sort[] = random.integer(0, 3) === 0 ? [{ columnId: "id", direction: "descending" }] : [];
  const worksheet: Worksheet = {
    version: 1,
    name: "Formula",
    source: { sourceId: "facts" },
    columns: [
      { id: "id", name: "Row", formula: "[Id]" },
      { id: "result", name: "Result", formula },
    ],
    groupings: [],
    summaries: isTotal ? ["result"] : [],
    filters: [],
    sort: isTotal ? [] : sort,
    limit: null,
  };
  const view: View = {
    worksheetId: "w1",
    level: isTotal ? "summary" : "base",
    columns: isTotal ? ["result"] : ["id", "result"],
  };
  return { document: { worksheets: { w1: worksheet }, controls: [] }, view };
}

/** A whole worksheet with up to two groupings, or one that reads another at a level of it. */
export function drawWorksheetView(random: Random): DrawnView {
  const first = drawWorksheet("w1", { sourceId: "facts" }, facts, ["[Id]"], random);
  const worksheets = { w1: first.worksheet };
  if (random.integer(1, 8) > 1 || first.worksheet.groupings.length === 0) {
    return { document: { worksheets, controls: [] }, view: drawView("w1", first, random) };
  }
  const level = random.pick(first.worksheet.groupings).id;
  const depth = first.worksheet.groupings.findIndex(({ id }) => id === level) + 1;
  const readable = first.columns.filter(({ id }) => (first.depths.get(id) ?? 9) <= depth);
  const keys = first.worksheet.groupings.slice(0, depth).flatMap((grouping) => grouping.keys);
  const named = readable.map(({ name, type }): NamedColumn => ({ name: `[${name}]`, type }));
  const unique = readable.filter(({ id }) => keys.includes(id)).map(({ name }) => `[${name}]`);
  const second = drawWorksheet("w2", { worksheetId: "w1", level }, named, unique, random);
  const document: Document = { worksheets: { ...worksheets, w2: second.worksheet }, controls: [] };
  return { document, view: drawView("w2", second, random) };
}

type Drawn = {
  readonly worksheet: Worksheet;
  readonly columns: readonly Column[];
  /** Of each column: 0 the summary, then the groupings, then the base rows. */
  readonly depths: ReadonlyMap<string, number>;
  readonly unique: readonly string[];
};

/** `unique`: formulas that together tell base rows apart. */
function drawWorksheet(
  worksheetId: string,
  source: Worksheet["source"],
  named: readonly NamedColumn[],
  unique: readonly string[],
  random: Random,
): Drawn {
  const columns: Column[] = [];
  const depths = new Map<string, number>();
  const groupingCount = random.pick([0, 1, 1, 2, 2, 2]);
  const base = groupingCount + 1;
  const letter = worksheetId === "w1" ? "" : "N";
  const add = (prefix: string, type: DrawType, formula: string, depth: number): Column => {
    const id = `${letter}${prefix}${columns.length + 1}`;
    const column = { id, name: nameFor(id, formula, random), formula, type };
    columns.push(column);
    depths.set(id, depth);
    return column;
  };
  const readable = (depth: number): readonly NamedColumn[] =>
    columns.filter(({ id }) => (depths.get(id) ?? 0) <= depth).map(({ name, type }) => ({ name: `[${name}]`, type }));
  const isFacts = "sourceId" in source;

  const identity = unique.map((formula) => {
    const type = named.find(({ name }) => name === formula)?.type ?? "number";
    return add("I", type, formula, base).id;
  });
  const keys = Array.from({ length: groupingCount }, (_, index) =>
    Array.from({ length: random.pick([1, 1, 1, 2]) }, () => drawKey(named, isFacts, random)).map(
      ({ type, formula }) => add("K", type, formula, index + 1).id,
    ),
  );
  const rowScope = (): DrawScope => ({
    ...bare,
    columns: [...named, ...readable(base).filter(({ name }) => !name.startsWith("[C"))],
  });
  for (let count = random.integer(0, 2); count > 0; count -= 1) {
    const type = random.pick(types);
    add("B", type, drawFormula(type, random.integer(1, 2), rowScope(), random), base);
  }
  if (isFacts && random.integer(0, 2) === 0) {
    const join = drawJoin(random);
    add("J", join.type, join.formula, base);
  }
  if (random.integer(0, 3) === 0)
    add("W", "number", drawFormula("number", 2, { ...rowScope(), hasWindows: true }, random), base);

  const groupScope = (depth: number): DrawScope => ({
    columns: [...readable(depth), ...(isFacts ? metricColumns : [])],
    lower: { ...bare, columns: [...named, ...readable(base)] },
    hasWindows: random.integer(0, 2) === 0,
    hasUnknown: false,
  });
  const calculations = keys.map((): string[] => []);
  for (let depth = groupingCount; depth >= 1; depth -= 1) {
    for (let count = random.integer(1, 3); count > 0; count -= 1) {
      const { type, formula } = drawCalculation(groupScope(depth), random);
      calculations[depth - 1]?.push(add("C", type, formula, depth).id);
    }
  }
  const summaries: string[] = [];
  for (let count = groupingCount === 0 ? 2 : random.integer(0, 1); count > 0; count -= 1) {
    const { type, formula } = drawCalculation({ ...groupScope(0), hasWindows: false }, random);
    summaries.push(add("S", type, formula, 0).id);
  }
  if (groupingCount > 0 && random.integer(0, 1) === 0) {
    const upper = { ...bare, columns: [...readable(base), ...named] };
    add("U", "number", drawFormula("number", 2, upper, random), base);
  }
  if (groupingCount > 0 && random.integer(0, 2) === 0) {
    calculations.at(-1)?.push(add("D", "number", drawTotal(groupScope(groupingCount), random), groupingCount).id);
  }
  const worksheet: Worksheet = {
    version: 1,
    name: worksheetId,
    source,
    columns: columns.map(({ id, name, formula }) => ({ id, name, formula })),
    groupings: keys.map((ids, index) => ({
      id: `${worksheetId}g${index + 1}`,
      keys: ids,
      calculations: calculations[index] ?? [],
      sort: random.integer(0, 2) === 0 ? [drawSort([...ids, ...(calculations[index] ?? [])], random)] : [],
    })),
    summaries,
    filters: drawFilters(columns, random),
    sort: [],
    limit: null,
  };
  return { worksheet, columns, depths, unique: identity };
}

/** Some columns have the name of the source's column that they read: inside of their own formula it means that one. */
function nameFor(id: string, formula: string, random: Random): string {
  const [, same] = /^Abs\(\[(\w+)\]\)$/.exec(formula) ?? [];
  return same !== undefined && random.integer(0, 1) === 0 ? same : id;
}

type Typed = { readonly type: DrawType; readonly formula: string };

const keyFormulas: readonly Typed[] = [
  { type: "text", formula: "[Tag]" },
  { type: "logical", formula: "[Flag]" },
  { type: "number", formula: "[Small]" },
  { type: "text", formula: "[Name]" },
  { type: "text", formula: "[Items/Kind]" },
  { type: "date", formula: 'DateTrunc("month", [Day])' },
  { type: "date", formula: 'DateTrunc("year", [Moment])' },
  { type: "number", formula: "Year([Day])" },
  { type: "number", formula: "Len([Name])" },
  { type: "text", formula: 'If([Amount] > 10, "high", "low")' },
  { type: "number", formula: "[Amount]" },
  { type: "date", formula: "[Day]" },
];

function drawKey(named: readonly NamedColumn[], isFacts: boolean, random: Random): Typed {
  if (isFacts && random.integer(0, 3) > 0) return random.pick(keyFormulas);
  const exact = named.filter(({ type, name }) => type !== "variant" && (type !== "number" || name === "[Small]"));
  if (exact.length === 0) return { type: "logical", formula: "IsNull(Null)" };
  const { name, type } = random.pick(exact);
  return { type, formula: name };
}

/** Values of another source, with one key or two. */
function drawJoin(random: Random): Typed {
  const owner = random.pick(["Plans", "Things"]);
  const keys =
    owner === "Plans"
      ? [
          "[Tag], [Plans/Plan Tag]",
          "[Small], [Plans/Plan Small]",
          'DateTrunc("month", [Day]), DateTrunc("month", [Plans/Due])',
        ]
      : ["[Item], [Things/Item ID]"];
  const chosen = random.sample(keys, random.integer(1, Math.min(2, keys.length))).join(", ");
  const columns = columnsOf(owner === "Plans" ? "plans" : "items", owner);
  const type = random.pick(types);
  const row: DrawScope = { ...bare, columns };
  const own = columns.filter((column) => column.type === type);
  if (random.integer(0, 1) === 0 && own.length > 0)
    return { type, formula: `Lookup(${random.pick(own).name}, ${chosen})` };
  const aggregate = drawFormula("number", 1, { columns: [], lower: row, hasWindows: false, hasUnknown: false }, random);
  return {
    type: "number",
    formula: `Rollup(Coalesce(${aggregate}, Sum(${owner === "Plans" ? "[Plans/Goal]" : "[Things/Price]"})), ${chosen})`,
  };
}

function drawCalculation(scope: DrawScope, random: Random): Typed {
  if (random.integer(0, 4) === 0) return { type: "number", formula: drawTotal(scope, random) };
  const type = random.pick(types);
  return { type, formula: drawFormula(type, random.integer(1, 3), scope, random) };
}

function drawTotal(scope: DrawScope, random: Random): string {
  const aggregate = drawFormula("number", 1, { ...scope, hasWindows: false }, random);
  const mode = random.pick(['"grand_total"', '"parent_grouping"']);
  return random.pick([
    `GrandTotal(${aggregate})`,
    `Subtotal(${aggregate}, ${mode})`,
    `PercentOfTotal(${aggregate}, ${mode})`,
    `(${aggregate} / GrandTotal(${aggregate}))`,
  ]);
}

function drawSort(ids: readonly string[], random: Random): Sort {
  return { columnId: random.pick(ids), direction: random.pick(["ascending", "descending"] as const) };
}

function drawFilters(columns: readonly Column[], random: Random): Filter[] {
  return Array.from({ length: random.pick([0, 0, 1, 1, 2]) }, (_, index) => {
    const column = random.pick(columns);
    const common = {
      id: `f${index + 1}`,
      columnId: column.id,
      exclude: random.integer(0, 3) === 0,
      nulls: random.pick(["keep", "drop"] as const),
    };
    return drawFilter(column, common, random);
  });
}

type FilterBase = Pick<Filter, "id" | "columnId" | "exclude" | "nulls">;

function drawFilter({ name, type }: Column, common: FilterBase, random: Random): Filter {
  if (random.integer(0, 3) === 0) {
    return {
      ...common,
      kind: "topN",
      n: random.integer(1, 3),
      direction: random.pick(["top", "bottom"] as const),
      per: random.pick(["parent", "all"] as const),
    };
  }
  if (random.integer(0, 4) === 0) {
    const scope: DrawScope = { ...bare, columns: [{ name: `[${name}]`, type }] };
    return { ...common, kind: "formula", formula: drawFormula("logical", 2, scope, random) };
  }
  if (type === "number") {
    const [min, max] = [random.pick([null, -5, 0, 1.5]), random.pick([null, 2, 10, 5000])];
    return random.integer(0, 2) === 0
      ? { ...common, kind: "list", values: random.sample([0, 1, 2, -1, 10.5, null], random.integer(0, 3)) }
      : { ...common, kind: "range", min, max };
  }
  if (type === "date") return { ...common, kind: "dateRange", range: drawRange(random) };
  if (type === "logical")
    return { ...common, kind: "list", values: random.sample([true, false, null], random.integer(1, 2)) };
  if (random.integer(0, 1) === 0)
    return {
      ...common,
      kind: "list",
      values: random.sample(["red", "a", "", "tool", "high", null], random.integer(0, 3)),
    };
  const operator = random.pick(["equals", "contains", "startsWith", "endsWith", "like"] as const);
  return {
    ...common,
    kind: "text",
    operator,
    text: random.pick(["a", "R", "", "é", "o"]),
    matchCase: random.integer(0, 1) === 0,
  };
}

function drawRange(random: Random): Extract<Filter, { kind: "dateRange" }>["range"] {
  if (random.integer(0, 1) === 0) {
    return {
      kind: "between",
      start: random.pick([null, "2024-01-01", "2023-12-31 12:00:00"]),
      end: random.pick([null, "2024-02-29", "2024-03-15 10:00:00"]),
    };
  }
  return {
    kind: "relative",
    direction: random.pick(["last", "next", "current", "to_date"] as const),
    period: random.pick(["year", "quarter", "month", "week", "day"] as const),
    length: random.integer(1, 3),
    offset: random.integer(0, 1),
  };
}

function drawView(worksheetId: string, { worksheet, columns, depths, unique }: Drawn, random: Random): View {
  const count = worksheet.groupings.length;
  const depth = random.pick([
    ...(worksheet.summaries.length > 0 ? [0] : []),
    ...worksheet.groupings.map((_, index) => index + 1),
    count,
    count + 1,
  ]);
  const level =
    depth === 0 && worksheet.summaries.length > 0 ? "summary" : (worksheet.groupings[depth - 1]?.id ?? "base");
  const actual = level === "base" ? count + 1 : depth;
  const readable = columns.filter(({ id }) => (depths.get(id) ?? 9) <= actual).map(({ id }) => id);
  const keys = worksheet.groupings.slice(0, actual).flatMap((grouping) => grouping.keys);
  const shown =
    level === "base"
      ? [...unique, ...readable.filter((id) => !unique.includes(id))]
      : [...new Set([...keys, ...readable])];
  const sortable = readable.length > 0 && random.integer(0, 2) === 0;
  if (sortable) worksheet.sort.push(drawSort(readable, random));
  if (random.integer(0, 5) === 0) worksheet.limit = random.integer(1, 4);
  return { worksheetId, level, columns: shown };
}
