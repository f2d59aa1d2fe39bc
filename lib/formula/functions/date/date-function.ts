import type { CheckedExpression } from "../../checked.ts";
import type { DateGrain } from "../../types.ts";
import { type ArgumentProblem, argument, type FunctionDefinition } from "../definition.ts";
import { literalText } from "../sql.ts";
import { isTimeZone } from "./date-sql.ts";

export const date = argument("date", "date");
export const timezone = argument("timezone", "text", { literal: true });

export function dateFunction(
  definition: Omit<FunctionDefinition, "category" | "levelKind"> & Partial<FunctionDefinition>,
): FunctionDefinition {
  return { category: "date", levelKind: "row", ...definition };
}

export const asTime = (): DateGrain => "time";

export function checkZone(index: number) {
  return (operands: readonly CheckedExpression[]): readonly ArgumentProblem[] => {
    const name = literalText(operands[index]);
    if (name === undefined || isTimeZone(name)) return [];
    return [
      {
        index,
        code: "argument_value",
        message: `There is no time zone "${name}". Names are like "Europe/Berlin" or "UTC".`,
      },
    ];
  };
}
