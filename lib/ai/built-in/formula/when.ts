import { untilWords } from "../lexicon/operators.ts";
import type { Token } from "../text/tokens.ts";
import { infix, type Node, not } from "./node.ts";
import { afterEnd, beforeStart, fromStart, inPeriod, periodAt, untilEnd } from "./period.ts";
import { onWeekdays, weekdayCues, weekdaysAt } from "./weekdays.ts";

/** Words of time as a condition on whatever date is meant. */
export type When = {
  /** Of whole stretches, open to one side, or of days of the week. */
  readonly kind: "inside" | "open" | "days";
  /** Counted from today. */
  readonly isRelative: boolean;
  /** Null: nothing that a date can be. */
  of(date: Node): Node | null;
};

type Side = "in" | "before" | "after" | "since" | "until";

const sides: readonly (readonly [words: string, side: Side])[] = [
  ["on or before", "until"],
  ["on or after", "since"],
  ["not after", "until"],
  ["no earlier than", "since"],
  ["not earlier than", "since"],
  ["not before", "since"],
  ["earlier than", "before"],
  ["later than", "after"],
  ["prior to", "before"],
  ["before", "before"],
  ["after", "after"],
  ["since the beginning of", "since"],
  ["since the start of", "since"],
  ["since", "since"],
  ["starting from", "since"],
  ["starting in", "since"],
  ["until the end of", "until"],
  ["till the end of", "until"],
  ["by the end of", "until"],
  ...untilWords.split("|").map((words) => [words, "until"] as const),
  ["up to", "until"],
  ["through", "until"],
  ["in", "in"],
  ["during", "in"],
  ["within", "in"],
  ["on", "in"],
  ["of", "in"],
  ["from", "in"],
  ["for", "in"],
];

/** "this quarter", "not on sundays", "since March 2024", "before 2025 only"; null: the words say something else or more. */
export function whenAt(said: readonly Token[], asOf: string): When | null {
  if (said.some(({ kind, lower }) => kind === "quoted" && !/^\d{4}-\d{2}-\d{2}$/.test(lower))) return null;
  const words = said.map(({ lower }) => lower);
  const end = words.at(-1) === "only" ? words.length - 1 : words.length;
  const start = words[0] === "only" ? 1 : 0;
  const plain = positive(said.slice(start, end), asOf);
  if (plain !== null) return plain;
  const lead = negations.find((one) => startsWith(words, start, one));
  if (lead === undefined) return null;
  const turned = positive(said.slice(start + lead.length, end), asOf);
  if (turned === null || turned.kind === "open") return null;
  return { ...turned, of: (date) => negated(turned.of(date)) };
}

const negations = ["not", "except", "except for", "excluding", "without", "outside", "outside of", "no", "other than"]
  .map((words) => words.split(" "))
  .toSorted((left, right) => right.length - left.length);

function negated(node: Node | null): Node | null {
  return node === null ? null : not(node);
}

function positive(said: readonly Token[], asOf: string): When | null {
  const words = said.map(({ lower }) => lower);
  const twice = rangeAt(said, asOf) ?? eitherAt(said, asOf);
  if (twice !== null) return twice;
  const [lead, side] = sides
    .map(([text, one]) => [text.split(" "), one] as const)
    .find(([some]) => startsWith(words, 0, some)) ?? [[], null];
  const tail = tails.find(([one]) => endsWith(words, one)) ?? null;
  if (tail !== null) return tailed(said.slice(side === "in" ? lead.length : 0, -tail[0].length), side, tail[1], asOf);
  const isOpenEnded = side === "in" && lead[0] === "from" && /^(on|onwards?|forward)$/.test(words.at(-1) ?? "");
  const rest = said.slice(lead.length, isOpenEnded ? -1 : undefined).filter(isContent);
  const days = weekdaysAt(rest.map(({ lower }) => lower));
  if (days !== null && (side === "in" || side === null)) {
    // "weekday" by itself asks for its name.
    const isName = side === null && /^(weekday|workday)$/.test(rest[0]?.lower ?? "");
    return isName ? null : { kind: "days", isRelative: false, of: (date) => onWeekdays(date, days) };
  }
  const isOpen = isOpenEnded || (side !== null && side !== "in");
  const period = periodAt(rest, asOf, side !== null, isOpen);
  if (period === null || isPastWith(side, rest)) return null;
  const isRelative = period.kind !== "days";
  if (isOpenEnded) return { kind: "open", isRelative, of: (date) => fromStart(date, period) };
  // "from 2025" may be that year or all that came after.
  if (lead[0] === "from" && period.kind === "days") return null;
  const build = { in: inPeriod, before: beforeStart, after: afterEnd, since: fromStart, until: untilEnd };
  return {
    kind: side === null || side === "in" ? "inside" : "open",
    isRelative,
    of: (date) => build[side ?? "in"](date, period),
  };
}

/** "between 2024 and March 2025", "from March to June 2025" without its first year is none. */
function rangeAt(said: readonly Token[], asOf: string): When | null {
  const [lead] = said;
  const joint = lead?.lower === "between" ? /^and$/ : lead?.lower === "from" ? /^(to|until|till|through)$/ : null;
  const at = joint === null ? -1 : said.findIndex(({ lower }) => joint.test(lower));
  if (at < 2) return null;
  const [first, last] = [said.slice(1, at), said.slice(at + 1)].map((part) => periodAt(part, asOf, true));
  if (first?.kind !== "days" || last?.kind !== "days" || first.start >= last.start) return null;
  return { kind: "inside", isRelative: false, of: (date) => inPeriod(date, { ...first, end: last.end }) };
}

/** "in 2024 or 2026". */
function eitherAt(said: readonly Token[], asOf: string): When | null {
  const at = said.findIndex(({ lower }) => lower === "or");
  if (at < 2 || !/^(in|during)$/.test(said[0]?.lower ?? "")) return null;
  const [first, second] = [said.slice(1, at), said.slice(at + 1)].map((part) => periodAt(part, asOf, true));
  if (first?.kind !== "days" || second?.kind !== "days") return null;
  return {
    kind: "inside",
    isRelative: false,
    of: (date) => infix("Or", inPeriod(date, first), inPeriod(date, second)),
  };
}

/** "2025 or later". */
function tailed(said: readonly Token[], side: Side | null, later: "since" | "until", asOf: string): When | null {
  const period = side === null || side === "in" ? periodAt(said.filter(isContent), asOf, true) : null;
  if (period === null || isPastWith(later, said)) return null;
  const build = { since: fromStart, until: untilEnd };
  return { kind: "open", isRelative: period.kind !== "days", of: (date) => build[later](date, period) };
}

const tails: readonly (readonly [words: readonly string[], side: "since" | "until"])[] = [
  ...["or later", "or after", "and later", "and after", "or newer", "and onwards"].map(
    (words) => [words.split(" "), "since"] as const,
  ),
  ...["or earlier", "or before", "and earlier", "and before", "or older"].map(
    (words) => [words.split(" "), "until"] as const,
  ),
];

function endsWith(words: readonly string[], tail: readonly string[]): boolean {
  const start = words.length - tail.length;
  return start > 0 && tail.every((word, index) => words[start + index] === word);
}

/** "before the last 3 months" may begin before or after them. */
function isPastWith(side: Side | null, rest: readonly Token[]): boolean {
  return side !== null && side !== "in" && rest.length > 2 && /^(last|past|previous|next)$/.test(rest[0]?.lower ?? "");
}

function isContent({ lower }: Token): boolean {
  return !/^(the|a|an)$/.test(lower);
}

function startsWith(words: readonly string[], from: number, lead: readonly string[]): boolean {
  return words.length - from > lead.length && lead.every((word, index) => words[from + index] === word);
}

/** One of them is in every phrase of time that stands beside what is measured. */
export const whenCues: readonly string[] = [
  ..."this current last past previous prior next today yesterday tomorrow ytd qtd mtd date so".split(" "),
  ..."before after since until till through earlier later starting prior up by".split(" "),
  ...weekdayCues,
];
