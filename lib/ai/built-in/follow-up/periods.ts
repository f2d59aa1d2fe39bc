import { monthNames } from "#lib/formula/month-names";
import type { Key } from "../interpret/reading.ts";
import { addDays } from "../mentions/find-dates.ts";

/** Whole days, both ends included. */
export type Days = { readonly start: string; readonly end: string };

/** The stretch of the same length right before: months before months, else as many days. */
export function periodBefore({ start, end }: Days): Days {
  const months = wholeMonths({ start, end });
  if (months > 0) return { start: addMonths(start, -months), end: addDays(start, -1) };
  const days = Math.round((Date.parse(end) - Date.parse(start)) / 86_400_000) + 1;
  return { start: addDays(start, -days), end: addDays(start, -1) };
}

export function yearEarlier({ start, end }: Days): Days {
  const first = addMonths(start, -12);
  return wholeMonths({ start, end }) > 0
    ? { start: first, end: addDays(addMonths(addDays(end, 1), -12), -1) }
    : { start: first, end: addMonths(end, -12) };
}

/** The last period of a kind that is over, within bounds; months where no kind is known. */
export function lastWhole(bucket: Key["bucket"], bounds: Days | null, asOf: string): Days {
  const length = bucket === "year" ? 12 : bucket === "quarter" ? 3 : 1;
  const until = bounds !== null && bounds.end < asOf ? addDays(bounds.end, 1) : asOf;
  const month = Number(until.slice(5, 7));
  const first = `${until.slice(0, 4)}-${String(month - ((month - 1) % length)).padStart(2, "0")}-01`;
  return { start: addMonths(first, -length), end: addDays(first, -1) };
}

/** "March 2026", "Q3 2026", "2026", else both ends. */
export function labelOf(days: Days): string {
  const { start, end } = days;
  const year = start.slice(0, 4);
  const month = Number(start.slice(5, 7));
  const months = wholeMonths(days);
  if (months === 1) return labelOfMonth(start);
  if (months === 3 && month % 3 === 1) return `Q${(month + 2) / 3} ${year}`;
  if (months === 12 && month === 1) return year;
  if (months > 1) return `${labelOfMonth(start)} to ${labelOfMonth(end)}`;
  return start === end ? start : `${start} to ${end}`;
}

function labelOfMonth(iso: string): string {
  return `${monthNames[Number(iso.slice(5, 7)) - 1]} ${iso.slice(0, 4)}`;
}

/** How many calendar months these days are; 0: not whole ones. */
function wholeMonths({ start, end }: Days): number {
  const next = addDays(end, 1);
  if (!start.endsWith("-01") || !next.endsWith("-01")) return 0;
  return monthNumber(next) - monthNumber(start);
}

function monthNumber(iso: string): number {
  return Number(iso.slice(0, 4)) * 12 + Number(iso.slice(5, 7));
}

function addMonths(iso: string, count: number): string {
  const [year = 0, month = 1, day = 1] = iso.split("-").map(Number);
  const last = new Date(Date.UTC(year, month + count, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + count, Math.min(day, last))).toISOString().slice(0, 10);
}
