import { addDays, type DateSpan, findDate, type Period } from "../mentions/find-dates.ts";
import type { Token } from "../text/tokens.ts";
import { call, infix, type Node, number, text } from "./node.ts";

/** A stretch of time that words name whole: whole days, or periods counted from the present one. */
export type NamedPeriod =
  | { readonly kind: "days"; readonly start: string; readonly end: string }
  | { readonly kind: "relative"; readonly unit: Period; readonly from: number; readonly count: number }
  | { readonly kind: "toDate"; readonly unit: Period };

/**
 * "this quarter", "last 3 months", "year to date", "March 2025"; a year only where a word of time stands before it. `isOpen`: what begins or
 * ends there is asked for, so a month without its year is the latest that has begun, as Ask reads it. Null: none.
 */
export function periodAt(
  said: readonly Token[],
  asOf: string,
  isYearMeant: boolean,
  isOpen = false,
): NamedPeriod | null {
  const words = said.map(({ lower }) => lower);
  const soFar = /^(?:this|current) (year|quarter|month|week) so far$|^so far this (year|quarter|month|week)$/.exec(
    words.join(" "),
  );
  if (soFar !== null) return { kind: "toDate", unit: unitNamed(soFar[1] ?? soFar[2]) };
  const day = words.length === 1 ? ["yesterday", "today", "tomorrow"].indexOf(words[0] ?? "") : -1;
  if (day >= 0) return { kind: "relative", unit: "day", from: day - 1, count: 1 };
  const hasYear = words.some((word) => /^(19|20)\d{2}$/.test(word) || /^\d{4}-\d{2}-\d{2}$/.test(word));
  if (hasYear && words.length === 1 && /^\d{4}$/.test(words[0] ?? ""))
    return isYearMeant ? { kind: "days", start: `${words[0]}-01-01`, end: `${words[0]}-12-31` } : null;
  const found = isOpen ? findAfterWord(said, asOf) : findDate(said, 0, asOf);
  if (found === null || found.length !== said.length) return null;
  const { range } = found;
  if (range.kind === "between")
    return range.start !== null && range.end !== null && (hasYear || isOpen)
      ? { kind: "days", start: range.start, end: range.end }
      : null;
  const { direction, period: unit, length: count } = range;
  if (direction === "to_date") return { kind: "toDate", unit };
  const isSingular = !/s$/.test(words.at(-1) ?? "");
  // "last months" names no number, "this 3 months" nothing.
  if (count === 1 ? !isSingular : isSingular || direction === "current") return null;
  return { kind: "relative", unit, count, from: direction === "last" ? -count : direction === "next" ? 1 : 0 };
}

/** After "since" the word "may" is the month. */
function findAfterWord(said: readonly Token[], asOf: string): DateSpan | null {
  const [first] = said;
  return first === undefined ? null : findDate([{ ...first, lower: "since" }, ...said], 1, asOf);
}

function unitNamed(word: string | undefined): Period {
  return (["quarter", "month", "week"] as const).find((unit) => unit === word) ?? "year";
}

/** The date lies in it. */
export function inPeriod(date: Node, period: NamedPeriod): Node {
  if (period.kind === "days") return infix("And", fromStart(date, period), infix("<", date, day(period.end, 1)));
  if (period.kind === "toDate") return call("InDateRange", "logical", date, text("to_date"), text(period.unit));
  const direction = period.from === 0 ? "current" : period.from < 0 ? "last" : "next";
  const length = period.count === 1 ? [] : [number(period.count)];
  return call("InDateRange", "logical", date, text(direction), text(period.unit), ...length);
}

/** On its first day or later. */
export function fromStart(date: Node, period: NamedPeriod): Node {
  return infix(">=", date, startOf(period));
}

/** Earlier than its first day. */
export function beforeStart(date: Node, period: NamedPeriod): Node {
  return infix("<", date, startOf(period));
}

/** On its last day or earlier. Null: it ends at the present. */
export function untilEnd(date: Node, period: NamedPeriod): Node | null {
  const end = endOf(period);
  return end === null ? null : infix("<", date, end);
}

/** Later than its last day. */
export function afterEnd(date: Node, period: NamedPeriod): Node | null {
  const end = endOf(period);
  return end === null ? null : infix(">=", date, end);
}

function startOf(period: NamedPeriod): Node {
  if (period.kind === "days") return day(period.start, 0);
  return shifted(period.unit, period.kind === "toDate" ? 0 : period.from);
}

function endOf(period: NamedPeriod): Node | null {
  if (period.kind === "toDate") return null;
  return period.kind === "days" ? day(period.end, 1) : shifted(period.unit, period.from + period.count);
}

function day(iso: string, later: number): Node {
  return call("Date", "date", text(addDays(iso, later)));
}

function shifted(unit: Period, count: number): Node {
  const present = call("DateTrunc", "date", text(unit), call("Today", "date"));
  return count === 0 ? present : call("DateAdd", "date", text(unit), number(count), present);
}
