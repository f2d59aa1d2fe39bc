import type { CheckedExpression, CustomFunction, FormulaScope } from "../checked.ts";
import type { FunctionDefinition } from "../functions/definition.ts";
import { getFunction } from "../functions/table.ts";

export function findCustom(name: string, customFunctions: readonly CustomFunction[]): CustomFunction | undefined {
  return customFunctions.find((custom) => custom.name.toLowerCase() === name.toLowerCase());
}

/** A custom function as the function table would have it: for the check of its arguments, and for signature help. */
export function customShape(custom: CustomFunction): FunctionDefinition {
  const required = custom.arguments.map(({ name, type }) => ({
    name,
    type: type === "null" || type === "unknown" ? ("any" as const) : type,
  }));
  return {
    ...getFunction("Coalesce"),
    name: custom.name,
    description: custom.description,
    example: "",
    signature: { required },
  };
}

/** The names in a custom function's formula: its arguments, and nothing of the place that it is called from. */
export function argumentScope(
  custom: CustomFunction,
  operands: readonly CheckedExpression[],
  outer: Pick<FormulaScope, "customFunctions" | "eitherLevel" | "dialect">,
): FormulaScope {
  const places = new Map(custom.arguments.map(({ name }, index) => [name.toLowerCase(), operands[index]]));
  return {
    resolve: ([name = "", ...rest]) => {
      const expression = rest.length === 0 ? places.get(name.toLowerCase()) : undefined;
      return expression === undefined ? { kind: "unknown" } : { kind: "expanded", expression };
    },
    names: custom.arguments.map(({ name, type }) => ({ path: [name], type })),
    customFunctions: outer.customFunctions,
    ...(outer.eitherLevel === undefined ? {} : { eitherLevel: outer.eitherLevel }),
    ...(outer.dialect === undefined ? {} : { dialect: outer.dialect }),
  };
}

/** What recursion is called: of one function, or around a circle of them. */
export function describeRecursion(expanding: readonly string[], name: string): string {
  const circle = [...expanding.slice(expanding.indexOf(name)), name];
  if (circle.length === 2) return `The custom function ${name} uses itself.`;
  return `These custom functions use each other in a circle: ${circle.join(" → ")}.`;
}
