import type { MentionOf } from "../mentions/mention.ts";
import type { KnownColumn } from "../source.ts";
import { equals, isYear } from "./compare-column.ts";
import { isNegated } from "./negation.ts";
import type { Condition } from "./reading.ts";
import {
  at,
  bestWhere,
  fillerAt,
  findHinted,
  isComma,
  isMarker,
  isNumeric,
  isQuantity,
  skip,
  take,
  type Workings,
} from "./workings.ts";

/** "id 5", "in 2008", "with 4 cylinders": a number beside the column that it equals. */
export function readEquality(workings: Workings, index: number): Condition | null {
  const number = at(workings, index, "number");
  if (number === null) return null;
  const list = numbersFrom(workings, index);
  const before = skip(workings, index, -1, ["marker"]);
  const direct = skip(workings, index, -1);
  const left = at(workings, before, "column");
  const exclude = isNegated(workings, index);
  const isTime = isYear(number) && isTimeWord(workings, index) && findHinted(workings.source, ["time"]) !== null;
  const isApart = isMarker(workings.mentions[direct], "and", "each") || isTime;
  const leftColumn = left === null || isApart ? null : equalColumn(left, number);
  if (leftColumn !== null) {
    take(workings, before, ...list.indexes);
    return equals(leftColumn, list.values, exclude);
  }
  const right = skip(workings, index, 1);
  const rightMention = at(workings, right, "column");
  const rightColumn = rightMention === null ? null : bestWhere(rightMention.candidates, isNumeric);
  const lead = fillerAt(workings, index - 1);
  const isLed =
    (lead !== null && ["with", "have", "has", "had", "of", "at", "for"].includes(lead)) ||
    isMarker(workings.mentions[index - 1], "and");
  if (rightColumn !== null && isLed && isQuantity(rightColumn)) {
    take(workings, index, right);
    return equals(rightColumn, [number.value], exclude);
  }
  const time = isYear(number) ? findHinted(workings.source, ["time"]) : null;
  if (time === null) return null;
  take(workings, ...list.indexes);
  return equals(time, list.values, exclude);
}

/** "in 2025", unless a column of years or codes stands before it: "class of 2025". */
function isTimeWord(workings: Workings, index: number): boolean {
  const before = at(workings, skip(workings, index, -1), "column");
  const isQuantified = before === null || bestWhere(before.candidates, isQuantity) !== null;
  return isQuantified && ["in", "during", "for", "of"].includes(fillerAt(workings, index - 1) ?? "");
}

/** Numbers joined by commas, "and" and "or". */
function numbersFrom(
  workings: Workings,
  start: number,
): { readonly indexes: readonly number[]; readonly values: readonly number[] } {
  const indexes = [start];
  const values: number[] = [];
  for (let index = start; ; ) {
    const number = at(workings, index, "number");
    if (number === null) break;
    values.push(number.value);
    const joint = skip(workings, index, 1);
    if (!isComma(workings.mentions[joint]) && !isMarker(workings.mentions[joint], "and", "or")) break;
    const next = skip(workings, joint, 1);
    if (at(workings, next, "number") === null) break;
    indexes.push(joint, next);
    index = next;
  }
  return { indexes, values };
}

function equalColumn(mention: MentionOf<"column">, number: MentionOf<"number">): KnownColumn | null {
  const column = bestWhere(mention.candidates, (one) => isNumeric(one) || one.role === "time");
  if (column?.role === "time" && !isYear(number)) return null;
  return column ?? bestWhere(mention.candidates, (one) => one.role === "identifier" || one.role === "category");
}
