import type { KnownColumn } from "../source.ts";
import type { Measure, SortTerm } from "./reading.ts";
import { at, bestColumn, findAll, isComma, isMarker, skip, take, textAt, type Workings } from "./workings.ts";

type Direction = SortTerm["direction"];

/** An order that names no column sorts by what the answer's shape offers: `alphabetical` by its first text, else by its measure. */
export type OrderReading = {
  readonly terms: readonly SortTerm[];
  readonly direction: Direction | null;
  readonly isAlphabetical: boolean;
  /** The axis that was named instead of a column. */
  readonly axis: "x" | "y" | null;
};

/** Takes "sorted by price descending", "in alphabetical order of their names", "from high to low by the Y axis". */
export function readOrder(workings: Workings): OrderReading | null {
  const markers = findAll(workings, "marker").filter(
    ([index, { marker }]) =>
      ["order", "ascending", "descending", "alphabetical"].includes(marker) && !isOften(workings, index),
  );
  if (markers.length === 0) return null;
  const axis = readAxis(workings, markers[0]?.[0] ?? 0);
  const starts = markers.filter(([, { marker }]) => marker === "order").map(([index]) => index);
  const directions = markers.filter(([, { marker }]) => marker === "ascending" || marker === "descending");
  const isAlphabetical = markers.some(([, { marker }]) => marker === "alphabetical");
  const direction =
    directions.at(-1)?.[1].marker === "descending" ? "descending" : directions.length > 0 ? "ascending" : null;
  const anchors = starts.length > 0 ? starts : markers.map(([index]) => index);
  const forward = axis === null ? anchors.flatMap((index) => readTerms(workings, index, direction ?? "ascending")) : [];
  const terms =
    forward.length === 0 && axis === null ? readMeasureBefore(workings, directions, direction ?? "ascending") : forward;
  take(workings, ...markers.map(([index]) => index));
  const isBars =
    terms.length === 0 && findAll(workings, "chart").some(([index]) => /^bars?$/.test(textAt(workings, index)));
  return { terms, direction, isAlphabetical, axis: axis ?? (isBars ? "x" : null) };
}

/** "who ordered more than twice", "ordered only once": nothing is sorted. */
function isOften(workings: Workings, index: number): boolean {
  const next = workings.mentions[skip(workings, index, 1)];
  return textAt(workings, index) === "ordered" && (next?.kind === "comparison" || next?.kind === "number");
}

/** "display the total number from low to high". */
function readMeasureBefore(
  workings: Workings,
  directions: readonly (readonly [number, unknown])[],
  direction: Direction,
): SortTerm[] {
  return directions.flatMap(([index]) => {
    const before = skip(workings, index, -1);
    const aggregate = at(workings, before, "aggregate");
    if (aggregate?.aggregate !== "total" && aggregate?.aggregate !== "count") return [];
    take(workings, before);
    return [{ by: { aggregate: "count", column: null }, direction }];
  });
}

function readAxis(workings: Workings, after: number): OrderReading["axis"] {
  for (const [index, { channel }] of findAll(workings, "channel")) {
    if ((channel === "x" || channel === "y") && Math.abs(index - after) <= 8 && index > after - 4) {
      take(workings, index);
      return channel;
    }
  }
  return null;
}

/** The columns and measures right after "sorted by", joined by commas and "and". */
function readTerms(workings: Workings, start: number, direction: Direction): SortTerm[] {
  const terms: SortTerm[] = [];
  let index = skipOrder(workings, start);
  while (index > 0) {
    const term = readTerm(workings, index, direction);
    if (term === null) break;
    terms.push(term.term);
    const joint = skip(workings, term.last, 1, ["entity"]);
    const mention = workings.mentions[joint];
    if (!isComma(mention) && !isMarker(mention, "and")) break;
    index = skipOrder(workings, joint);
    if (at(workings, index, "column") === null) break;
  }
  return terms;
}

function skipOrder(workings: Workings, index: number): number {
  let next = passEntity(workings, skip(workings, index, 1));
  while (isMarker(workings.mentions[next], "ascending", "descending", "alphabetical", "by", "order", "all", "each")) {
    if (isMarker(workings.mentions[next], "by")) take(workings, next);
    next = passEntity(workings, skip(workings, next, 1));
  }
  return next;
}

/** "sort the rooms by price", "in order of the company's market value": the rows' noun before what sorts. */
function passEntity(workings: Workings, index: number): number {
  if (workings.mentions[index]?.kind !== "entity") return index;
  const next = skip(workings, index, 1);
  return workings.mentions[next]?.kind === "column" || isMarker(workings.mentions[next], "by") ? next : index;
}

function readTerm(
  workings: Workings,
  index: number,
  direction: Direction,
): { readonly term: SortTerm; readonly last: number } | null {
  const aggregate = at(workings, index, "aggregate");
  const next = aggregate === null ? index : skip(workings, index, 1);
  const column = at(workings, next, "column");
  const isCount = aggregate?.aggregate === "count" || aggregate?.aggregate === "total";
  if (aggregate !== null && (column !== null || isCount)) {
    take(workings, index);
    if (column !== null || at(workings, next, "entity") !== null) take(workings, next);
    const named = column === null ? null : bestColumn(column.candidates);
    const by = measureOf(aggregate.aggregate, named);
    return { term: { by: isCount && named?.role === "measure" ? named : by, direction }, last: next };
  }
  const named = column === null ? null : bestColumn(column.candidates);
  if (named === null) return null;
  take(workings, index);
  return { term: { by: named, direction }, last: index };
}

function measureOf(aggregate: Measure["aggregate"], column: KnownColumn | null): Measure {
  return aggregate === "count" || aggregate === "total" ? { aggregate: "count", column: null } : { aggregate, column };
}
