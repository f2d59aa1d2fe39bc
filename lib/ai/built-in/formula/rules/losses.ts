import { type Filled, type Grammar, type Rule, rule } from "../grammar.ts";
import { allOf } from "../junction.ts";
import { infix, type Node, number } from "../node.ts";

/** Where money is lost or made, by the one column that says so. */

const cond = { result: "cond" } as const;
const be = "(that|which) (is|are|was|were)";

const losing = "loss_making|unprofitable|losing_money|money_losing";

export const lossRules: readonly Rule[] = [
  rule(
    `${be} ${losing}|making_losses|making_a_loss|made_a_loss|in_the_red|at_a_loss`,
    (_none, grammar) => profit("<", grammar),
    cond,
  ),
  rule("(that|which) (lose|loses|lost) money", (_none, grammar) => profit("<", grammar), cond),
  rule("(sold|made) (at|with) a loss", (_none, grammar) => profit("<", grammar), cond),
  rule(
    `${be} profitable|in_profit|making_a_profit|made_a_profit|making_money`,
    (_none, grammar) => profit(">", grammar),
    cond,
  ),
  rule(`${losing} {c:cond}`, ({ c }, grammar) => joined(profit("<", grammar), c), cond),
  rule("profitable {c:cond}", ({ c }, grammar) => joined(profit(">", grammar), c), cond),
];

/** "unprofitable online orders". */
function joined(first: Node | null, second: Filled | undefined): Node | null {
  return first === null || second === undefined ? null : allOf(first, second.node);
}

/** Of a row; of a group by its total. */
function profit(operator: "<" | ">", { mode, context }: Grammar): Node | null {
  if (context.profit === null) return null;
  return infix(operator, mode === "row" ? context.profit : context.total(context.profit), number(0));
}
