import { raw, type SqlFragment, sql } from "../../../sql/fragment.ts";
import type { CheckedExpression } from "../../checked.ts";
import {
  type ArgumentProblem,
  argument,
  both,
  compared,
  type FunctionDefinition,
  type Lowering,
  type LoweringCall,
} from "../definition.ts";
import { asDouble, asInteger } from "../precision-rules.ts";
import { callSql, collated, literalNumber, operand, wholeSql } from "../sql.ts";
import { over, window } from "./window-function.ts";

const direction = argument("direction", "text", { values: ["asc", "desc"] });

/** By a column in a direction, or by the element's own order. Nulls come last either way. */
function rankOrder(call: LoweringCall, index: number): readonly SqlFragment[] {
  const node = call.node.arguments[index];
  if (node === undefined) return call.context.window?.orderBy ?? [];
  const directionNode = call.node.arguments[index + 1];
  const isDescending = directionNode?.kind === "literal" && String(directionNode.value).toLowerCase() === "desc";
  return [sql`${operand(collated(call, index))} ${raw(isDescending ? "DESC" : "ASC")} NULLS LAST`];
}

function lowerRank(name: string): Lowering {
  return (call) => over(call, callSql(name), { orderBy: rankOrder(call, 0) });
}

function lowerRowNumber(call: LoweringCall): SqlFragment {
  const own = rankOrder(call, 0);
  const ties = call.arguments.length === 0 ? [] : (call.context.window?.orderBy ?? []);
  return over(call, callSql("row_number"), { orderBy: [...own, ...ties] });
}

function lowerNtile(call: LoweringCall): SqlFragment {
  const ties = call.context.window?.orderBy ?? [];
  return over(call, callSql("ntile", wholeSql(call, 0, 1)), { orderBy: [...rankOrder(call, 1), ...ties] });
}

function checkPositive(index: number, name: string) {
  return (operands: readonly CheckedExpression[]): readonly ArgumentProblem[] => {
    const value = literalNumber(operands[index]);
    if (value !== undefined && value >= 1) return [];
    return [
      { index, code: "argument_value", message: `${name} needs a whole number of at least 1, written as a literal.` },
    ];
  };
}

const ranks = [
  { name: "Rank", sqlName: "rank", description: "The rank, with gaps after ties.", precision: asInteger },
  { name: "RankDense", sqlName: "dense_rank", description: "The rank, without gaps.", precision: asInteger },
  { name: "RankPercentile", sqlName: "percent_rank", description: "The rank as a share, 0 to 1.", precision: asDouble },
  { name: "CumeDist", sqlName: "cume_dist", description: "The share of rows up to this value.", precision: asDouble },
];

export const rankingFunctions: readonly FunctionDefinition[] = [
  ...ranks.map(({ name, sqlName, description, precision }) =>
    window({
      name,
      signature:
        name === "CumeDist" || name === "RankPercentile"
          ? { required: [compared("column", "any")], optional: [direction] }
          : { required: [], optional: [compared("column", "any"), direction] },
      result: "number",
      description: `${description} Null comes last.`,
      example: `${name}([Sales], "desc")`,
      precision,
      lowering: both(lowerRank(sqlName)),
    }),
  ),
  window({
    name: "RowNumber",
    signature: { required: [], optional: [compared("column", "any"), direction] },
    result: "number",
    description: "The number of the row, from 1.",
    example: "RowNumber()",
    precision: asInteger,
    lowering: both(lowerRowNumber),
  }),
  window({
    name: "Ntile",
    signature: { required: [argument("ranks", "number"), compared("column", "any")], optional: [direction] },
    result: "number",
    description: "Divides the rows into so many parts of equal size and numbers them from 1.",
    example: "Ntile(4, [Sales])",
    precision: asInteger,
    check: checkPositive(0, "Ntile"),
    lowering: both(lowerNtile),
  }),
];
