import type { CheckedExpression } from "../formula/checked.ts";
import type { CheckedElement } from "./checked-element.ts";
import { fingerprint } from "./expression.ts";
import type { RowLevel } from "./row-level.ts";

/** The key of the level that an expression says again, such as its DateTrunc: it has one value in each group, as the key has. */
export function keySaidAgain(
  expression: CheckedExpression,
  level: RowLevel,
  element: CheckedElement,
): string | undefined {
  if (level.kind === "base" || expression.kind === "literal") return undefined;
  if (expression.kind === "call" && expression.levelKind !== "row") return undefined;
  const wanted = fingerprint(expression);
  return level.keys.find((key) => {
    const own = element.column(key)?.expression;
    return own != null && fingerprint(own) === wanted;
  });
}
