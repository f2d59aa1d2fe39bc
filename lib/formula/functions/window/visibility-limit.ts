import { type SqlFragment, sql } from "../../../sql/fragment.ts";
import type { CheckedExpression } from "../../checked.ts";
import { type ArgumentProblem, argument, both, type FunctionDefinition, type LoweringCall } from "../definition.ts";
import { ofFirst } from "../precision-rules.ts";
import { at, callSql, literalNumber, nullSql, textLiteral } from "../sql.ts";
import { over, window } from "./window-function.ts";

/** `row_number`: exactly so many rows; the others keep rows that tie with the last one. */
export const rankTypes = ["row_number", "rank", "rank_dense"] as const;

const rankSql: Readonly<Record<(typeof rankTypes)[number], string>> = {
  row_number: "row_number",
  rank: "rank",
  rank_dense: "dense_rank",
};

export function rankTypeOf(operands: readonly CheckedExpression[]): (typeof rankTypes)[number] {
  const node = operands[2];
  const written = node?.kind === "literal" ? String(node.value).toLowerCase() : "";
  return rankTypes.find((type) => type === written) ?? "row_number";
}

/** The output in the first rows of the order; of text, what is left becomes one value. */
function lowerVisibilityLimit(call: LoweringCall): SqlFragment {
  const place = over(call, callSql(rankSql[rankTypeOf(call.node.arguments)]));
  const rest =
    call.node.type === "text" ? call.lowerCall("Text", [textLiteral("Others")]) : nullSql(call.dialect, call.node.type);
  return sql`CASE WHEN ${place} <= ${at(call, 1)} THEN ${at(call, 0)} ELSE ${rest} END`;
}

function checkLimit([, limit]: readonly CheckedExpression[]): readonly ArgumentProblem[] {
  const isControl = limit?.kind === "reference" && limit.binding.kind === "control";
  const value = literalNumber(limit);
  if (isControl || (value !== undefined && Number.isInteger(value) && value >= 1)) return [];
  const message = "VisibilityLimit needs a whole number of at least 1, written as a literal, or a control.";
  return [{ index: 1, code: "argument_value", message }];
}

export const visibilityFunctions: readonly FunctionDefinition[] = [
  window({
    name: "VisibilityLimit",
    signature: {
      required: [argument("output", "T"), argument("limit", "number")],
      optional: [argument("rank type", "text", { values: rankTypes })],
    },
    result: "T",
    description:
      'The output in the first rows of the order; in the others "Others", or Null when it is not text. As a grouping key it gathers what is left in one group.',
    example: "VisibilityLimit([Region], 5)",
    precision: ofFirst,
    grain: ([output]) => output?.grain,
    check: checkLimit,
    lowering: both(lowerVisibilityLimit),
  }),
];
