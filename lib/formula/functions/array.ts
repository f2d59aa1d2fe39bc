import type { FunctionDefinition } from "./definition.ts";
export const arrayFunctions: readonly FunctionDefinition[] = [];
