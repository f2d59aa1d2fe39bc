import type { FunctionDefinition } from "./definition.ts";
export const systemFunctions: readonly FunctionDefinition[] = [];
