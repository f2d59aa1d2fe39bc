import type { Rule } from "./grammar.ts";
import { aggregateRules, countRules, shareRules } from "./rules/aggregates.ts";
import { arithmeticRules, infixRules } from "./rules/arithmetic.ts";
import { bandRules } from "./rules/bands.ts";
import { choiceRules } from "./rules/choices.ts";
import { conditionRules } from "./rules/conditions.ts";
import { dateRules } from "./rules/dates.ts";
import { impliedRules } from "./rules/implied.ts";
import { fallbackRules, nullRules } from "./rules/nulls.ts";
import { textRules } from "./rules/texts.ts";
import { windowRules } from "./rules/windows.ts";

/** The phrases that are understood; the first that fits the whole of what is read wins, so the more particular come first. */
export const rules: readonly Rule[] = [
  ...bandRules,
  ...nullRules,
  ...choiceRules,
  ...fallbackRules,
  ...dateRules,
  ...textRules,
  ...windowRules,
  ...countRules,
  ...shareRules,
  ...arithmeticRules,
  ...infixRules,
  ...aggregateRules,
  ...impliedRules,
  ...conditionRules,
];
