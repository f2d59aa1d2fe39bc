import { monthNames } from "#lib/formula/month-names";
import { numberWords } from "../text/numbers.ts";
import type { Token } from "../text/tokens.ts";

export type Period = "year" | "quarter" | "month" | "week" | "day" | "hour";

/** A stretch of time, in words that follow the as-of date, or as whole days with both ends included. */
export type DateRange =
  | {
      readonly kind: "relative";
      readonly direction: "last" | "next" | "current" | "to_date";
      readonly period: Period;
      readonly length: number;
      readonly offset: number;
    }
  | { readonly kind: "between"; readonly start: string | null; readonly end: string | null };

export type DateSpan = { readonly length: number; readonly range: DateRange; readonly label: string };

/** How dates are grouped. The last three take no account of the year. */
export type Bucket = Period | "weekday" | "month of year" | "quarter of year";

type Finder = (words: readonly string[], start: number, asOf: string) => DateSpan | null;

/** The longest date phrase that begins at `start`. A bare year is a number, not a date phrase. */
export function findDate(tokens: readonly Token[], start: number, asOf: string): DateSpan | null {
  const words = tokens.slice(start, start + 8).map(({ lower }) => lower);
  if (words[0] === "may" && yearAt(words[1]) === null && dayAt(words[1]) === null && !isMonthOfMay(tokens, start))
    return null;
  const spans = finders.flatMap((find) => find(words, 0, asOf) ?? []);
  return spans.toSorted((a, b) => b.length - a.length)[0] ?? null;
}

/** "may" is a verb, unless a preposition of time stands before it. */
function isMonthOfMay(tokens: readonly Token[], start: number): boolean {
  return /^(in|of|since|until|till|during|for|from|to|through|by|before|after|last|this|and|vs|than)$/.test(
    tokens[start - 1]?.lower ?? "",
  );
}

const periodWords: ReadonlyMap<string, Period> = new Map(
  (["year", "quarter", "month", "week", "day", "hour"] as const).flatMap((period) => [
    [period, period],
    [`${period}s`, period],
  ]),
);
const directions: ReadonlyMap<string, "last" | "next" | "current"> = new Map([
  ["last", "last"],
  ["past", "last"],
  ["previous", "last"],
  ["prior", "last"],
  ["preceding", "last"],
  ["next", "next"],
  ["coming", "next"],
  ["upcoming", "next"],
  ["this", "current"],
  ["current", "current"],
]);

const monthWords = monthNames.map((name) => name.toLowerCase());
const ordinals = ["first", "second", "third", "fourth"];

/** `last quarter`, `the past 6 months`, `previous year`, `this week`. */
const findRelative: Finder = (words, start) => {
  const direction = directions.get(words[start] ?? "");
  if (direction === undefined) return null;
  const count = countAt(words[start + 1]);
  const period = periodWords.get(words[start + (count === null ? 1 : 2)] ?? "");
  if (period === undefined) return null;
  const label = words.slice(start, start + (count === null ? 2 : 3)).join(" ");
  const range: DateRange = { kind: "relative", direction, period, length: count ?? 1, offset: 0 };
  return { length: count === null ? 2 : 3, range, label };
};

/** `year to date`, `ytd`, `quarter to date`. */
const findToDate: Finder = (words, start) => {
  const short = { ytd: "year", qtd: "quarter", mtd: "month" } as const;
  const word = words[start];
  if (word === "ytd" || word === "qtd" || word === "mtd") return toDate(short[word], 1);
  const period = periodWords.get(word ?? "");
  const isPhrase = words[start + 1] === "to" && words[start + 2] === "date";
  return period !== undefined && isPhrase ? toDate(period, 3) : null;
};

function toDate(period: Period, length: number): DateSpan {
  const range: DateRange = { kind: "relative", direction: "to_date", period, length: 1, offset: 0 };
  return { length, range, label: `${period} to date` };
}

const findNamedDay: Finder = (words, start, asOf) => {
  if (words[start] === "today") return span(1, asOf, asOf, "today");
  const yesterday = addDays(asOf, -1);
  return words[start] === "yesterday" ? span(1, yesterday, yesterday, "yesterday") : null;
};

/** `Q3 2026`, `Q3`, `third quarter of 2026`, `2026 Q3`. */
const findQuarter: Finder = (words, start, asOf) => {
  const short = /^q([1-4])$/.exec(words[start] ?? "");
  const ordinal = words[start + 1] === "quarter" ? ordinals.indexOf(words[start] ?? "") : -1;
  if (short !== null) return quarterSpan(words, start, 1, Number(short[1]), asOf);
  if (ordinal >= 0) return quarterSpan(words, start, 2, ordinal + 1, asOf);
  const after = /^q([1-4])$/.exec(words[start + 1] ?? "");
  const year = yearAt(words[start]);
  return after !== null && year !== null ? wholeQuarter(year, Number(after[1]), 2) : null;
};

function quarterSpan(words: readonly string[], start: number, length: number, quarter: number, asOf: string): DateSpan {
  const skip = words[start + length] === "of" || words[start + length] === "in" ? 1 : 0;
  const year = yearAt(words[start + length + skip]);
  if (year !== null) return wholeQuarter(year, quarter, length + skip + 1);
  const present = Number(asOf.slice(0, 4));
  const isPast = firstOfMonth(present, quarter * 3 - 2) <= asOf;
  return wholeQuarter(isPast ? present : present - 1, quarter, length);
}

function wholeQuarter(year: number, quarter: number, length: number): DateSpan {
  return span(length, firstOfMonth(year, quarter * 3 - 2), lastOfMonth(year, quarter * 3), `Q${quarter} ${year}`);
}

/** `March`, `March 2025`, `Mar 5, 2025`, `5 March 2025`. A month without a year is the latest that has begun. */
const findMonth: Finder = (words, start, asOf) => {
  const lead = dayAt(words[start]);
  const at = lead !== null && monthAt(words[start + 1]) !== null ? start + 1 : start;
  const month = monthAt(words[at]);
  if (month === null) return null;
  const trailing = at === start ? dayAt(words[at + 1]) : null;
  const day = at === start ? trailing : lead;
  let next = at + 1 + (trailing === null ? 0 : 1);
  if (words[next] === "," || words[next] === "of") next += 1;
  const year = yearAt(words[next]);
  if (year === null) return monthWithoutYear(month, day, at + 1 + (trailing === null ? 0 : 1) - start, asOf);
  return monthSpan(year, month, day, next + 1 - start);
};

function monthWithoutYear(month: number, day: number | null, length: number, asOf: string): DateSpan {
  const present = Number(asOf.slice(0, 4));
  return monthSpan(firstOfMonth(present, month) <= asOf ? present : present - 1, month, day, length);
}

function monthSpan(year: number, month: number, day: number | null, length: number): DateSpan {
  const name = `${monthNames[month - 1] ?? ""} ${year}`;
  if (day === null) return span(length, firstOfMonth(year, month), lastOfMonth(year, month), name);
  const iso = `${year}-${two(month)}-${two(day)}`;
  return span(length, iso, iso, iso);
}

/** `2025-03-31`, `3/31/2025`. */
const findDay: Finder = (words, start) => {
  const iso = /^(\d{4}-\d{2}-\d{2})/.exec(words[start] ?? "")?.[1];
  if (iso !== undefined) return span(1, iso, iso, iso);
  const [month, first, day, second, year] = words.slice(start, start + 5);
  if (first !== "/" || second !== "/" || yearAt(year) === null) return null;
  const [a, b] = [Number(month), Number(day)];
  if (!(a >= 1 && a <= 31 && b >= 1 && b <= 31)) return null;
  const date = a > 12 ? `${year}-${two(b)}-${two(a)}` : `${year}-${two(a)}-${two(b)}`;
  return span(5, date, date, date);
};

const finders: readonly Finder[] = [findRelative, findToDate, findNamedDay, findQuarter, findMonth, findDay];

/** `2025` as the days of that year. */
export function yearRange(year: number): DateRange {
  return { kind: "between", start: `${year}-01-01`, end: `${year}-12-31` };
}

const bucketWords: ReadonlyMap<string, Bucket> = new Map<string, Bucket>([
  ...[...periodWords].map(([word, period]): [string, Bucket] => [word, period]),
  ["yearly", "year"],
  ["annual", "year"],
  ["annually", "year"],
  ["quarterly", "quarter"],
  ["monthly", "month"],
  ["weekly", "week"],
  ["daily", "day"],
  ["hourly", "hour"],
  ["weekday", "weekday"],
  ["weekdays", "weekday"],
]);

const longBuckets: readonly (readonly [string, Bucket])[] = [
  ["day of the week", "weekday"],
  ["days of the week", "weekday"],
  ["day of week", "weekday"],
  ["month of the year", "month of year"],
  ["month of year", "month of year"],
  ["calendar month", "month of year"],
  ["quarter of the year", "quarter of year"],
];

export function findBucket(
  tokens: readonly Token[],
  start: number,
): { readonly length: number; readonly bucket: Bucket } | null {
  const text = tokens
    .slice(start, start + 4)
    .map(({ lower }) => lower)
    .join(" ");
  const long = longBuckets.find(([phrase]) => text === phrase || text.startsWith(`${phrase} `));
  if (long !== undefined) return { length: long[0].split(" ").length, bucket: long[1] };
  const bucket = bucketWords.get(tokens[start]?.lower ?? "");
  return bucket === undefined ? null : { length: 1, bucket };
}

function countAt(word: string | undefined): number | null {
  if (word === undefined) return null;
  const value = /^\d{1,3}$/.test(word) ? Number(word) : numberWords.get(word);
  return value === undefined || value < 1 ? null : value;
}

function yearAt(word: string | undefined): number | null {
  return word !== undefined && /^(1[5-9]|20|21)\d{2}$/.test(word) ? Number(word) : null;
}

function monthAt(word: string | undefined): number | null {
  if (word === undefined || word.length < 3) return null;
  const index = monthWords.findIndex(
    (name) => name === word || name.slice(0, 3) === word || (word === "sept" && name === "september"),
  );
  return index < 0 ? null : index + 1;
}

function dayAt(word: string | undefined): number | null {
  const match = /^(\d{1,2})(st|nd|rd|th)?$/.exec(word ?? "");
  const day = match === null ? 0 : Number(match[1]);
  return day >= 1 && day <= 31 ? day : null;
}

function span(length: number, start: string, end: string, label: string): DateSpan {
  return { length, range: { kind: "between", start, end }, label };
}

function firstOfMonth(year: number, month: number): string {
  return `${year}-${two(month)}-01`;
}

function lastOfMonth(year: number, month: number): string {
  return new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10);
}

export function addDays(iso: string, days: number): string {
  const [year = 0, month = 1, day = 1] = iso.slice(0, 10).split("-").map(Number);
  return new Date(Date.UTC(year, month - 1, day + days)).toISOString().slice(0, 10);
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}
