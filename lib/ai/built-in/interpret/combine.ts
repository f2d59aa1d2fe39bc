import type { KnownColumn, KnownSource } from "../source.ts";
import { countRows, repeatedKey, settle } from "./count-rows.ts";
import { countThings } from "./count-things.ts";
import { implicitAggregate, isFlow, worthOf } from "./flows.ts";
import type { OrderReading } from "./read-order.ts";
import { type SuperlativeReading, someBest } from "./read-superlatives.ts";
import type { Targets } from "./read-targets.ts";
import {
  type ChartReading,
  type Condition,
  type Having,
  isMeasure,
  type Key,
  type Measure,
  type Reading,
  type SortTerm,
} from "./reading.ts";
import { shapeChart } from "./shape-chart.ts";
import { isQuantity } from "./workings.ts";

export type Parts = {
  readonly conditions: readonly Condition[];
  readonly having: readonly Having[];
  readonly keys: readonly Key[];
  readonly superlative: SuperlativeReading | null;
  readonly order: OrderReading | null;
  readonly targets: Targets;
  readonly chart: ChartReading | null;
  /** Columns of which values were joined by "and" or "versus". */
  readonly comparedColumns: ReadonlySet<KnownColumn>;
  /** "compare", "versus". */
  readonly isComparison: boolean;
  /** The question begins with what it is about: "sales in the West". */
  readonly isBare: boolean;
  /** "all the information": every column. */
  readonly wantsAll: boolean;
};

/** Decides the answer's shape: rows, groups or one line of totals. */
export function combine(source: KnownSource, parts: Parts): Reading {
  const whole = parts.superlative === null ? shape(source, parts) : shapeSuperlative(source, parts, parts.superlative);
  const shaped = shapeShare(whole);
  return settle(applyOrder(addColor(shaped, parts), parts), source);
}

/** "what percentage of orders are returned": the condition is what is counted, not what is left. */
function shapeShare(reading: Reading): Reading {
  const [measure, ...more] = reading.measures;
  if (measure?.aggregate !== "share" || measure.condition !== undefined || more.length > 0) return reading;
  const ofValue = reading.conditions.find(({ kind }) => kind === "values");
  const condition = measure.column === null ? (ofValue ?? reading.conditions[0]) : ofValue;
  if (condition === undefined || (measure.column !== null && reading.keys.length > 0)) return reading;
  const conditions = reading.conditions.filter((one) => one !== condition);
  const { column } = measure;
  const sum: Measure = { aggregate: "sum", column };
  const part: Measure = column === null ? { ...measure, condition } : { ...sum, condition, over: sum };
  return { ...reading, conditions, measures: [part] };
}

/** The column that colours a grouped drawing is a key of it. */
function addColor(reading: Reading, { chart }: Parts): Reading {
  const color = chart?.color ?? null;
  if (color === null || reading.columns.includes(color)) return reading;
  return reading.keys.length > 0 || reading.measures.length > 0
    ? groupBy(reading, [color])
    : { ...reading, columns: [...reading.columns, color] };
}

function start(source: KnownSource, parts: Parts): Reading {
  const { conditions, having, targets, chart } = parts;
  const { measures, isDistinct } = targets;
  const listed =
    targets.isEntityListed && targets.columns.length > 0 ? withDisplay(source, targets.columns) : targets.columns;
  const columns = [...new Set(listed)].filter(
    (column) => !measures.some((measure) => measure.column === column && isQuantity(column)),
  );
  const isNamed = columns.length > 0;
  const wanted = [...parts.keys.filter((key) => key.isEntity !== true || !isNamed), ...comparedKeys(parts)];
  const keys = wanted.filter((key, index) => wanted.findIndex((other) => isSameKey(other, key)) === index);
  return { conditions, having, keys, measures, columns, isDistinct, sort: [], limit: null, chart };
}

function isSameKey(a: Key, b: Key): boolean {
  return a.column === b.column && a.bucket === b.bucket;
}

function withDisplay({ display }: KnownSource, columns: readonly KnownColumn[]): readonly KnownColumn[] {
  return display === null || columns.includes(display) ? columns : [display, ...columns];
}

/** "average age of male and female students": two values of one column are compared, not put together. */
function comparedKeys({ conditions, targets, keys, comparedColumns, isComparison }: Parts): Key[] {
  if (targets.measures.some(({ condition, of }) => condition !== undefined || of !== undefined)) return [];
  if (targets.measures.length === 0 && !(isComparison && (targets.columns.some(isQuantity) || isAlone(targets))))
    return [];
  return conditions.flatMap((condition): Key[] => {
    if (condition.kind === "any") return comparedYears(condition.conditions, keys);
    if (condition.kind !== "values" || condition.exclude || condition.values.length < 2) return [];
    const { column } = condition;
    return (comparedColumns.has(column) || isComparison) && !keys.some((key) => key.column === column)
      ? [{ column, bucket: null }]
      : [];
  });
}

/** "how does online compare to store": nothing but the values was named. */
function isAlone({ columns, measures, hasEntity }: Targets): boolean {
  return columns.length === 0 && measures.length === 0 && !hasEntity;
}

/** "2024 and 2025": a row for each year. */
function comparedYears(conditions: readonly Condition[], keys: readonly Key[]): Key[] {
  const [first] = conditions;
  const areYears = conditions.every((one) => one.kind === "dates" && /^\d{4}$/.test(one.label));
  if (first?.kind !== "dates" || !areYears || keys.some(({ bucket }) => bucket === "year")) return [];
  return [{ column: first.column, bucket: "year" }];
}

function shape(source: KnownSource, parts: Parts): Reading {
  const reading = start(source, parts);
  const drawn = shapeChart(reading, source, (column) => ({ aggregate: implicitAggregate(column), column }));
  if (drawn !== null) return drawn;
  const { keys, measures, columns, having } = reading;
  const counted = countThings(reading, source);
  if (counted !== null) return counted;
  if (measures.length > 0) return groupBy(...withFlows(reading));
  const worth = parts.isComparison && isAlone(parts.targets) && keys.length > 0 ? worthOf(source) : null;
  if (worth !== null) return { ...reading, measures: [{ aggregate: implicitAggregate(worth), column: worth }] };
  if (keys.length > 0) return shapeGroups(reading, parts);
  if (having.length > 0) return groupBy(reading, columns.length > 0 ? columns : displayOf(source));
  if ((reading.isDistinct || areValues(reading, parts, source)) && columns.length > 0) return groupBy(reading, columns);
  if (areAmounts(reading, parts)) {
    const amounts = columns.map((column): Measure => ({ aggregate: implicitAggregate(column), column }));
    return { ...reading, columns: [], measures: amounts };
  }
  if (columns.length === 0 && parts.wantsAll) return { ...reading, columns: source.columns.filter(isOwn) };
  return { ...reading, columns: columns.length > 0 ? columns : displayOf(source) };
}

/** "sales since March", "what were sales in 2025": nobody wants a list of amounts without names. */
function areAmounts({ columns, conditions }: Reading, { targets, isBare, wantsAll }: Parts): boolean {
  const isOfTime = conditions.length > 0 && conditions.every(({ kind }) => kind === "dates" || kind === "any");
  return !targets.hasEntity && !wantsAll && columns.length > 0 && columns.every(isFlow) && (isBare || isOfTime);
}

/** "show all transaction types": each of them once. */
function areValues({ columns, conditions }: Reading, { targets, order }: Parts, source: KnownSource): boolean {
  const [column, ...more] = columns;
  const isPlain = conditions.length === 0 && order === null && !targets.hasEntity && more.length === 0;
  return isPlain && column?.role === "category" && isCategoryOf(column, source);
}

function isOwn({ role, description, formula }: KnownColumn): boolean {
  return role !== "metric" && description.relationship === undefined && formula === undefined;
}

/** Groups without an aggregate: quantities are added up or averaged, other columns are further keys, nothing at all is counted. */
function shapeGroups(reading: Reading, { targets }: Parts): Reading {
  const quantities = reading.columns.filter(isQuantity);
  const others = reading.columns.filter(
    (column) => !isQuantity(column) && !reading.keys.some((key) => key.column === column),
  );
  const measures = quantities.map((column): Measure => ({ aggregate: implicitAggregate(column), column }));
  if (measures.length > 0) return groupBy({ ...reading, measures }, others);
  if (others.length > 0 && !targets.hasEntity) return groupBy(reading, others);
  if (reading.having.length > 0) return groupBy(reading, others);
  return groupBy({ ...reading, measures: [countRows] }, others);
}

/** "number of orders and sales by region": an amount beside another measure groups nothing. */
function withFlows(reading: Reading): readonly [Reading, readonly KnownColumn[]] {
  const { keys, measures, columns } = reading;
  const flows = keys.length > 0 ? columns.filter((column) => isFlow(column) && isQuantity(column)) : [];
  const more = flows.map((column): Measure => ({ aggregate: implicitAggregate(column), column }));
  return [{ ...reading, measures: [...measures, ...more] }, columns.filter((column) => !flows.includes(column))];
}

function groupBy(reading: Reading, columns: readonly KnownColumn[]): Reading {
  const more = columns.filter((column) => !reading.keys.some((key) => key.column === column));
  return { ...reading, columns: [], keys: [...reading.keys, ...more.map((column): Key => ({ column, bucket: null }))] };
}

function shapeSuperlative(source: KnownSource, parts: Parts, superlative: SuperlativeReading): Reading {
  const reading = start(source, parts);
  const direction = superlative.direction === "max" ? "descending" : "ascending";
  const limit = superlative.limit ?? 1;
  const { by } = superlative;
  const ofEach = rankOfEach(reading, superlative, source);
  if (ofEach !== null) return { ...ofEach, limit, sort: ofEach.measures.map((one) => ({ by: one, direction })) };
  if ("aggregate" in by) {
    const grouped = groupBy(
      reading,
      reading.columns.length > 0 || reading.keys.length > 0 ? reading.columns : displayOf(source),
    );
    const measures = superlative.isShown ? [...grouped.measures, by] : grouped.measures;
    return { ...grouped, measures, sort: [{ by, direction }], limit };
  }
  if (reading.keys.some(({ isAsked }) => isAsked === true) && isQuantity(by)) {
    const measure: Measure = { aggregate: implicitAggregate(by), column: by };
    return {
      ...groupBy({ ...reading, measures: [measure] }, others(reading, by)),
      sort: [{ by: measure, direction }],
      limit,
    };
  }
  if (reading.keys.length > 0) {
    const measure: Measure = { aggregate: superlative.direction, column: by };
    return groupBy({ ...reading, measures: [...reading.measures, measure] }, others(reading, by));
  }
  if (reading.measures.length > 0 && reading.columns.length > 0) {
    return {
      ...groupBy(reading, reading.columns),
      sort: [{ by: { aggregate: implicitAggregate(by), column: by }, direction }],
      limit,
    };
  }
  const columns = reading.columns.length > 0 ? reading.columns : displayOf(source);
  const areGroups = columns.every((column) => isCategoryOf(column, source)) && isOneThing(columns);
  const areLarge = columns.every((column) => isLargeGroup(column, source)) && by.role === "measure";
  const isOfGroups = areGroups && (isFlow(by) || areLarge) && !parts.targets.hasEntity;
  // A metric has no value on a row.
  if (isOfGroups || by.role === "metric") {
    const measure: Measure = { aggregate: by.role === "metric" ? "sum" : implicitAggregate(by), column: by };
    const several = superlative.isPlural && areLarge ? someBest : 1;
    return {
      ...groupBy({ ...reading, measures: [measure] }, columns),
      sort: [{ by: measure, direction }],
      limit: superlative.limit ?? several,
    };
  }
  const shown = superlative.isShown && !columns.includes(by) ? [...columns, by] : columns;
  return { ...reading, columns: shown, isDistinct: false, sort: [{ by, direction }], limit };
}

/** "top 3 products in each region": the best of each region, not of all together. Null: no group is ranked within another. */
function rankOfEach(reading: Reading, { by, limit }: SuperlativeReading, source: KnownSource): Reading | null {
  const { keys, measures, columns } = reading;
  const [measure] = measures;
  const ranked = columns.filter((column) => column !== by);
  const isGroup = isOneThing(ranked) && ranked.every((column) => isCategoryOf(column, source));
  if (keys.length !== 1 || measures.length > 1 || !isGroup) return null;
  const of = isMeasureOf(by) ? by : isFlow(by) ? { aggregate: implicitAggregate(by), column: by } : null;
  if (of === null || (measure !== undefined && measure.column !== of.column)) return null;
  if (limit === null && !isMeasureOf(by) && !ranked.every((column) => isLargeGroup(column, source))) return null;
  if (limit === null && isMeasureOf(by)) return null;
  return { ...groupBy({ ...reading, measures: [of] }, ranked), isLimitOfEach: true };
}

function isMeasureOf(by: SuperlativeReading["by"]): by is Measure {
  return "aggregate" in by;
}

function others({ columns }: Reading, by: KnownColumn): readonly KnownColumn[] {
  return columns.filter((column) => column !== by);
}

/** The rows' name; without one the number that several rows share, else their first text, else their first column. */
function displayOf(source: KnownSource): readonly KnownColumn[] {
  const first =
    source.display ??
    repeatedKey(source) ??
    source.columns.find(({ role }) => role === "category") ??
    source.columns[0];
  return first === undefined ? [] : [first];
}

/** One column, or a code with its name. */
function isOneThing(columns: readonly KnownColumn[]): boolean {
  return columns.length === 1 || (columns.length === 2 && columns[0]?.role === "identifier");
}

function isCategoryOf(column: KnownColumn, { described, display, entity }: KnownSource): boolean {
  if (column === display) return false;
  const { distinctCount } = column.description;
  if (distinctCount !== undefined && described.rowCount !== undefined) return distinctCount * 2 <= described.rowCount;
  // Not profiled yet: rows that stand alone in their group give the same answer.
  return !column.names.some((words) => words.some(({ lemma }) => entity.at(-1) === lemma));
}

const fewRows = 100;
const rowsOfGroup = 5;

/** So many rows stand for one value that a single one says nothing of it: a product among order lines. */
function isLargeGroup({ description, role }: KnownColumn, { described }: KnownSource): boolean {
  const { distinctCount } = description;
  const { rowCount } = described;
  if (distinctCount === undefined || rowCount === undefined || role === "time" || role === "year") return false;
  return rowCount >= fewRows && distinctCount * rowsOfGroup <= rowCount;
}

function applyOrder(reading: Reading, { order }: Parts): Reading {
  if (order === null) return reading;
  const direction = order.direction ?? "ascending";
  const terms =
    order.terms.length > 0
      ? order.terms.map((term) => ({ ...term, by: settleTerm(term, reading) }))
      : defaultTerms(reading, order, direction);
  return { ...reading, sort: [...reading.sort, ...terms] };
}

/** A row column that the grouped answer measures or groups by means that measure or key. */
function settleTerm({ by }: SortTerm, reading: Reading): SortTerm["by"] {
  if (isMeasure(by)) return by.aggregate === "count" && by.column === null ? (reading.measures[0] ?? by) : by;
  if ("bucket" in by) return by;
  const key = reading.keys.find(({ column }) => column === by);
  const measure = reading.measures.find(({ column }) => column === by);
  if (key !== undefined || measure !== undefined) return key ?? measure ?? by;
  if (reading.keys.length === 0) return by;
  return { aggregate: reading.measures.length > 0 && isQuantity(by) ? implicitAggregate(by) : "max", column: by };
}

function defaultTerms(reading: Reading, order: OrderReading, direction: SortTerm["direction"]): SortTerm[] {
  const measure = reading.measures[0];
  const label = reading.keys[0] ?? reading.columns.find(({ type }) => type === "text") ?? reading.columns[0];
  const quantity = measure ?? reading.columns.find(isQuantity);
  if (order.axis === "y") return [quantity ?? label].flatMap((by) => (by === undefined ? [] : [{ by, direction }]));
  const wanted = order.isAlphabetical || order.axis === "x" ? label : (quantity ?? label);
  return wanted === undefined ? [] : [{ by: wanted, direction }];
}
