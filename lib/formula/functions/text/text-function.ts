import { argument, type FunctionDefinition } from "../definition.ts";

export const text = argument("text", "text");
export const count = argument("count", "number");
export const part = argument("part", "text");

/** Longer results of padding and repeating are cut: a formula must not fill the memory of an engine. */
export const longest = 100_000;

export function textFunction(
  definition: Omit<FunctionDefinition, "category" | "levelKind"> & Partial<FunctionDefinition>,
): FunctionDefinition {
  return { category: "text", levelKind: "row", ...definition };
}
