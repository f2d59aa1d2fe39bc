import type { FunctionDefinition } from "./definition.ts";
export const mathFunctions: readonly FunctionDefinition[] = [];
