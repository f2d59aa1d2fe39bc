import type { ChartReading } from "./reading.ts";
import { at, bestColumn, findAll, isFree, isMarker, skip, take, type Workings } from "./workings.ts";

/** Takes the words that ask for a drawing. The columns they mention stay free, except the one that colours. */
export function readChart(workings: Workings): ChartReading | null {
  const charts = findAll(workings, "chart");
  const channels = findAll(workings, "channel");
  const trend = channels.some(([, { channel }]) => channel === "trend");
  for (const [index] of charts) take(workings, index);
  const isBinned = channels.some(([, { channel }]) => channel === "bins");
  const color = readColor(workings);
  for (const [index] of findAll(workings, "channel")) take(workings, index);
  const wishes = charts.map(([, mention]) => mention.wish);
  const wish =
    wishes.find((kind) => kind !== "any" && kind !== "histogram") ?? wishes.find((kind) => kind !== "any") ?? wishes[0];
  const isCompared = findAll(workings, "marker").some(([, { marker }]) => marker === "versus");
  if (wish === undefined && !trend && color === null && !isBinned && !isCompared) return null;
  return { wish: wish === undefined || (trend && wish === "any") ? (trend ? "trend" : "any") : wish, color, isBinned };
}

/** "coloured by Origin", "one panel per Region", "stacked by Year". */
function readColor(workings: Workings): ChartReading["color"] {
  for (const [index, { channel }] of findAll(workings, "channel")) {
    if (channel !== "color" && channel !== "facet") continue;
    const next = skipBy(workings, index, 1);
    const before = skip(workings, index, -1);
    const position = at(workings, next, "column") === null ? before : next;
    const column = at(workings, position, "column");
    if (column === null) continue;
    take(workings, index, position);
    return bestColumn(column.candidates);
  }
  return null;
}

function skipBy(workings: Workings, index: number, step: 1 | -1): number {
  const next = skip(workings, index, step, ["entity"]);
  const mention = workings.mentions[next];
  if (!isMarker(mention, "by", "each", "distinct") || !isFree(workings, next)) return next;
  take(workings, next);
  return skip(workings, next, step, ["entity"]);
}
