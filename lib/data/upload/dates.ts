import "server-only";
import { monthNames } from "#lib/formula/month-names";

/** How dates are written in files. In this order: of two that fit every value, the first is taken. */
export const dateFormats = [
  "year-month-day",
  "year/month/day",
  "month/day/year",
  "day/month/year",
  "day.month.year",
  "day-month-year",
  "day-name-year",
  "name-day-year",
] as const;
export type DateFormat = (typeof dateFormats)[number];

export type ReadDate = {
  /** `YYYY-MM-DD`, or `YYYY-MM-DDTHH:MM:SS[.ffffff]` when there is a time of day; in UTC when it came with a zone. */
  readonly iso: string;
  readonly hasTime: boolean;
  readonly isZoned: boolean;
};

const time = String.raw`(?:(?:T|,?\s+)(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*([AaPp][Mm])?\s*(Z|[+-]\d{2}:?\d{2})?)?$`;

type Shape = { readonly pattern: RegExp; readonly order: readonly ["y" | "m" | "d", "y" | "m" | "d", "y" | "m" | "d"] };

const shapes: Record<DateFormat, Shape> = {
  "year-month-day": { pattern: new RegExp(`^(\\d{4})-(\\d{1,2})-(\\d{1,2})${time}`), order: ["y", "m", "d"] },
  "year/month/day": { pattern: new RegExp(`^(\\d{4})/(\\d{1,2})/(\\d{1,2})${time}`), order: ["y", "m", "d"] },
  "month/day/year": { pattern: new RegExp(`^(\\d{1,2})/(\\d{1,2})/(\\d{4}|\\d{2})${time}`), order: ["m", "d", "y"] },
  "day/month/year": { pattern: new RegExp(`^(\\d{1,2})/(\\d{1,2})/(\\d{4}|\\d{2})${time}`), order: ["d", "m", "y"] },
  "day.month.year": {
    pattern: new RegExp(`^(\\d{1,2})\\.(\\d{1,2})\\.(\\d{4}|\\d{2})${time}`),
    order: ["d", "m", "y"],
  },
  "day-month-year": { pattern: new RegExp(`^(\\d{1,2})-(\\d{1,2})-(\\d{4})${time}`), order: ["d", "m", "y"] },
  "day-name-year": {
    pattern: new RegExp(`^(\\d{1,2})[-\\s]([A-Za-z]{3,9})[-,\\s]\\s?(\\d{4}|\\d{2})${time}`),
    order: ["d", "m", "y"],
  },
  "name-day-year": {
    pattern: new RegExp(`^([A-Za-z]{3,9})\\.?\\s+(\\d{1,2})(?:,\\s*|\\s+)(\\d{4})${time}`),
    order: ["m", "d", "y"],
  },
};

const longMonths = monthNames.map((name) => name.toLowerCase());

/** Null for what is no date in this format, a day that no calendar has included. */
export function readDate(text: string, format: DateFormat): ReadDate | null {
  const { pattern, order } = shapes[format];
  const match = pattern.exec(text);
  if (match === null) return null;
  const [, first = "", second = "", third = "", ...clock] = match;
  const parts = { y: "", m: "", d: "" };
  [first, second, third].forEach((part, index) => {
    const name = order[index];
    if (name !== undefined) parts[name] = part;
  });
  const day = dayOf(fullYear(parts.y), monthOf(parts.m), Number(parts.d));
  return day === null ? null : withTime(day, clock);
}

function dayOf(year: number, month: number, day: number): string | null {
  const date = new Date(Date.UTC(year, month - 1, day));
  if (year < 1000) return null;
  const isReal = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return isReal ? date.toISOString().slice(0, 10) : null;
}

/** Two digits: 69 to 99 are of the last century, as everywhere. */
function fullYear(text: string): number {
  const year = Number(text);
  if (text.length > 2) return year;
  return year >= 69 ? 1900 + year : 2000 + year;
}

function monthOf(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  const name = text.toLowerCase();
  return (
    longMonths.findIndex(
      (month) => month === name || month.slice(0, 3) === name || (name === "sept" && month.startsWith("sept")),
    ) + 1
  );
}

function withTime(
  day: string,
  [hourText, minuteText, secondText, fraction, half, zone]: readonly (string | undefined)[],
): ReadDate | null {
  if (hourText === undefined || minuteText === undefined) return { iso: day, hasTime: false, isZoned: false };
  const hour = hourOf(Number(hourText), half);
  const minute = Number(minuteText);
  const second = Number(secondText ?? 0);
  if (hour === null || minute > 59 || second > 59) return null;
  const two = (value: number): string => String(value).padStart(2, "0");
  const local = `${day}T${two(hour)}:${two(minute)}:${two(second)}`;
  const iso = zone === undefined ? local : inUtc(local, zone);
  const micros = fraction === undefined ? "" : `.${fraction.slice(0, 6).padEnd(6, "0")}`;
  return { iso: `${iso}${micros}`, hasTime: true, isZoned: zone !== undefined };
}

function hourOf(hour: number, half: string | undefined): number | null {
  if (half === undefined) return hour <= 23 ? hour : null;
  if (hour < 1 || hour > 12) return null;
  return (hour % 12) + (half.toLowerCase() === "pm" ? 12 : 0);
}

function inUtc(local: string, zone: string): string {
  const offset = zone === "Z" ? "Z" : `${zone.slice(0, 3)}:${zone.slice(-2)}`;
  return new Date(`${local}${offset}`).toISOString().slice(0, 19);
}
