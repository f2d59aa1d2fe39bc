import type { ChartPoint, Track } from "./point.ts";

/** Where somebody stands who walks a chart by keyboard: a series and a point of it. */
export type Position = { readonly series: number; readonly index: number };

export type Step = "next" | "previous" | "nextSeries" | "previousSeries" | "first" | "last";

/** The point that a step leads to; from nowhere, the first. The same position where there is no further one. */
export function walk(tracks: readonly Track[], from: Position | null, step: Step): Position | null {
  if (from === null) return steps.first(tracks, { series: firstSeries(tracks), index: -1 });
  return steps[step](tracks, from) ?? from;
}

type Walker = (tracks: readonly Track[], from: Position) => Position | null;

const steps: Readonly<Record<Step, Walker>> = {
  next: (tracks, from) => findPoint(tracks, from.series, from.index + 1, 1),
  previous: (tracks, from) => findPoint(tracks, from.series, from.index - 1, -1),
  first: (tracks, { series }) => findPoint(tracks, series, 0, 1),
  last: (tracks, { series }) => findPoint(tracks, series, (tracks[series]?.length ?? 0) - 1, -1),
  nextSeries: (tracks, from) => otherSeries(tracks, from, 1),
  previousSeries: (tracks, from) => otherSeries(tracks, from, -1),
};

function firstSeries(tracks: readonly Track[]): number {
  return Math.max(
    0,
    tracks.findIndex((_, series) => findPoint(tracks, series, 0, 1) !== null),
  );
}

function findPoint(tracks: readonly Track[], series: number, from: number, by: 1 | -1): Position | null {
  const track = tracks[series];
  if (track === undefined) return null;
  for (let index = from; index >= 0 && index < track.length; index += by)
    if (track.pointAt(index) !== null) return { series, index };
  return null;
}

/** The same place in the next series that has points, or the nearest to it. */
function otherSeries(tracks: readonly Track[], { series: at, index }: Position, by: 1 | -1): Position | null {
  for (let series = at + by; series >= 0 && series < tracks.length; series += by) {
    const last = (tracks[series]?.length ?? 0) - 1;
    const place = Math.min(index, last);
    const found = findPoint(tracks, series, place, 1) ?? findPoint(tracks, series, place, -1);
    if (found !== null) return found;
  }
  return null;
}

export function pointAt(tracks: readonly Track[], { series, index }: Position): ChartPoint | null {
  return tracks[series]?.pointAt(index) ?? null;
}
