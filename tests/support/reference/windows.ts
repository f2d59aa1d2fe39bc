import {
  type Aggregate,
  aggregates,
  correlation,
  deviation,
  extreme,
  known,
  mean,
  sum,
  variance,
} from "./aggregates.ts";
import { type Call, double, first, whole } from "./call.ts";
import { decimal } from "./decimal.ts";
import { compareNullsLast, numberOf, type Value } from "./value.ts";

/** All rows of the partition in order, each with the values of the arguments, and the place of the row that asks. */
export type WindowCall = Omit<Call, "values"> & {
  readonly rows: readonly (readonly Value[])[];
  readonly place: number;
};
export type Window = { readonly describe: Aggregate["describe"]; readonly of: (call: WindowCall) => Value };

type Rows = WindowCall["rows"];

/** What running and moving functions say of the rows of their frame. */
const running: Readonly<Record<string, (rows: Rows, call: WindowCall) => Value>> = {
  Sum: (rows) => sum(known(rows)),
  Avg: (rows) => mean(known(rows)),
  Count: (rows) => decimal(known(rows).length),
  Min: (rows, { trace }) => extreme(known(rows), -1, trace),
  Max: (rows, { trace }) => extreme(known(rows), 1, trace),
  StdDev: (rows, { trace }) => deviation(known(rows), trace),
  Variance: (rows, { trace }) => variance(known(rows), true, trace),
  Corr: (rows, { trace }) => correlation(rows, trace),
};

function describeRunning(name: string): Window["describe"] {
  return aggregates[name]?.describe ?? double;
}

function bound(value: Value | undefined): number {
  return value === undefined || value === null ? 0 : Math.trunc(numberOf(value));
}

/** From so many rows above to so many below; a negative number counts the other way. */
function frame({ rows, place }: WindowCall, from: number): Rows {
  const [above, below] = [bound(rows[place]?.[from]), bound(rows[place]?.[from + 1])];
  return rows.filter((_row, index) => index >= place - above && index <= place + below);
}

function shifted(sign: 1 | -1): Window["of"] {
  return ({ rows, place }) => {
    const [, offset, fallback = null] = rows[place] ?? [];
    if (offset === null) return null;
    const row = rows[place + sign * (offset === undefined ? 1 : Math.trunc(numberOf(offset)))];
    return row === undefined ? fallback : (row[0] ?? null);
  };
}

function isDescending({ given }: WindowCall, index: number): boolean {
  const direction = given[index]?.literal;
  return typeof direction === "string" && direction.toLowerCase() === "desc";
}

/** How a row's value stands to that of the row that asks: before it, the same, after it. Without a column, by place. */
function standing(call: WindowCall, column: number, index: number): number {
  const value = (place: number): Value => call.rows[place]?.[column] ?? null;
  if (call.given[column] === undefined) return index - call.place;
  return compareNullsLast(value(index), value(call.place), isDescending(call, column + 1), call.trace);
}

function count(call: WindowCall, column: number, test: (standing: number, index: number) => boolean): number {
  return call.rows.filter((_row, index) => test(standing(call, column, index), index)).length;
}

function before(call: WindowCall, column: number): number {
  return count(call, column, (standing) => standing < 0);
}

/** The place among the rows by a column, ties in the element's order. */
function placeBy(call: WindowCall, column: number): number {
  return count(call, column, (standing, index) => standing < 0 || (standing === 0 && index < call.place));
}

function dense(call: WindowCall): Value {
  const better = call.rows.map((_row, index) => index).filter((index) => standing(call, 0, index) < 0);
  const steps = better.filter(
    (index) => !better.some((other) => other < index && standing({ ...call, place: index }, 0, other) === 0),
  );
  return decimal(steps.length + 1);
}

function ntile(call: WindowCall): Value {
  const tiles = bound(call.rows[call.place]?.[0]);
  const size = Math.floor(call.rows.length / tiles);
  const larger = call.rows.length % tiles;
  const place = placeBy(call, 1);
  const inLarger = larger * (size + 1);
  return decimal(
    place < inLarger ? Math.floor(place / (size + 1)) + 1 : larger + Math.floor((place - inLarger) / size) + 1,
  );
}

function edge(at: 0 | -1): Window["of"] {
  return ({ rows }) => rows.at(at)?.[0] ?? null;
}

export const windows: Readonly<Record<string, Window>> = {
  ...Object.fromEntries(
    Object.entries(running).flatMap(([name, of]) => [
      [
        `Cumulative${name}`,
        { describe: describeRunning(name), of: (call: WindowCall) => of(call.rows.slice(0, call.place + 1), call) },
      ],
      [
        `Moving${name}`,
        {
          describe: (given: Parameters<Window["describe"]>[0]) => describeRunning(name)(given.slice(0, 1), name),
          of: (call: WindowCall) => of(frame(call, name === "Corr" ? 2 : 1), call),
        },
      ],
    ]),
  ),
  Lag: { describe: first, of: shifted(-1) },
  Lead: { describe: first, of: shifted(1) },
  First: { describe: first, of: edge(0) },
  Last: { describe: first, of: edge(-1) },
  FirstNonNull: { describe: first, of: ({ rows }) => known(rows)[0] ?? null },
  LastNonNull: { describe: first, of: ({ rows }) => known(rows).at(-1) ?? null },
  Nth: {
    describe: first,
    of: ({ rows, place }) => {
      const wanted = rows[place]?.[1] ?? null;
      return wanted === null || numberOf(wanted) < 1 ? null : (rows[Math.trunc(numberOf(wanted)) - 1]?.[0] ?? null);
    },
  },
  FillDown: { describe: first, of: ({ rows, place }) => known(rows.slice(0, place + 1)).at(-1) ?? null },
  Rank: { describe: whole, of: (call) => decimal(before(call, 0) + 1) },
  RankDense: { describe: whole, of: dense },
  RankPercentile: {
    describe: double,
    of: (call) => (call.rows.length === 1 ? 0 : before(call, 0) / (call.rows.length - 1)),
  },
  CumeDist: { describe: double, of: (call) => count(call, 0, (standing) => standing <= 0) / call.rows.length },
  RowNumber: { describe: whole, of: (call) => decimal(placeBy(call, 0) + 1) },
  Ntile: { describe: whole, of: ntile },
};
