import type { DraftFilter, WorksheetDraft } from "#lib/worksheet/draft";
import {
  type Condition,
  type Having,
  isKey,
  isMeasure,
  isSameMeasure,
  type Key,
  type Measure,
  type Reading,
  type SortTerm,
} from "../interpret/reading.ts";
import type { KnownColumn, KnownSource } from "../source.ts";
import { calendarOrderOf, formulaOfCondition, formulaOfKey, formulaOfMeasure } from "./formulas.ts";
import { nameOfKey, nameOfMeasure } from "./names.ts";
import { writeTitle } from "./write-title.ts";

type DraftColumn = WorksheetDraft["columns"][number];

/** Columns with a formula, each under a name of its own. */
type Columns = {
  readonly list: DraftColumn[];
  /** The name of a row column: its own when the source has it, else a column that reads through the relationship. */
  readonly nameOf: (column: KnownColumn) => string;
  readonly nameOfKey: (key: Key) => string;
  readonly nameOfMeasure: (measure: Measure) => string;
  /** What months and weekdays are sorted by; null for other keys. */
  readonly nameOfOrder: (key: Key) => string | null;
};

/** Writes a reading as the worksheet that answers it. */
export function writeDraft(reading: Reading, source: KnownSource): WorksheetDraft {
  const columns = createColumns(source);
  const filters = reading.conditions.map((condition) => writeFilter(condition, columns));
  const keys = reading.keys.map(columns.nameOfKey);
  const measures = reading.measures.map(columns.nameOfMeasure);
  const shown = reading.columns.map(columns.nameOf);
  const hidden = hiddenMeasures(reading).map(columns.nameOfMeasure);
  const having = reading.having.map((one) => writeHaving(one, columns, keys.at(-1) ?? null));
  const asked = reading.sort.map((term) => ({ column: sortName(term, columns), direction: term.direction }));
  const calendar = asked.length > 0 ? [] : reading.keys.flatMap((key) => columns.nameOfOrder(key) ?? []);
  const sort =
    calendar.length === 0
      ? asked
      : reading.keys.map((key) => ({
          column: columns.nameOfOrder(key) ?? columns.nameOfKey(key),
          direction: "ascending" as const,
        }));
  const isGrouped = keys.length > 0;
  if (reading.isLimitOfEach === true)
    return writeOfEach(reading, source, { filters, keys, measures, columns: columns.list });
  return {
    name: writeTitle(reading, source),
    source: source.described.name,
    filters: [...filters, ...having],
    columns: columns.list,
    groupings: isGrouped ? [{ keys, calculations: [...measures, ...hidden, ...calendar], sort }] : [],
    summaries: isGrouped ? [] : measures,
    show: showOf(reading, keys, measures, shown, [...hidden, ...calendar]),
    sort: isGrouped ? [] : sort,
    limit: reading.limit,
  };
}

type Parts = {
  readonly filters: readonly DraftFilter[];
  readonly keys: readonly string[];
  readonly measures: readonly string[];
  readonly columns: readonly DraftColumn[];
};

/** The outer key has groups of its own, of which each keeps its best. */
function writeOfEach(
  reading: Reading,
  source: KnownSource,
  { filters, keys, measures, columns }: Parts,
): WorksheetDraft {
  const [outer, ...inner] = keys;
  const [measure] = measures;
  const direction = reading.sort[0]?.direction ?? "descending";
  const best: DraftFilter[] =
    measure === undefined
      ? []
      : [
          {
            kind: "top",
            column: measure,
            n: reading.limit ?? 1,
            direction: direction === "descending" ? "top" : "bottom",
            per: "parent",
          },
        ];
  return {
    name: writeTitle(reading, source),
    source: source.described.name,
    filters: [...filters, ...best],
    columns: [...columns],
    groupings: [
      { keys: outer === undefined ? [] : [outer], calculations: [], sort: [] },
      { keys: inner, calculations: [...measures], sort: measure === undefined ? [] : [{ column: measure, direction }] },
    ],
    summaries: [],
    show: [...keys, ...measures],
    sort: [],
    limit: null,
  };
}

function showOf(
  reading: Reading,
  keys: readonly string[],
  measures: readonly string[],
  shown: readonly string[],
  hidden: readonly string[],
): string[] | null {
  if (keys.length === 0 && measures.length > 0) return null;
  if (keys.length === 0) return [...shown];
  return hidden.length > 0 || reading.measures.length === 0 ? [...keys, ...measures] : null;
}

/** Measures that only sort or filter. */
function hiddenMeasures(reading: Reading): readonly Measure[] {
  const wanted = [
    ...reading.sort.map(({ by }) => by).filter(isMeasure),
    ...reading.having.map(({ measure }) => measure),
  ];
  const unseen = wanted.filter((measure) => !reading.measures.some((shown) => isSameMeasure(shown, measure)));
  return unseen.filter((measure, index) => unseen.findIndex((other) => isSameMeasure(other, measure)) === index);
}

function createColumns(source: KnownSource): Columns {
  const list: DraftColumn[] = [];
  const taken = new Set(source.columns.filter(isStored).map(({ name }) => name.toLowerCase()));
  const add = (wanted: string, formula: string, format: DraftColumn["format"]): string => {
    const known = list.find((column) => column.formula === formula);
    if (known !== undefined) return known.name;
    const name = uniqueName(wanted, taken);
    taken.add(name.toLowerCase());
    list.push({ name, formula, format });
    return name;
  };
  const nameOf = (column: KnownColumn): string =>
    isStored(column) ? column.name : add(column.name, formulaOfKey({ column, bucket: null }), null);
  return {
    list,
    nameOf,
    nameOfKey: (key) => (key.bucket === null ? nameOf(key.column) : add(nameOfKey(key), formulaOfKey(key), null)),
    nameOfMeasure: (measure) => add(nameOfMeasure(measure, source), formulaOfMeasure(measure), formatOf(measure)),
    nameOfOrder: (key) => {
      const formula = calendarOrderOf(key);
      return formula === null ? null : add(`${nameOfKey(key)} number`, formula, null);
    },
  };
}

/** A row column of the source itself. */
function isStored({ description, role, formula }: KnownColumn): boolean {
  return description.relationship === undefined && role !== "metric" && formula === undefined;
}

function uniqueName(wanted: string, taken: ReadonlySet<string>): string {
  if (!taken.has(wanted.toLowerCase())) return wanted;
  for (let number = 2; ; number += 1) {
    const name = `${wanted} (${number})`;
    if (!taken.has(name.toLowerCase())) return name;
  }
}

/** What a formula does not tell by itself: shares are percentages, means have decimals, an amount for each is money as the amount. */
function formatOf({ aggregate, condition, over, of, column }: Measure): DraftColumn["format"] {
  if (aggregate === "share" || aggregate === "growth") return "percent";
  const isMoney = /dollar|euro|pound|franc|yen|usd|eur|gbp|chf|[$€£]/i.test(column?.description.unit ?? "");
  if (aggregate === "delta") return of?.aggregate === "avg" && !isMoney ? "number" : null;
  if (over !== undefined && condition !== undefined && over.condition === undefined) return "percent";
  const isRate = over?.aggregate === "sum" && over.column?.description.unit === column?.description.unit && isMoney;
  if (isRate && condition !== undefined) return "percent";
  if (over !== undefined) return isMoney && over.aggregate !== "sum" ? "currency" : null;
  return aggregate === "avg" && condition !== undefined && !isMoney ? "number" : null;
}

function sortName({ by }: SortTerm, columns: Columns): string {
  if (isMeasure(by)) return columns.nameOfMeasure(by);
  return isKey(by) ? columns.nameOfKey(by) : columns.nameOf(by);
}

function writeFilter(condition: Condition, columns: Columns): DraftFilter {
  switch (condition.kind) {
    case "values":
      return {
        kind: "list",
        column: columns.nameOf(condition.column),
        values: [...condition.values],
        exclude: condition.exclude,
      };
    case "between": {
      const { min, max, exclude } = condition;
      return { kind: "range", column: columns.nameOf(condition.column), min, max, exclude };
    }
    case "compare":
      if (condition.operator !== ">=" && condition.operator !== "<=") return formulaFilter(condition);
      return {
        kind: "range",
        column: columns.nameOf(condition.column),
        min: condition.operator === ">=" ? condition.value : null,
        max: condition.operator === "<=" ? condition.value : null,
        exclude: false,
      };
    case "text":
      return {
        kind: "text",
        column: columns.nameOf(condition.column),
        operator: condition.operator,
        text: condition.text,
        matchCase: false,
        exclude: condition.exclude,
      };
    case "dates":
      return writeDates(condition, columns);
    case "formula":
    case "missing":
    case "average":
    case "any":
      return formulaFilter(condition);
  }
}

function writeDates({ column, range, exclude }: Extract<Condition, { kind: "dates" }>, columns: Columns): DraftFilter {
  const name = columns.nameOf(column);
  if (range.kind === "between")
    return { kind: "between-dates", column: name, start: range.start, end: range.end, exclude };
  const { direction, period, length, offset } = range;
  return { kind: "relative-date", column: name, direction, period, length, offset, exclude };
}

function formulaFilter(condition: Condition): DraftFilter {
  return { kind: "formula", formula: formulaOfCondition(condition), level: null };
}

/** A condition on a measure: a range where both ends are in it, else a formula at the level of the groups. */
function writeHaving({ measure, operator, value, upper }: Having, columns: Columns, level: string | null): DraftFilter {
  const column = columns.nameOfMeasure(measure);
  const isWhole = measure.aggregate === "count" || measure.aggregate === "countDistinct";
  const range = (min: number | null, max: number | null, exclude = false): DraftFilter => ({
    kind: "range",
    column,
    min,
    max,
    exclude,
  });
  if (operator === "between") return range(value, upper ?? value);
  if (operator === "=" || operator === "!=") return range(value, value, operator === "!=");
  if (operator === ">=" || (operator === ">" && isWhole)) return range(operator === ">" ? value + 1 : value, null);
  if (operator === "<=" || (operator === "<" && isWhole)) return range(null, operator === "<" ? value - 1 : value);
  return { kind: "formula", formula: `[${column}] ${operator} ${value}`, level };
}
