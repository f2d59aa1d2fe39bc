import { referenceTo } from "../draft/names.ts";
import { mainDateOf } from "../interpret/read-dates.ts";
import { type Condition, isKey, type Key, type Reading } from "../interpret/reading.ts";
import { addDays, type DateRange } from "../mentions/find-dates.ts";
import type { KnownSource } from "../source.ts";

/** "compare with last year": the same stretch of the year before stands beside it, one row for each year. */
export function addPriorPeriod(reading: Reading, source: KnownSource): Reading {
  const dates = reading.conditions.find((condition) => condition.kind === "dates");
  const column = dates?.column ?? mainDateOf(source);
  if (column === null || column.role !== "time") return reading;
  const { asOf } = source.described;
  const present = resolve(
    dates?.range ?? { kind: "relative", direction: "to_date", period: "year", length: 1, offset: 0 },
    asOf,
  );
  if (present === null) return reading;
  // A period that still runs is compared with the same stretch of the year before.
  const end = present.start <= asOf && asOf < present.end ? asOf : present.end;
  const past = { start: yearBefore(present.start), end: yearBefore(end) };
  const ranges = [past, { start: present.start, end }].map(
    (range): Condition => ({
      kind: "dates",
      column,
      range: { kind: "between", ...range },
      exclude: false,
      label: range.start.slice(0, 4),
    }),
  );
  const isTwice = reading.conditions.some((one) => one.kind === "formula" && one.formula.includes(referenceTo(column)));
  if (isTwice) return reading;
  const others = reading.conditions.filter(
    (condition) =>
      condition !== dates && !(condition.kind === "any" && condition.conditions.some((one) => one.kind === "dates")),
  );
  const kept = reading.keys.filter(({ bucket }) => bucket !== "year").map(alignYears);
  const keys = [...kept, { column, bucket: "year" as const }];
  const conditions: Condition[] = [...others, { kind: "any", conditions: ranges }];
  return { ...reading, conditions, keys, sort: reading.sort.filter(({ by }) => !isKey(by)), limit: null };
}

/** March of one year stands beside March of the other. */
function alignYears(key: Key): Key {
  if (key.bucket === "month") return { ...key, bucket: "month of year" };
  return key.bucket === "quarter" ? { ...key, bucket: "quarter of year" } : key;
}

/** "compare with last year", "against the previous period". */
export function isPriorPeriod(words: readonly string[]): boolean {
  const text = words.join(" ");
  return (
    /\b(compare|compared|versus|vs|against)\b/.test(text) &&
    /\b(last|previous|prior|the) (year|period|quarter|month)\b|\byear before\b|\byear ago\b/.test(text)
  );
}

type Days = { readonly start: string; readonly end: string };

/** The days of a range, counted from the as-of date. Null: open at one end, or in hours. */
export function resolve(range: DateRange, asOf: string): Days | null {
  if (range.kind === "between")
    return range.start === null || range.end === null ? null : { start: range.start, end: range.end };
  const { direction, period, length, offset } = range;
  if (period === "hour") return null;
  const first = startOf(asOf, period);
  if (direction === "to_date") return { start: first, end: asOf };
  if (direction === "current") return { start: first, end: addDays(addPeriods(first, period, 1), -1) };
  if (direction === "next")
    return {
      start: addPeriods(first, period, 1 + offset),
      end: addDays(addPeriods(first, period, 1 + offset + length), -1),
    };
  return { start: addPeriods(first, period, -length - offset), end: addDays(addPeriods(first, period, -offset), -1) };
}

type Calendar = "year" | "quarter" | "month" | "week" | "day";

function startOf(iso: string, period: Calendar): string {
  const month = Number(iso.slice(5, 7));
  const weekday = new Date(`${iso.slice(0, 10)}T00:00:00Z`).getUTCDay();
  const starts: Readonly<Record<Calendar, string>> = {
    year: `${iso.slice(0, 4)}-01-01`,
    quarter: `${iso.slice(0, 4)}-${String(month - ((month - 1) % 3)).padStart(2, "0")}-01`,
    month: `${iso.slice(0, 7)}-01`,
    week: addDays(iso, -weekday),
    day: iso.slice(0, 10),
  };
  return starts[period];
}

function addPeriods(iso: string, period: Calendar, count: number): string {
  if (period === "day" || period === "week") return addDays(iso, count * (period === "week" ? 7 : 1));
  const months = { year: 12, quarter: 3, month: 1 }[period] * count;
  const [year = 0, month = 1, day = 1] = iso.split("-").map(Number);
  return new Date(Date.UTC(year, month - 1 + months, day)).toISOString().slice(0, 10);
}

function yearBefore(iso: string): string {
  return iso.endsWith("-02-29")
    ? `${Number(iso.slice(0, 4)) - 1}-02-28`
    : `${Number(iso.slice(0, 4)) - 1}${iso.slice(4)}`;
}
