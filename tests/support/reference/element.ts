import { parseFormula } from "#lib/formula/parse";
import type { Expression } from "#lib/formula/syntax";
import type { Filter, Sort, Worksheet } from "#lib/worksheet/worksheet";
import type { Surroundings } from "./call.ts";
import { columnsIn, describe, evaluate, readsKind } from "./evaluate.ts";
import { keeps } from "./filter.ts";
import { compareNullsLast, type Description, identity, type Trace, type Value } from "./value.ts";

/** Rows that a worksheet reads, by the names of their columns; `related` leads from a row to the rows of the one side. */
export type Rows = {
  readonly count: number;
  readonly columns: ReadonlyMap<string, RowColumn>;
  readonly metrics: ReadonlyMap<string, string>;
  readonly related: ReadonlyMap<string, Related>;
};
export type RowColumn = { readonly description: Description; readonly at: (row: number) => Value };
export type Related = { readonly rows: Rows; readonly local: string; readonly foreign: string };

/** One row of a level: a group of base rows, or a single one. `depth`: 0 is the summary, then the groupings, then base. */
export type Unit = { readonly depth: number; readonly rows: readonly number[] };

export type ElementColumn = {
  readonly id: string;
  readonly name: string;
  readonly expression: Expression;
  readonly role: "base" | "key" | "calculation" | "summary";
  readonly depth: number;
};

/** A worksheet over rows, computed by looking at every row again whenever something is asked. */
export type Element = {
  readonly rows: Rows;
  /** Sources that Lookup and Rollup may name. */
  readonly sources: ReadonlyMap<string, Rows>;
  readonly around: Surroundings;
  readonly trace: Trace;
  readonly base: number;
  readonly columns: readonly ElementColumn[];
  units(depth: number): readonly Unit[];
  above(unit: Unit, depth: number): Unit;
  valueOf(column: ElementColumn, unit: Unit): Value;
  descriptionOf(column: ElementColumn): Description;
  /** The rows of a level within a row of a coarser one, in the element's order. */
  within(unit: Unit, depth: number): readonly Unit[];
  /** The sort that rows of a level are gathered by; null: there is none. */
  sortAt(depth: number): ((left: Unit, right: Unit) => number) | null;
};

export type Work = {
  readonly sources: ReadonlyMap<string, Rows>;
  readonly around: Surroundings;
  readonly trace: Trace;
  readonly visible: readonly string[];
};

export function createElement(worksheet: Worksheet, rows: Rows, work: Work): Element {
  const base = worksheet.groupings.length + 1;
  const columns = worksheet.columns.map((column) => placed(column, worksheet));
  const values = new Map<string, Value>();
  const groups = new Map<number, readonly Unit[]>();
  const owners = new Map<string, Unit>();
  const keysOf = (depth: number) => columns.filter((column) => column.role === "key" && column.depth <= depth);

  const element: Element = {
    rows,
    sources: work.sources,
    around: work.around,
    trace: work.trace,
    base,
    columns,
    units(depth) {
      const found = groups.get(depth) ?? group(depth);
      groups.set(depth, found);
      return found;
    },
    above(unit, depth) {
      if (depth === unit.depth) return unit;
      if (depth === 0) return element.units(0)[0] ?? unit;
      const id = `${depth} ${unit.rows[0]}`;
      const owner = owners.get(id) ?? element.units(depth).find((one) => one.rows.includes(unit.rows[0] ?? -1));
      if (owner === undefined) throw new Error(`No row of depth ${depth} holds row ${unit.rows[0]}.`);
      owners.set(id, owner);
      return owner;
    },
    valueOf(column, unit) {
      const isKey = column.role === "key";
      const home = isKey ? { depth: base, rows: unit.rows.slice(0, 1) } : element.above(unit, column.depth);
      const id = `${column.id} ${home.depth} ${home.rows.join()}`;
      const value = values.get(id);
      if (value !== undefined) return value;
      const made = evaluate(column.expression, { element, unit: home, self: column.id });
      values.set(id, made);
      return made;
    },
    descriptionOf: (column) =>
      describe(column.expression, {
        element,
        unit: { depth: column.role === "key" ? base : column.depth, rows: [] },
        self: column.id,
      }),
    within: (unit, depth) => inOrder(unitsIn(unit, depth), orderOf(depth, true)),
    sortAt(depth) {
      const sorts = orderOf(depth, false).filter(({ columnId }) => isOfRows(columnId, depth));
      return sorts.length === 0 ? null : (left, right) => compareUnits(left, right, sorts, element);
    },
  };

  /** Nothing in the column comes from coarser groups, which may be sorted by the very aggregate. */
  function isOfRows(columnId: string, depth: number): boolean {
    const column = columns.find(({ id }) => id === columnId);
    if (column === undefined) return false;
    if (column.role === "key") return column.depth <= depth;
    return column.depth === depth && columnsIn(column, element).every(({ id }) => isOfRows(id, depth));
  }

  function unitsIn(unit: Unit, depth: number): readonly Unit[] {
    return element.units(depth).filter((one) => unit.depth === 0 || unit.rows.includes(one.rows[0] ?? -1));
  }

  const kept = Array.from({ length: rows.count }, (_, row) => row).filter((row) =>
    worksheet.filters.every(
      (filter) => !isFilterOfRows(filter, element) || keeps(filter, element, { depth: base, rows: [row] }),
    ),
  );

  function group(depth: number): readonly Unit[] {
    if (depth === base) return kept.map((row) => ({ depth, rows: [row] }));
    const keys = keysOf(depth);
    const found = new Map<string, number[]>();
    if (depth === 0) found.set("", []);
    for (const row of kept) {
      const id = JSON.stringify(keys.map((key) => identity(element.valueOf(key, { depth: base, rows: [row] }))));
      const known = found.get(depth === 0 ? "" : id);
      if (known === undefined) found.set(id, [row]);
      else known.push(row);
    }
    return [...found.values()].map((all) => ({ depth, rows: all }));
  }

  /** The sort as far as the level can follow it without windows; with `ties`, keys or columns that tell rows apart. */
  function orderOf(depth: number, ties: boolean): readonly Sort[] {
    const own = worksheet.groupings[depth - 1]?.sort ?? [];
    const sorts = [...worksheet.sort, ...own].filter(({ columnId }) => {
      const column = columns.find(({ id }) => id === columnId);
      return column !== undefined && column.depth <= depth && !readsWindow(column.expression, element, column.id);
    });
    return ties ? [...sorts, ...tiesAt(depth).map((columnId): Sort => ({ columnId, direction: "ascending" }))] : sorts;
  }

  function tiesAt(depth: number): readonly string[] {
    if (depth < base)
      return columns.filter((column) => column.role === "key" && column.depth === depth).map(({ id }) => id);
    const all = columns.filter((column) => column.role === "base" && isRowWise(column.expression, element, column.id));
    const visible = work.visible.filter((id) => all.some((column) => column.id === id));
    return visible.length > 0 ? visible : all.map(({ id }) => id);
  }

  function inOrder(units: readonly Unit[], sorts: readonly Sort[]): readonly Unit[] {
    return sortUnits(units, sorts, element);
  }

  return element;
}

export function sortUnits(units: readonly Unit[], sorts: readonly Sort[], element: Element): readonly Unit[] {
  return units.toSorted((left, right) => compareUnits(left, right, sorts, element));
}

function compareUnits(left: Unit, right: Unit, sorts: readonly Sort[], element: Element): number {
  for (const { columnId, direction } of sorts) {
    const column = element.columns.find(({ id }) => id === columnId);
    if (column === undefined) continue;
    const [first, second] = [element.valueOf(column, left), element.valueOf(column, right)];
    const order = compareNullsLast(first, second, direction === "descending", element.trace);
    if (order !== 0) return order;
  }
  return 0;
}

function placed({ id, name, formula }: Worksheet["columns"][number], worksheet: Worksheet): ElementColumn {
  const { expression } = parseFormula(formula);
  const common = { id, name, expression };
  for (const [index, grouping] of worksheet.groupings.entries()) {
    if (grouping.keys.includes(id)) return { ...common, role: "key", depth: index + 1 };
    if (grouping.calculations.includes(id)) return { ...common, role: "calculation", depth: index + 1 };
  }
  if (worksheet.summaries.includes(id)) return { ...common, role: "summary", depth: 0 };
  return { ...common, role: "base", depth: worksheet.groupings.length + 1 };
}

/** Whether a base row alone decides. */
export function isFilterOfRows(filter: Filter, element: Element): boolean {
  if (filter.kind === "topN") return false;
  if (filter.kind === "formula") return isRowWise(parseFormula(filter.formula).expression, element, null);
  const column = element.columns.find(({ id }) => id === filter.columnId);
  return column !== undefined && isRowWise(column.expression, element, column.id) && isOfRow(column);
}

function isOfRow({ role }: ElementColumn): boolean {
  return role === "base" || role === "key";
}

function isRowWise(expression: Expression, element: Element, self: string | null): boolean {
  return !reads(expression, element, self, ["aggregate", "window", "total"]);
}

function readsWindow(expression: Expression, element: Element, self: string | null): boolean {
  return reads(expression, element, self, ["window"]);
}

function reads(expression: Expression, element: Element, self: string | null, kinds: readonly string[]): boolean {
  return readsKind(expression, { element, unit: { depth: element.base, rows: [] }, self }, kinds);
}
