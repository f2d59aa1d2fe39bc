import type { CheckedExpression } from "../../formula/checked.ts";
import { call, literal } from "../expression.ts";
import { computed, passOn, type Relation, read, type Slot, selectFrom } from "./relation.ts";

/** One row per combination of the keys' values; of other values the smallest that is not null. The slots stay the same. */
export function groupSmallest(
  relation: Relation,
  title: string,
  keys: readonly Slot[],
  values: readonly Slot[],
): Relation {
  return selectFrom(relation, {
    title,
    groupBy: keys.map(read),
    outputs: [...keys.map(passOn), ...values.map((slot) => computed(slot, smallest(read(slot))))],
  });
}

/** Min orders numbers, texts and dates; of Logical values, False is the smallest. */
export function smallest(expression: CheckedExpression): CheckedExpression {
  if (expression.type !== "logical") return call("Min", expression);
  const digit = call("If", expression, literal(1), call("Not", expression), literal(0));
  return call("=", call("Min", digit), literal(1));
}
