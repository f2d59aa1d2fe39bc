import type { KnownColumn, KnownSource } from "../source.ts";
import { isMeasure, type Measure, type Reading } from "./reading.ts";

export const countRows: Measure = { aggregate: "count", column: null };
/** "orders with more than 3 lines": the rows themselves, though several make one order. */
export const countLines: Measure = { aggregate: "count", column: null, isOfLines: true };

/** "number of returns", "more than 3 returns": the rows that a flag marks. */
export function countOfFlag(column: KnownColumn): Measure {
  return { aggregate: "count", column: null, condition: { kind: "values", column, values: [true], exclude: false } };
}

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
  if (measure.isOfLines === true) return countRows;
  if (measure.aggregate !== "count" && measure.aggregate !== "total") return measure;
  if (column === null) return measure.condition === undefined ? countEntities(source) : measure;
  const { rowCount } = source.described;
  const { distinctCount } = column.description;
  if (isPartNumber(column, source)) return countRows;
  const isKey = reading.keys.some((key) => key.column === column);
  const tellsApart = distinctCount !== undefined && rowCount !== undefined && distinctCount >= rowCount;
  if (isKey || tellsApart || column === source.display) return countRows;
  return { aggregate: "countDistinct", column };
}

/** Line No beside Order Id: as many lines as rows, not as many as the longest order has. */
function isPartNumber({ names, role }: KnownColumn, { columns }: KnownSource): boolean {
  const [part, last, ...more] = names[0] ?? [];
  const isNumber = last !== undefined && /^(no|nr|number)$/.test(last.lemma) && more.length === 0;
  if (role !== "identifier" || !isNumber || part === undefined || !isPartNoun(part.lemma)) return false;
  return columns.some((other) => other.role === "identifier" && wholes.test(other.names[0]?.[0]?.lemma ?? ""));
}

const wholes = /^(order|invoice|purchase|document|receipt|booking|shipment|delivery)$/;

/** Rows; but of order lines, "orders" are the different order numbers. */
export function countEntities(source: KnownSource): Measure {
  const key = repeatedKey(source);
  return key === null ? countRows : { aggregate: "countDistinct", column: key };
}

/** Lines and positions are numbered within their order: the number tells no row from others. */
export function isPartNoun(lemma: string): boolean {
  return /^(line|row|item|position|entry|record|detail)$/.test(lemma);
}

/** The number that several rows of one thing share: Order Id of order lines. Null: each row is a thing of its own. */
export function repeatedKey({ columns, entity, described }: KnownSource): KnownColumn | null {
  const head = entity.at(-1);
  if (head === undefined || isPartNoun(head)) return null;
  const key = columns.find(
    ({ role, names }) => role === "identifier" && names[0]?.length === 2 && names[0][0]?.lemma === head,
  );
  const { rowCount } = described;
  const distinct = key?.description.distinctCount;
  const repeats = distinct !== undefined && rowCount !== undefined && distinct < rowCount;
  return key !== undefined && repeats ? key : null;
}
