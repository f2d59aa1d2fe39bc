import { implicitAggregate } from "./flows.ts";
import type { SuperlativeReading } from "./read-superlatives.ts";
import type { Condition, Measure } from "./reading.ts";
import { at, bestColumn, findAll, isMarker, skip, take, textAt, type Workings } from "./workings.ts";

/** `isRanked`: "the highest return rate", "by return rate": what ranks is the rate. */
export type RatesRead = { readonly measures: readonly Measure[]; readonly isRanked: boolean };
type Rate = { readonly measure: Measure; readonly index: number };

/** "return rate" where rows tell whether they were returned: the share that were. "discount rate" is the discount. */
export function readRates(workings: Workings): RatesRead {
  const rates = [...readNamed(workings), ...readOf(workings)];
  const isRanked = rates.some(({ index }) => {
    const before = workings.mentions[skip(workings, index, -1)];
    return before?.kind === "superlative" || isMarker(before, "by");
  });
  return { measures: rates.map(({ measure }) => measure), isRanked };
}

/** The superlative ranks by the rate that it stands before. */
export function rankRates(
  superlative: SuperlativeReading | null,
  { measures: [rate], isRanked }: RatesRead,
): SuperlativeReading | null {
  if (superlative === null || rate === undefined || !isRanked) return superlative;
  return { ...superlative, by: rate, isShown: false, isVague: false };
}

function readNamed(workings: Workings): Rate[] {
  return findAll(workings, "unknown").flatMap(([index, { word }]) => {
    if (!/^rates?$/i.test(word)) return [];
    const start = index - 1;
    const measure = shareAt(workings, start);
    if (measure === null) {
      if (isMeanAmount(workings, start)) take(workings, index);
      return [];
    }
    const isMean = at(workings, start - 1, "aggregate")?.aggregate === "avg";
    take(workings, index, start, ...(isMean ? [start - 1] : []));
    return [{ measure, index: start }];
  });
}

/** "rate of returns", "share of returns"; in "share of returned orders" the orders are shared out. */
function readOf(workings: Workings): Rate[] {
  return workings.mentions.flatMap((_, index) => {
    const isRate = at(workings, index, "marker") !== null && /\brate of$/.test(textAt(workings, index));
    const isShare = at(workings, index, "aggregate")?.aggregate === "share";
    const measure = isRate || isShare ? shareAt(workings, index + 1) : null;
    const isAttribute = ["column", "entity"].includes(workings.mentions[index + 2]?.kind ?? "");
    if (measure === null || isAttribute) return [];
    take(workings, index, index + 1);
    return [{ measure, index }];
  });
}

function shareAt(workings: Workings, index: number): Measure | null {
  const mention = at(workings, index, "column");
  const column = mention === null ? null : bestColumn(mention.candidates);
  if (column?.role !== "logical") return null;
  const condition: Condition = { kind: "values", column, values: [true], exclude: false };
  return { aggregate: "share", column: null, condition };
}

function isMeanAmount(workings: Workings, index: number): boolean {
  const mention = at(workings, index, "column");
  const column = mention === null ? null : bestColumn(mention.candidates);
  return column?.role === "measure" && implicitAggregate(column) === "avg";
}
