import type { KnownColumn, KnownSource } from "../source.ts";
import { isFlow } from "./flows.ts";
import type { ChartReading, Key, Measure, Reading } from "./reading.ts";
import { isQuantity } from "./workings.ts";

const countRows: Measure = { aggregate: "count", column: null };
const manyValues = 30;

/** What a wished drawing changes in what is computed: points are rows, histograms are binned counts, a trend needs time. */
export function shapeChart(
  reading: Reading,
  source: KnownSource,
  aggregateOf: (column: KnownColumn) => Measure,
): Reading | null {
  const { chart } = reading;
  if (chart === null) return null;
  return (
    shapePoints(reading, chart) ??
    shapeBins(reading, chart) ??
    shapeTrend(reading, chart, source, aggregateOf) ??
    shapeCounts(reading, chart)
  );
}

/** Two quantities without an aggregate, and at most two columns to tell the points apart. */
function shapePoints(reading: Reading, { wish, color }: ChartReading): Reading | null {
  if (wish !== "scatter" && wish !== "any") return null;
  const named = [
    ...reading.columns,
    ...reading.keys.filter(({ bucket }) => bucket === null).map(({ column }) => column),
  ];
  const quantities = named.filter((column) => isQuantity(column) || (wish === "scatter" && column.type === "number"));
  const others = named.filter((column) => !quantities.includes(column));
  // Amounts of one kind beside each other, "actual vs target by region", are compared as totals.
  if (wish === "any" && reading.keys.length > 0 && quantities.every(isFlow)) return null;
  if (reading.measures.length > 0 || quantities.length !== 2 || others.length > 2) return null;
  return {
    ...reading,
    keys: [],
    columns: unique([...quantities, ...others, ...(color === null ? [] : [color])]),
    isDistinct: false,
  };
}

/** A histogram, or a count by a quantity of many values. */
function shapeBins(reading: Reading, { wish, isBinned, color }: ChartReading): Reading | null {
  const counts = reading.measures.every(({ aggregate }) => aggregate === "count" || aggregate === "countDistinct");
  const named = unique([
    ...reading.columns,
    ...reading.keys.map(({ column }) => column),
    ...reading.measures.flatMap(({ column }) => column ?? []),
  ]);
  const quantities = named.filter(isQuantity);
  const [quantity] = quantities;
  if (!counts || quantity === undefined || quantities.length > 1) return null;
  if (wish !== "histogram" && !isBinned && reading.keys.length === 0) return null;
  if (wish !== "histogram" && !isBinned && reading.measures.length === 0) return null;
  const rest = named.filter((column) => column !== quantity && reading.keys.some((key) => key.column === column));
  const bucket =
    isBinned || (quantity.description.distinctCount ?? manyValues) >= manyValues ? ("bins" as const) : null;
  const keys: Key[] = [
    { column: quantity, bucket },
    ...unique([...rest, ...(color === null ? [] : [color])]).map((column): Key => ({ column, bucket: null })),
  ];
  return { ...reading, keys, columns: [], measures: [countRows] };
}

/** "over time" without a time: by year, or by the period that gives a readable number of points. */
function shapeTrend(
  reading: Reading,
  { wish, color }: ChartReading,
  source: KnownSource,
  aggregateOf: (column: KnownColumn) => Measure,
): Reading | null {
  if (wish !== "trend" && wish !== "line" && wish !== "area") return null;
  const isTimed = [...reading.keys.map(({ column }) => column), ...reading.columns].some(
    ({ role }) => role === "time" || role === "year",
  );
  const time = isTimed ? null : timeKey(source);
  if (isTimed && wish === "line" && reading.keys.length === 0 && reading.measures.length === 0) return null;
  const quantities = reading.columns.filter(isQuantity);
  const measures =
    reading.measures.length > 0 ? reading.measures : quantities.length > 0 ? quantities.map(aggregateOf) : [countRows];
  const others = reading.columns.filter((column) => !isQuantity(column));
  const more = unique([...others, ...(color === null ? [] : [color])]).filter(
    (column) => !reading.keys.some((key) => key.column === column),
  );
  const keys = [
    ...(time === null ? [] : [time]),
    ...reading.keys,
    ...more.map((column): Key => ({ column, bucket: null })),
  ];
  return { ...reading, keys, columns: [], measures };
}

function timeKey({ columns }: KnownSource): Key | null {
  const year = columns.find(({ role }) => role === "year");
  if (year !== undefined) return { column: year, bucket: null };
  const date = columns.find(({ role }) => role === "time");
  return date === undefined ? null : { column: date, bucket: bucketFor(date) };
}

/** Days up to three months, months up to six years, else years. */
function bucketFor({ description }: KnownColumn): "day" | "month" | "year" {
  const [from, to] = [description.min, description.max].map((end) => Date.parse(String(end ?? "")) / 86_400_000);
  if (from === undefined || to === undefined || Number.isNaN(from) || Number.isNaN(to)) return "month";
  return to - from <= 92 ? "day" : to - from <= 2200 ? "month" : "year";
}

/** Bars or slices of one category without a measure, or of how many different values it has, are counts of rows. */
function shapeCounts(reading: Reading, { wish, color }: ChartReading): Reading | null {
  if (wish === "any" || wish === "scatter" || wish === "trend") return null;
  const [measure] = reading.measures;
  const counted =
    reading.measures.length === 1 && reading.keys.length === 0 && measure !== undefined && isCounting(measure)
      ? measure.column
      : null;
  const columns = unique([
    ...(counted === null || counted === undefined ? [] : [counted]),
    ...reading.columns,
    ...(color === null ? [] : [color]),
  ]);
  if (counted !== null)
    return {
      ...reading,
      keys: columns.map((column) => ({ column, bucket: null })),
      columns: [],
      measures: [countRows],
      isDistinct: false,
    };
  const isBare = reading.measures.length === 0 && reading.keys.length === 0 && reading.columns.length === 1;
  if (!isBare || reading.columns.some(isQuantity) || reading.sort.length > 0) return null;
  return {
    ...reading,
    keys: columns.map((column) => ({ column, bucket: null })),
    columns: [],
    measures: [countRows],
    isDistinct: false,
  };
}

function isCounting({ aggregate }: Measure): boolean {
  return aggregate === "count" || aggregate === "countDistinct" || aggregate === "share";
}

function unique(columns: readonly KnownColumn[]): readonly KnownColumn[] {
  return [...new Set(columns)];
}
