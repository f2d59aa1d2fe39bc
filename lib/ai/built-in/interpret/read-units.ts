import type { KnownColumn, KnownSource } from "../source.ts";
import { at, findHinted, textAt, type Workings } from "./workings.ts";

/** What a number is counted in. `index` is its word, null where it stands before the number. */
export type Unit =
  | {
      readonly kind: "time";
      readonly index: number /** How many days one is; null: no whole days. */;
      readonly days: number | null;
    }
  | { readonly kind: "money"; readonly index: number | null };

const days: Readonly<Record<string, number>> = { day: 1, days: 1, week: 7, weeks: 7 };
const money = /^(dollars?|euros?|usd|eur|gbp|chf|pounds?|francs?|bucks)$/;

/** "5 days", "$5000", "200 euros". Null: a plain number. */
export function unitOfNumber(workings: Workings, index: number): Unit | null {
  const number = at(workings, index, "number");
  if (number === null) return null;
  const next = index + 1;
  const word = textAt(workings, next);
  if (at(workings, next, "bucket") !== null) return { kind: "time", index: next, days: days[word] ?? null };
  if (at(workings, next, "unknown") !== null && money.test(word)) return { kind: "money", index: next };
  return /^[$€£]/.test(number.text) ? { kind: "money", index: null } : null;
}

/** The days between two dates that the source can tell, when it can tell one such time only. */
export function onlyDuration({ columns }: KnownSource): KnownColumn | null {
  const [first, ...others] = columns.filter(({ formula }) => formula !== undefined);
  return first === undefined || others.length > 0 ? null : first;
}

/** What one row of the source costs or brings. */
export function amountOf(source: KnownSource): KnownColumn | null {
  return findHinted(source, ["sale", "revenue", "turnover", "amount", "price", "cost", "fee", "value"]);
}
