import { type SqlFragment, sql } from "../../../sql/fragment.ts";
import { argument, type FunctionDefinition, type Lowering } from "../definition.ts";
import { at, callSql, toDouble } from "../sql.ts";

export const number = argument("number", "number");

export function math(
  definition: Omit<FunctionDefinition, "category" | "levelKind" | "result"> & Partial<FunctionDefinition>,
): FunctionDefinition {
  return { category: "math", levelKind: "row", result: "number", ...definition };
}

/** The argument as a double where a condition holds, else Null. */
export function lowerWithin(name: string, condition: (value: SqlFragment) => SqlFragment): Lowering {
  return (call) =>
    call.bind(
      [toDouble(call.dialect, at(call, 0))],
      ([value = at(call, 0)]) => sql`CASE WHEN ${condition(value)} THEN ${callSql(name, value)} END`,
    );
}
