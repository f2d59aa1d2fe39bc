import { listingFunctions } from "./aggregate/listing.ts";
import { statisticFunctions } from "./aggregate/statistic.ts";
import { summingFunctions } from "./aggregate/summing.ts";
import { joinFunctions, totalFunctions } from "./aggregate/total.ts";
import { arrayFunctions } from "./array.ts";
import { dateArithmeticFunctions } from "./date/date-arithmetic.ts";
import { datePartFunctions } from "./date/date-part.ts";
import { dateRangeFunctions } from "./date/date-range.ts";
import { dateWritingFunctions } from "./date/date-writing.ts";
import type { FunctionDefinition } from "./definition.ts";
import { financialFunctions } from "./financial.ts";
import { logicalFunctions } from "./logical.ts";
import { arithmeticFunctions } from "./math/arithmetic.ts";
import { choiceFunctions } from "./math/choice.ts";
import { roundingFunctions } from "./math/rounding.ts";
import { trigonometryFunctions } from "./math/trigonometry.ts";
import { operators } from "./operators.ts";
import { systemFunctions } from "./system.ts";
import { matchingFunctions } from "./text/matching.ts";
import { textFormFunctions } from "./text/text-form.ts";
import { textPartFunctions } from "./text/text-part.ts";
import { typeFunctions } from "./type.ts";
import { rankingFunctions } from "./window/ranking.ts";
import { runningFunctions } from "./window/running.ts";
import { shiftingFunctions } from "./window/shifting.ts";
import { visibilityFunctions } from "./window/visibility-limit.ts";

const definitions: readonly FunctionDefinition[] = [
  ...operators,
  ...summingFunctions,
  ...statisticFunctions,
  ...listingFunctions,
  ...totalFunctions,
  ...joinFunctions,
  ...arrayFunctions,
  ...dateArithmeticFunctions,
  ...datePartFunctions,
  ...dateWritingFunctions,
  ...dateRangeFunctions,
  ...financialFunctions,
  ...logicalFunctions,
  ...arithmeticFunctions,
  ...roundingFunctions,
  ...choiceFunctions,
  ...trigonometryFunctions,
  ...systemFunctions,
  ...textPartFunctions,
  ...textFormFunctions,
  ...matchingFunctions,
  ...typeFunctions,
  ...runningFunctions,
  ...rankingFunctions,
  ...shiftingFunctions,
  ...visibilityFunctions,
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
