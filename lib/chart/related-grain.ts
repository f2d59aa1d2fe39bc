import type { DraftFilter } from "../worksheet/draft.ts";

export type Grain = "day" | "week" | "month" | "quarter" | "year";

/** Fine enough for a course, coarse enough to be read. */
export function grainOf(days: number): Grain {
  if (days <= 45) return "day";
  if (days <= 200) return "week";
  if (days <= 366 * 5) return "month";
  return days <= 366 * 12 ? "quarter" : "year";
}

const daysOf = { year: 366, quarter: 92, month: 31, week: 7, day: 1, hour: 1 / 24 } as const;

type DateColumn = { readonly path: string; readonly min?: string | undefined; readonly max?: string | undefined };

/** Days that the filters leave of a date, or that it has. */
export function spanOf({ path, min, max }: DateColumn, filters: readonly DraftFilter[]): number {
  const whole = min === undefined || max === undefined ? daysOf.year * 3 : daysBetween(min, max);
  const spans = filters.flatMap((filter) => {
    if (filter.kind === "relative-date" && filter.column === lastName(path) && !filter.exclude)
      return [daysOf[filter.period] * (filter.direction === "last" || filter.direction === "next" ? filter.length : 1)];
    if (filter.kind === "between-dates" && filter.column === lastName(path) && !filter.exclude)
      return [daysBetween(filter.start ?? min ?? "", filter.end ?? max ?? "")];
    return [];
  });
  return Math.min(whole, ...spans.filter((span) => span > 0));
}

function daysBetween(start: string, end: string): number {
  const days = (Date.parse(end.slice(0, 10)) - Date.parse(start.slice(0, 10))) / 86_400_000;
  return Number.isNaN(days) ? daysOf.year * 3 : days;
}

export function lastName(path: string): string {
  return path.split("/").at(-1) ?? path;
}
