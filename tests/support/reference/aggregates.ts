import { type Call, type Describe, decide, double, first, text, whole } from "./call.ts";
import { add, decimal, multiply, toDouble } from "./decimal.ts";
import { textOfGiven } from "./text-of.ts";
import { compareValues, identity, isDecimal, numberOf, type Trace, textIn, type Value } from "./value.ts";

/** Rows in order, each with the values of the arguments. */
export type AggregateCall = Omit<Call, "values"> & { readonly rows: readonly (readonly Value[])[] };
export type Aggregate = { readonly describe: Describe; readonly of: (call: AggregateCall) => Value };

/** The rows of one argument that have a value. */
export function known(rows: readonly (readonly Value[])[], index = 0): readonly Value[] {
  return rows.flatMap((row) => (row[index] === null || row[index] === undefined ? [] : [row[index]]));
}

export function sum(values: readonly Value[]): Value {
  if (values.length === 0) return null;
  if (values.every(isDecimal)) return values.reduce(add, decimal(0));
  return values.map(numberOf).reduce((total, value) => total + value, 0);
}

export function mean(values: readonly Value[]): number | null {
  if (values.length === 0) return null;
  const total = sum(values);
  return total === null ? null : numberOf(total) / values.length;
}

export function extreme(values: readonly Value[], sign: 1 | -1, trace: Trace): Value {
  return values.reduce<Value>(
    (best, value) => (best === null || compareValues(value, best, trace) * sign > 0 ? value : best),
    null,
  );
}

export function sorted(values: readonly Value[], trace: Trace, isDescending = false): readonly Value[] {
  return values.toSorted((left, right) => compareValues(left, right, trace) * (isDescending ? -1 : 1));
}

export function different(values: readonly Value[], trace: Trace): readonly Value[] {
  if (values.some((value) => typeof value === "number")) compareAll(values, trace);
  return [...new Map(values.map((value) => [identity(value), value])).values()];
}

/** Numbers in floating point that are nearly the same may count as one or two. */
function compareAll(values: readonly Value[], trace: Trace): void {
  const inOrder = values.map(numberOf).toSorted((left, right) => left - right);
  for (const [index, value] of inOrder.entries()) {
    const next = inOrder[index + 1];
    if (next !== undefined && next !== value) compareValues(value, next, trace);
  }
}

function quantile(values: readonly Value[], fraction: number, trace: Trace): number | null {
  if (values.length === 0) return null;
  const inOrder = sorted(values, trace).map(numberOf);
  const place = fraction * (inOrder.length - 1);
  const low = inOrder[Math.floor(place)] ?? 0;
  const high = inOrder[Math.ceil(place)] ?? 0;
  return low + (high - low) * (place - Math.floor(place));
}

/** Sum of the squares of what differs from the mean. */
export function variance(values: readonly Value[], isSample: boolean, trace: Trace): number | null {
  const numbers = values.map(numberOf);
  if (numbers.length < (isSample ? 2 : 1)) return null;
  const middle = numbers.reduce((total, value) => total + value, 0) / numbers.length;
  for (const value of numbers) trace.largest = Math.max(trace.largest, value * value);
  const squares = numbers.reduce((total, value) => total + (value - middle) ** 2, 0);
  return squares / (numbers.length - (isSample ? 1 : 0));
}

export function deviation(values: readonly Value[], trace: Trace): number | null {
  const squared = variance(values, true, trace);
  if (squared !== null && squared < 1e-9 * trace.largest) trace.isUnclear = true;
  return squared === null ? null : Math.sqrt(squared);
}

/** Pairs of y and x where both are known, around their means. */
function moments(rows: readonly (readonly Value[])[], trace: Trace) {
  const pairs = rows.flatMap(([y, x]) =>
    y === null || x === null || y === undefined || x === undefined ? [] : [[numberOf(y), numberOf(x)] as const],
  );
  const [meanY, meanX] = [0, 1].map(
    (index) => pairs.reduce((total, pair) => total + (pair[index] ?? 0), 0) / pairs.length,
  );
  const total = (of: (y: number, x: number) => number) =>
    pairs.reduce((all, [y, x]) => all + of(y - (meanY ?? 0), x - (meanX ?? 0)), 0);
  const result = {
    count: pairs.length,
    meanY: meanY ?? 0,
    meanX: meanX ?? 0,
    yy: total((y) => y * y),
    xx: total((_y, x) => x * x),
    xy: total((y, x) => y * x),
  };
  const size = Math.max(0, ...pairs.flatMap(([y, x]) => [y * y, x * x]));
  trace.largest = Math.max(trace.largest, size);
  const isThin = (spread: number, middle: number) => spread > 0 && spread < 1e-9 * middle * middle * pairs.length;
  if (isThin(result.xx, result.meanX) || isThin(result.yy, result.meanY)) trace.isUnclear = true;
  return result;
}

export function correlation(rows: readonly (readonly Value[])[], trace: Trace): number | null {
  const { xx, yy, xy } = moments(rows, trace);
  return xx > 0 && yy > 0 ? xy / Math.sqrt(xx * yy) : null;
}

function statistic(of: (found: ReturnType<typeof moments>) => number | null): Aggregate {
  return {
    describe: double,
    of: ({ rows, trace }) => {
      const found = moments(rows, trace);
      return found.count < 2 || found.xx === 0 ? null : of(found);
    },
  };
}

function onlyIf(aggregate: Aggregate, from: number): Aggregate {
  return {
    describe: (given, name) => aggregate.describe(given.slice(0, from), name),
    of: (call) =>
      aggregate.of({ ...call, rows: call.rows.filter((row) => row.slice(from).every((value) => value === true)) }),
  };
}

const summed: Describe = ([given]) => ({ type: "number", scale: given?.scale ?? (given?.type === "null" ? 0 : null) });

const sumOf: Aggregate = { describe: summed, of: ({ rows }) => sum(known(rows)) };
const average: Aggregate = { describe: double, of: ({ rows }) => mean(known(rows)) };
const countOf: Aggregate = {
  describe: whole,
  of: ({ rows, given }) => decimal(given.length === 0 ? rows.length : known(rows).length),
};
const countDistinct: Aggregate = {
  describe: whole,
  of: ({ rows, trace }) => decimal(different(known(rows), trace).length),
};
const minimum: Aggregate = { describe: first, of: ({ rows, trace }) => extreme(known(rows), -1, trace) };
const maximum: Aggregate = { describe: first, of: ({ rows, trace }) => extreme(known(rows), 1, trace) };

function percentile(fraction: (rows: AggregateCall["rows"]) => number): Aggregate {
  return { describe: double, of: ({ rows, trace }) => quantile(known(rows), fraction(rows), trace) };
}

const fractionIn = (rows: AggregateCall["rows"]) => numberOf(rows[0]?.[1] ?? 0);

function joined(call: AggregateCall, values: readonly Value[]): Value {
  const separator = call.given[1]?.literal ?? (call.rows[0]?.[1] === undefined ? "," : call.rows[0][1]);
  if (values.length === 0) return null;
  if (separator === null) return null;
  return values.map((value) => textOfGiven(value, call)).join(textIn(separator));
}

function product(rows: readonly (readonly Value[])[]): readonly Value[] {
  const complete = rows.filter((row) => !row.includes(null));
  return complete.map(
    (row): Value =>
      row.every(isDecimal) ? row.reduce(multiply) : row.map(numberOf).reduce((left, right) => left * right),
  );
}

const productScale: Describe = (given) => {
  const scales = given.map(({ scale }) => scale ?? null);
  const total = scales.includes(null) ? null : scales.reduce<number>((all, scale) => all + (scale ?? 0), 0);
  return { type: "number", scale: total === null || total > 18 ? null : total };
};

function descending({ rows, given }: AggregateCall, index: number): boolean {
  const written = given[index]?.literal ?? rows[0]?.[index];
  return typeof written === "string" && written.toLowerCase() === "desc";
}

export const aggregates: Readonly<Record<string, Aggregate>> = {
  Sum: sumOf,
  SumIf: onlyIf(sumOf, 1),
  Avg: average,
  AvgIf: onlyIf(average, 1),
  Count: countOf,
  CountIf: onlyIf(countOf, 0),
  CountDistinct: countDistinct,
  CountDistinctIf: onlyIf(countDistinct, 1),
  Min: minimum,
  MinIf: onlyIf(minimum, 1),
  Max: maximum,
  MaxIf: onlyIf(maximum, 1),
  Median: percentile(() => 0.5),
  PercentileCont: percentile(fractionIn),
  PercentileDisc: {
    describe: first,
    of: ({ rows, trace }) => {
      const values = sorted(known(rows), trace);
      const place = decide(fractionIn(rows) * values.length, trace, Math.ceil);
      return values[Math.max(0, place - 1)] ?? null;
    },
  },
  StdDev: { describe: double, of: ({ rows, trace }) => deviation(known(rows), trace) },
  Variance: { describe: double, of: ({ rows, trace }) => variance(known(rows), true, trace) },
  VariancePop: { describe: double, of: ({ rows, trace }) => variance(known(rows), false, trace) },
  Corr: { describe: double, of: ({ rows, trace }) => correlation(rows, trace) },
  RegressionSlope: statistic(({ xy, xx }) => xy / xx),
  RegressionIntercept: statistic(({ xy, xx, meanX, meanY }) => meanY - (xy / xx) * meanX),
  RegressionR2: statistic(({ xy, xx, yy }) => (yy === 0 ? 1 : xy ** 2 / (xx * yy))),
  SumProduct: {
    describe: productScale,
    of: ({ rows, result }) => {
      const values = product(rows);
      return sum(result.scale === null ? values.map((value) => (isDecimal(value) ? toDouble(value) : value)) : values);
    },
  },
  ListAgg: { describe: text, of: (call) => joined(call, known(call.rows)) },
  ListAggDistinct: {
    describe: text,
    of: (call) => joined(call, sorted(different(known(call.rows), call.trace), call.trace, descending(call, 2))),
  },
  First: { describe: first, of: ({ rows }) => rows[0]?.[0] ?? null },
  Last: { describe: first, of: ({ rows }) => rows.at(-1)?.[0] ?? null },
  FirstNonNull: { describe: first, of: ({ rows }) => known(rows)[0] ?? null },
  LastNonNull: { describe: first, of: ({ rows }) => known(rows).at(-1) ?? null },
};
