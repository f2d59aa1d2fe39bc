import { aggregateFunctions, joinFunctions, totalFunctions } from "./aggregate.ts";
import { arrayFunctions } from "./array.ts";
import { dateFunctions } from "./date.ts";
import type { FunctionDefinition } from "./definition.ts";
import { financialFunctions } from "./financial.ts";
import { logicalFunctions } from "./logical.ts";
import { mathFunctions } from "./math.ts";
import { operators } from "./operators.ts";
import { systemFunctions } from "./system.ts";
import { textFunctions } from "./text.ts";
import { typeFunctions } from "./type.ts";
import { windowFunctions } from "./window.ts";

const definitions: readonly FunctionDefinition[] = [
  ...operators,
  ...aggregateFunctions,
  ...totalFunctions,
  ...joinFunctions,
  ...arrayFunctions,
  ...dateFunctions,
  ...financialFunctions,
  ...logicalFunctions,
  ...mathFunctions,
  ...systemFunctions,
  ...textFunctions,
  ...typeFunctions,
  ...windowFunctions,
];

/** Every function and operator by canonical name: what checker, compiler, completion, help and prompts read. */
export const functionTable: ReadonlyMap<string, FunctionDefinition> = new Map(
  definitions.map((definition) => [definition.name, definition]),
);

const callable: ReadonlyMap<string, FunctionDefinition> = new Map(
  definitions
    .filter(({ isInternal }) => isInternal !== true)
    .flatMap((definition) =>
      [definition.name, ...(definition.aliases ?? [])].map((name) => [name.toLowerCase(), definition] as const),
    ),
);

/** The function that a person means by a name, in any case or by an alias. */
export function findFunction(name: string): FunctionDefinition | undefined {
  return callable.get(name.toLowerCase());
}

/** Names that people may call, for did-you-mean. */
export const functionNames: readonly string[] = definitions
  .filter(({ isInternal }) => isInternal !== true)
  .map(({ name }) => name);

export function getFunction(name: string): FunctionDefinition {
  const definition = functionTable.get(name);
  if (definition === undefined) throw new Error(`There is no function ${name}.`);
  return definition;
}
