import type { KnownColumn } from "../source.ts";
import { repeatedKey } from "./count-rows.ts";
import { implicitAggregate, isFlow } from "./flows.ts";
import { mainDate } from "./read-dates.ts";
import type { Key, Measure } from "./reading.ts";
import {
  at,
  bestWhere,
  findAll,
  findHinted,
  isFree,
  isMarker,
  isQuantity,
  skip,
  take,
  textAt,
  type Workings,
} from "./workings.ts";

export type Derived = { readonly measures: readonly Measure[]; readonly keys: readonly Key[] };

/** Takes measures that are made of others: running totals, ratios, margins. */
export function readDerived(workings: Workings, keys: readonly Key[]): Derived {
  const measures = [
    ...readMargin(workings),
    ...readRatio(workings),
    ...readPerEntity(workings),
    ...readPerAmount(workings),
    ...readAfterMarker(workings, "cumulative", (column) => [{ aggregate: "cumulative", column }]),
  ];
  const needsTime = measures.some(({ aggregate }) => aggregate === "cumulative");
  const isTimed = keys.some(
    ({ column, bucket }) => bucket !== null || column.role === "year" || column.role === "time",
  );
  const time = needsTime && !isTimed ? mainDate(workings) : null;
  if (time === null) return { measures, keys: [] };
  return { measures, keys: [{ column: time, bucket: time.role === "year" ? null : "month" }] };
}

function readAfterMarker(
  workings: Workings,
  wanted: "cumulative",
  measuresOf: (column: KnownColumn) => Measure[],
): Measure[] {
  return findAll(workings, "marker").flatMap(([index, { marker }]) => {
    if (marker !== wanted || !isFree(workings, index)) return [];
    const near = [skip(workings, index, 1, ["aggregate"]), skip(workings, index, -1)];
    for (const position of near) {
      const column = quantityAt(workings, position);
      if (column === null) continue;
      take(workings, index, position, ...aggregatesBetween(workings, index, position));
      return measuresOf(column);
    }
    return [];
  });
}

/** "profit margin" is profit per sale. */
function readMargin(workings: Workings): Measure[] {
  const income = findHinted(workings.source, ["sale", "revenue", "turnover", "income"]);
  return findAll(workings, "unknown").flatMap(([index, { word }]) => {
    const profit = quantityAt(workings, index - 1);
    if (!/^margins?$/i.test(word) || profit === null || income === null || profit === income) return [];
    const before = skip(workings, index - 1, -1);
    take(workings, index, index - 1, ...(at(workings, before, "aggregate") === null ? [] : [before]));
    return [{ aggregate: "ratio", column: profit, over: { aggregate: "sum", column: income } }];
  });
}

/** "profit per order" of order lines: the amount over how many orders there are. */
function readPerEntity(workings: Workings): Measure[] {
  const key = repeatedKey(workings.source);
  if (key === null) return [];
  return findAll(workings, "marker").flatMap(([index]) => {
    const isPer = textAt(workings, index) === "per" && at(workings, index + 1, "entity") !== null;
    const before = isPer ? skip(workings, index, -1) : -1;
    const column = quantityAt(workings, before);
    if (column === null || column.role === "metric") return [];
    const aggregates = [before - 1, before - 2, before - 3].filter((one) => at(workings, one, "aggregate") !== null);
    take(workings, index, index + 1, before, ...aggregates);
    return [{ aggregate: implicitAggregate(column), column, over: { aggregate: "countDistinct", column: key } }];
  });
}

/** "profit per unit": an amount over another, not in groups of it. */
function readPerAmount(workings: Workings): Measure[] {
  return findAll(workings, "marker").flatMap(([index]) => {
    const both = amountsAround(workings, index);
    if (both === null) return [];
    const before = skip(workings, index, -1);
    const aggregates = [before - 1, before - 2, before - 3].filter((one) => at(workings, one, "aggregate") !== null);
    take(workings, index, index + 1, before, ...aggregates);
    return [{ aggregate: "sum", column: both.upper, over: { aggregate: "sum", column: both.lower } }];
  });
}

/** The amounts on both sides of a "per". Null: what stands behind it are groups. */
export function amountsAround(
  workings: Workings,
  index: number,
): { readonly upper: KnownColumn; readonly lower: KnownColumn } | null {
  const lower = textAt(workings, index) === "per" ? quantityAt(workings, index + 1) : null;
  const upper = lower === null ? null : quantityAt(workings, skip(workings, index, -1));
  if (lower === null || upper === null || upper === lower || !isFlow(lower) || !isFlow(upper)) return null;
  return upper.role === "metric" || lower.role === "metric" ? null : { upper, lower };
}

/** "ratio of A to B". */
function readRatio(workings: Workings): Measure[] {
  return findAll(workings, "marker").flatMap(([index, { marker }]) => {
    if (marker !== "ratio" || !isFree(workings, index)) return [];
    const first = skip(workings, index, 1, ["aggregate"]);
    const joint = skip(workings, first, 1);
    const second = isMarker(workings.mentions[joint], "and") ? skip(workings, joint, 1, ["aggregate"]) : joint;
    const [upper, lower] = [quantityAt(workings, first), quantityAt(workings, second)];
    if (upper === null || lower === null) return [];
    take(workings, index, first, second, ...aggregatesBetween(workings, index, second));
    return [{ aggregate: "ratio", column: upper, over: { aggregate: "sum", column: lower } }];
  });
}

function quantityAt(workings: Workings, index: number): KnownColumn | null {
  const mention = at(workings, index, "column");
  return mention === null ? null : bestWhere(mention.candidates, isQuantity);
}

/** "running total of sales": the aggregate says what the marker already says. */
function aggregatesBetween(workings: Workings, from: number, to: number): number[] {
  const [low, high] = [Math.min(from, to), Math.max(from, to)];
  return findAll(workings, "aggregate").flatMap(([index]) => (index > low && index < high ? [index] : []));
}
