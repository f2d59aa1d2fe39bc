import type { FunctionDefinition } from "./definition.ts";
export const financialFunctions: readonly FunctionDefinition[] = [];
