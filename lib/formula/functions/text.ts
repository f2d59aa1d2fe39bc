import type { FunctionDefinition } from "./definition.ts";
export const textFunctions: readonly FunctionDefinition[] = [];
