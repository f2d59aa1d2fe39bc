import { nameOfMeasure } from "../draft/names.ts";
import { rollUp } from "../draft/roll-up.ts";
import type { KnownColumn, KnownSource } from "../source.ts";
import { repeatedKey, settle } from "./count-rows.ts";
import { type Condition, type Having, isSameMeasure, type Measure, type Reading } from "./reading.ts";

/**
 * "how many customers have more than 5 orders": the number of things of which something holds. A filter keeps their rows; under other
 * filters, which it would not know, the things are listed instead. Null: nothing of things is counted.
 */
export function countThings(reading: Reading, source: KnownSource): Reading | null {
  const { measures, having, keys, columns, conditions } = reading;
  const [measure, ...more] = measures;
  const isCount = measure?.aggregate === "count" || measure?.aggregate === "countDistinct";
  if (measure === undefined || !isCount || more.length > 0 || having.length === 0) return null;
  if (columns.length > 0 || measure.condition !== undefined) return null;
  const thing = measure.isOfLines === true ? null : (measure.column ?? repeatedKey(source) ?? source.display);
  const areGroups =
    keys.some(({ column }) => column === thing) || having.some((one) => isSameMeasure(one.measure, measure));
  if (thing === null || (keys.length > 0 && areGroups)) return null;
  const kept = conditions.length === 0 ? having.map((one) => keepThings(one, thing, reading, source)) : [null];
  const filters = kept.filter((one) => one !== null);
  if (filters.length === kept.length) return { ...reading, conditions: filters, having: [] };
  return keys.length > 0 ? null : { ...reading, measures: [], keys: [{ column: thing, bucket: null }] };
}

function keepThings(having: Having, thing: KnownColumn, reading: Reading, source: KnownSource): Condition | null {
  const measure = settledOf(having.measure, thing, reading, source);
  const rolled = rollUp(measure, thing, source);
  if (rolled === null) return null;
  const { operator, value, upper } = having;
  const name = nameOfMeasure(measure, source);
  if (operator !== "between")
    return { kind: "formula", formula: `${rolled} ${operator} ${value}`, label: `${name} ${operator} ${value}` };
  const label = `${name} ${value} to ${upper ?? value}`;
  return { kind: "formula", formula: `Between(${rolled}, ${value}, ${upper ?? value})`, label };
}

function settledOf(measure: Measure, thing: KnownColumn, reading: Reading, source: KnownSource): Measure {
  const keys = [{ column: thing, bucket: null }];
  return settle({ ...reading, keys, measures: [measure], having: [] }, source).measures[0] ?? measure;
}
