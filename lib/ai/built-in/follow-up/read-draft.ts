import type { DraftFilter, WorksheetDraft } from "#lib/worksheet/draft";
import { formulaOfKey, formulaOfMeasure, isCalendarOrder } from "../draft/formulas.ts";
import type { Condition, Having, Key, Measure, Reading, SortTerm } from "../interpret/reading.ts";
import type { Bucket } from "../mentions/find-dates.ts";
import type { KnownColumn, KnownSource } from "../source.ts";
import { labelOf } from "./periods.ts";

const buckets: readonly Bucket[] = [
  "year",
  "quarter",
  "month",
  "week",
  "day",
  "hour",
  "weekday",
  "month of year",
  "quarter of year",
];
const aggregates: readonly Measure["aggregate"][] = [
  "sum",
  "avg",
  "max",
  "min",
  "median",
  "count",
  "countDistinct",
  "stddev",
  "variance",
  "share",
  "cumulative",
  "growth",
];

/**
 * The reading that a worksheet came from, so that a follow-up can change it. Null when it holds what no reading says: a person
 * edited it, or another model wrote it.
 */
export function readDraft(draft: WorksheetDraft, source: KnownSource): Reading | null {
  const columns = createLookup(draft, source);
  const keys = draft.groupings.flatMap((grouping) => grouping.keys.map(columns.key));
  const calculations = [...draft.groupings.flatMap((grouping) => grouping.calculations), ...draft.summaries];
  const shown = draft.show ?? [];
  const visible = calculations.filter((name) => draft.show === null || shown.includes(name));
  const measures = visible.map(columns.measure);
  const isList = keys.length === 0 && calculations.length === 0;
  const list = isList ? shown.map(columns.row) : [];
  const filters = draft.filters.map((filter) => readFilter(filter, columns));
  const terms = [...draft.groupings.flatMap((grouping) => grouping.sort), ...draft.sort];
  const formulaOf = (name: string): string => draft.columns.find((column) => column.name === name)?.formula ?? "";
  const isByCalendar = terms.some(({ column }) => isCalendarOrder(formulaOf(column)));
  const sort = isByCalendar ? [] : terms.map((term) => columns.sort(term));
  if (![...keys, ...measures, ...list, ...filters, ...sort].every((one) => one !== null)) return null;
  return {
    conditions: filters.flatMap((one) => (one !== null && "condition" in one ? [one.condition] : [])),
    having: filters.flatMap((one) => (one !== null && "having" in one ? [one.having] : [])),
    keys: keys.flatMap((key) => key ?? []),
    measures: measures.flatMap((measure) => measure ?? []),
    columns: list.flatMap((column) => column ?? []),
    isDistinct: false,
    sort: sort.flatMap((term) => term ?? []),
    limit: draft.limit,
    chart: null,
  };
}

type Lookup = {
  readonly row: (name: string) => KnownColumn | null;
  readonly key: (name: string) => Key | null;
  readonly measure: (name: string) => Measure | null;
  readonly sort: (term: WorksheetDraft["sort"][number]) => SortTerm | null;
};

function createLookup(draft: WorksheetDraft, source: KnownSource): Lookup {
  const formulaOf = (name: string): string =>
    draft.columns.find((column) => column.name === name)?.formula ?? `[${name}]`;
  const keys = source.columns.flatMap((column) => [
    { column, bucket: null },
    ...(column.role === "time" ? buckets.map((bucket): Key => ({ column, bucket })) : []),
    ...(column.type === "number" ? [{ column, bucket: "bins" as const }] : []),
  ]);
  const measures = [
    { aggregate: "count", column: null } as const,
    { aggregate: "share", column: null } as const,
    ...source.columns.flatMap((column) => aggregates.map((aggregate): Measure => ({ aggregate, column }))),
  ];
  const keysByFormula = new Map(keys.map((key): [string, Key] => [formulaOfKey(key), key]).toReversed());
  const measuresByFormula = new Map(
    measures.map((measure): [string, Measure] => [formulaOfMeasure(measure), measure]).toReversed(),
  );
  const key = (name: string): Key | null => keysByFormula.get(formulaOf(name)) ?? null;
  const measure = (name: string): Measure | null => {
    const formula = formulaOf(name);
    return readFormula(formula, measuresByFormula);
  };
  const row = (name: string): KnownColumn | null => {
    const found = key(name);
    return found?.bucket === null ? found.column : null;
  };
  const sort: Lookup["sort"] = ({ column, direction }) => {
    const by = row(column) ?? key(column) ?? measure(column);
    return by === null ? null : { by, direction };
  };
  return { row, key, measure, sort };
}

/** Also what is made of measures: a rank, a difference, a ratio, a measure of some rows only. */
function readFormula(formula: string, measures: ReadonlyMap<string, Measure>): Measure | null {
  const known = measures.get(formula);
  if (known !== undefined || formula === "") return known ?? null;
  const part = /^\((.*)\) \/ GrandTotal\(\1\)$/.exec(formula);
  const whole = part === null ? null : readFormula(part[1] ?? "", measures);
  if (whole !== null) return { aggregate: "share", column: whole.column, of: whole };
  const rank = /^Rank\((.*), "(asc|desc)"\)$/.exec(formula);
  if (rank !== null) {
    const of = readFormula(rank[1] ?? "", measures);
    const direction = rank[2] === "asc" ? "ascending" : "descending";
    return of === null ? null : { aggregate: "rank", column: of.column, of, direction };
  }
  const growth = /^(\w+If\(.*\)) \/ (\w+If\(.*\)) - 1$/.exec(formula);
  const [later, earlier] = [1, 2].map((one) => readFormula(growth?.[one] ?? "", measures));
  if (later != null && earlier != null) return { aggregate: "growth", column: later.column, of: later, over: earlier };
  return readPair(formula, measures) ?? readConditional(formula, measures);
}

function readPair(formula: string, measures: ReadonlyMap<string, Measure>): Measure | null {
  const difference = /^Zn\((.*)\) - Zn\((.*)\)$/.exec(formula);
  const ratio = /^(\w+\(.*\)) \/ (\w+\(.*\))$/.exec(formula);
  const [of, over] = [1, 2].map((part) => readFormula((difference ?? ratio)?.[part] ?? "", measures));
  if (of == null || over == null) return null;
  return difference !== null ? { aggregate: "delta", column: of.column, of, over } : { ...of, over };
}

function readConditional(formula: string, measures: ReadonlyMap<string, Measure>): Measure | null {
  const column = /^(Sum|Avg|CountDistinct|Max|Min)If\((\[(?:\\.|[^\]])*\]), (.*)\)$/.exec(formula);
  const count = /^CountIf\((.*)\)$/.exec(formula);
  const [call, text] = column !== null ? [`${column[1]}(${column[2]})`, column[3]] : ["Count()", count?.[1]];
  const plain = measures.get(call);
  if (plain === undefined || text === undefined) return null;
  return { ...plain, condition: readCondition(text, measures) };
}

const days = /^(\[(?:\\.|[^\]])*\]) >= Date\("([\d-]+)"\) And \1 < DateAdd\("day", 1, Date\("([\d-]+)"\)\)$/;
const value = /^(\[(?:\\.|[^\]])*\]) = "([^"\\]*)"$/;

/** Days and values as they were written, so that they are named; anything else stays a formula. */
function readCondition(formula: string, measures: ReadonlyMap<string, Measure>): Condition {
  const columnOf = (reference: string | undefined): KnownColumn | null =>
    measures.get(`Max(${reference})`)?.column ?? null;
  const [, dated, start, end] = days.exec(formula) ?? [];
  const date = columnOf(dated);
  if (date !== null && start !== undefined && end !== undefined) {
    const range = { kind: "between" as const, start, end };
    return { kind: "dates", column: date, range, exclude: false, label: labelOf({ start, end }) };
  }
  const [, named, text] = value.exec(formula) ?? [];
  const column = columnOf(named);
  return column === null || text === undefined
    ? { kind: "formula", formula }
    : { kind: "values", column, values: [text], exclude: false };
}

type ReadFilter = { readonly condition: Condition } | { readonly having: Having };

function readFilter(filter: DraftFilter, columns: Lookup): ReadFilter | null {
  if (filter.kind === "formula") {
    return filter.level === null ? { condition: { kind: "formula", formula: filter.formula } } : null;
  }
  if (filter.kind === "top") return null;
  const column = columns.row(filter.column);
  if (column === null) return readHaving(filter, columns);
  switch (filter.kind) {
    case "list":
      return {
        condition: {
          kind: "values",
          column,
          values: filter.values.flatMap((value) => value ?? []),
          exclude: filter.exclude,
        },
      };
    case "range":
      return { condition: { kind: "between", column, min: filter.min, max: filter.max, exclude: filter.exclude } };
    case "text":
      return readText(filter, column);
    case "between-dates": {
      const { start, end, exclude } = filter;
      const label = start !== null && end !== null ? labelOf({ start, end }) : `${start ?? ""} to ${end ?? ""}`;
      return { condition: { kind: "dates", column, range: { kind: "between", start, end }, exclude, label } };
    }
    case "relative-date": {
      const { direction, period, length, offset, exclude } = filter;
      const label = `${direction === "current" ? "this" : direction.replace("_", " ")} ${length > 1 ? `${length} ${period}s` : period}`;
      return {
        condition: {
          kind: "dates",
          column,
          range: { kind: "relative", direction, period, length, offset },
          exclude,
          label,
        },
      };
    }
  }
}

function readText(filter: Extract<DraftFilter, { kind: "text" }>, column: KnownColumn): ReadFilter | null {
  const { operator, text, exclude } = filter;
  return operator === "like" || operator === "matches"
    ? null
    : { condition: { kind: "text", column, operator, text, exclude } };
}

function readHaving(filter: DraftFilter, columns: Lookup): ReadFilter | null {
  const measure = filter.kind === "range" ? columns.measure(filter.column) : null;
  if (filter.kind !== "range" || measure === null || filter.exclude) return null;
  if (filter.min !== null && filter.max !== null)
    return { having: { measure, operator: "between", value: filter.min, upper: filter.max } };
  if (filter.min !== null) return { having: { measure, operator: ">=", value: filter.min } };
  return filter.max === null ? null : { having: { measure, operator: "<=", value: filter.max } };
}
