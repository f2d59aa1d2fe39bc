import { argument, type FunctionDefinition } from "../definition.ts";

export const column = argument("column", "number");

export function aggregate(
  definition: Omit<FunctionDefinition, "category" | "levelKind"> & Partial<FunctionDefinition>,
): FunctionDefinition {
  return { category: "aggregate", levelKind: "aggregate", ...definition };
}
