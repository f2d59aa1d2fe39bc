import type { KnownColumn, KnownSource } from "../source.ts";
import { isMeasure, type Measure, type Reading } from "./reading.ts";

export const countRows: Measure = { aggregate: "count", column: null };

/** Counts become counts of rows or of different values, wherever they stand. */
export function settle(reading: Reading, source: KnownSource): Reading {
  const count = (measure: Measure): Measure => settleCount(measure, reading, source);
  return {
    ...reading,
    measures: reading.measures.map(count),
    having: reading.having.map((one) => ({ ...one, measure: count(one.measure) })),
    sort: reading.sort.map((term) => (isMeasure(term.by) ? { ...term, by: count(term.by) } : term)),
  };
}

/** "How many X" counts rows when X tells rows apart or groups them already, else different X. */
function settleCount(measure: Measure, reading: Reading, source: KnownSource): Measure {
  const { column } = measure;
  if (measure.aggregate !== "count" && measure.aggregate !== "total") return measure;
  if (column === null) return measure.condition === undefined ? countEntities(source) : measure;
  const { rowCount } = source.described;
  const { distinctCount } = column.description;
  const isKey = reading.keys.some((key) => key.column === column);
  const tellsApart = distinctCount !== undefined && rowCount !== undefined && distinctCount >= rowCount;
  if (isKey || tellsApart || column === source.display) return countRows;
  return { aggregate: "countDistinct", column };
}

/** Rows; but of order lines, "orders" are the different order numbers. */
export function countEntities(source: KnownSource): Measure {
  const key = repeatedKey(source);
  return key === null ? countRows : { aggregate: "countDistinct", column: key };
}

/** The number that several rows of one thing share: Order Id of order lines. Null: each row is a thing of its own. */
export function repeatedKey({ columns, entity, described }: KnownSource): KnownColumn | null {
  const head = entity.at(-1);
  const key = columns.find(
    ({ role, names }) => role === "identifier" && names[0]?.length === 2 && names[0][0]?.lemma === head,
  );
  const { rowCount } = described;
  const distinct = key?.description.distinctCount;
  const repeats = distinct !== undefined && rowCount !== undefined && distinct < rowCount;
  return key !== undefined && repeats ? key : null;
}
