import type { Filled, Grammar } from "../grammar.ts";
import { atom, call, type Node } from "../node.ts";
import { whenCues } from "../when.ts";

/** Aggregates of those rows for which a condition holds. */

export const group = { modes: ["group"] } as const;
export const timed = { ...group, needs: whenCues } as const;
export const of = "where|when|for|from|in|of|with|that_are|that_were|on";

/** Periods that are counted from today say nothing of rows that are periods themselves. Of a time from one day to another the period is that of the first. */
export function inTime(said: Filled | undefined, { context }: Grammar, value?: Filled): Filled | undefined {
  if (said === undefined || (said.when?.isRelative === true && context.isOverTime)) return undefined;
  const start = startOf(value);
  if (start === null) return said;
  const node = said.when?.of(atom(start, "date")) ?? null;
  return node === null ? undefined : { ...said, node };
}

/** The day on which a time between two days begins; null: it is no such time. */
function startOf(value: Filled | undefined): string | null {
  return /^(?:DateDiff\("\w+", |BusinessDays\()(\[[^\]]*\]), /.exec(value?.node.formula ?? "")?.[1] ?? null;
}

/** "customers since 2024" may be those who joined since. */
export function isSinceJoined(rows: Filled | undefined, said: Filled | undefined, { context }: Grammar): boolean {
  const isOfPeople = rows?.tokens.some(({ lemma }) => /^(customer|member|client|account|user)$/.test(lemma)) === true;
  return isOfPeople && context.joined !== null && said?.tokens[0]?.lower === "since";
}

export function ifCall(name: string, value: Filled | undefined, condition: Filled | undefined): Node | null {
  if (value === undefined || condition === undefined || !value.node.formula.includes("[")) return null;
  // "days from order to ship this year" is no number of days of what is left of it.
  if (startOf(value) !== null && condition.tokens.some(({ lower }) => lower === "to")) return null;
  // A sum of ratios is no ratio of sums.
  if (name === "Sum" && value.node.formula.includes(" / ")) return null;
  // What is added to the whole is not added to each row.
  if (name === "Sum" && /^[\d.]+ [-+]| [-+] [\d.]+$/.test(value.node.formula)) return null;
  // A value beside those of other rows is none of some of the rows.
  if (/Lag\(|Lead\(|DateLookback\(|Rank|Cumulative|Moving|GrandTotal\(/.test(value.node.formula)) return null;
  if (value.node.type !== "number" && !(value.node.type === "date" && name.startsWith("M"))) return null;
  return call(`${name}If`, value.node.type, value.node, condition.node);
}

/** Rows that are counted, only those with the condition. */
export function countIf(rows: Filled | undefined, condition: Filled | undefined): Node | null {
  if (rows === undefined || condition === undefined) return null;
  const distinct = /^CountDistinct\((.*)\)$/.exec(rows.node.formula)?.[1];
  return distinct === undefined
    ? call("CountIf", "number", condition.node)
    : call("CountDistinctIf", "number", distinct, condition.node);
}
