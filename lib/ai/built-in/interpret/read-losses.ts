import type { Having } from "./reading.ts";
import { findHinted, take, type Workings } from "./workings.ts";

const losing = /^(lose|loses|losing|lost) money$|^unprofitable$|^(make|makes|making) (a )?loss(es)?$|^loss making$/;
const longestPhrase = 3;

/** "which sub-category loses money": its profit is below zero. */
export function readLosses(workings: Workings): readonly Having[] {
  const profit = findHinted(workings.source, ["profit", "earnings", "margin"]);
  if (profit === null) return [];
  const { mentions, words } = workings;
  for (let from = 0; from < mentions.length; from += 1) {
    for (let to = from; to < Math.min(mentions.length, from + longestPhrase); to += 1) {
      const phrase = words.slice(mentions[from]?.from, mentions[to]?.to).join(" ");
      if (!losing.test(phrase)) continue;
      take(workings, ...Array.from({ length: to - from + 1 }, (_, offset) => from + offset));
      return [{ measure: { aggregate: "sum", column: profit }, operator: "<", value: 0 }];
    }
  }
  return [];
}
