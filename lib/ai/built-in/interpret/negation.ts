import type { Operator } from "./reading.ts";
import { isFree, isMarker, take, type Workings } from "./workings.ts";

const negations: Readonly<Record<Operator, Operator>> = {
  ">": "<=",
  ">=": "<",
  "<": ">=",
  "<=": ">",
  "=": "!=",
  "!=": "=",
};

/** What holds of the rows of which the operator does not. */
export function negate(operator: Operator): Operator {
  return negations[operator];
}

/** A negation right before: "not", "other than", at most three mentions away. It is taken. */
export function isNegated(workings: Workings, index: number): boolean {
  for (let before = index - 1; before >= Math.max(0, index - 5); before -= 1) {
    const mention = workings.mentions[before];
    if (isMarker(mention, "not") && isFree(workings, before)) {
      take(workings, before);
      return true;
    }
    if (
      mention?.kind !== "filler" &&
      mention?.kind !== "column" &&
      mention?.kind !== "textOperator" &&
      mention?.kind !== "comparison"
    )
      return false;
  }
  return false;
}
