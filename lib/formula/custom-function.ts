import { argumentScope, findCustom } from "./check/custom.ts";
import { error } from "./check/messages.ts";
import { checkExpression } from "./check-expression.ts";
import type { CheckedExpression, CustomFunction } from "./checked.ts";
import type { Diagnostic } from "./diagnostic.ts";
import { foreignNames } from "./functions/foreign-names.ts";
import { findFunction, functionTable } from "./functions/table.ts";
import { isSymbol, scanTokens, significant } from "./parse/tokens.ts";
import { inOrder, parseFormula } from "./parse.ts";
import { type FormulaType, valueTypes } from "./types.ts";

/** Which field of the draft a diagnostic is about; spans count in its formula, and are empty for the other fields. */
export type CustomFunctionDiagnostic = Diagnostic & {
  readonly field: "name" | "arguments" | "formula";
  /** Which argument, from 0, when `field` is `arguments`. */
  readonly argument?: number;
};

export type CheckedCustomFunction = {
  /** What the function gives; `unknown` when it has errors. */
  readonly type: FormulaType;
  readonly diagnostics: readonly CustomFunctionDiagnostic[];
};

export const maximumCustomArguments = 20;
const longestName = 64;
const keywords = ["and", "or", "not", "true", "false", "null"];

/**
 * Whether an admin may keep this function beside the `others` of the organization (without the draft itself). Errors forbid it; a
 * warning tells of another function that would break. Pure, never throws.
 */
export function checkCustomFunction(draft: CustomFunction, others: readonly CustomFunction[]): CheckedCustomFunction {
  const body = checkBody(draft, others);
  const diagnostics = [
    ...checkName(draft.name, others),
    ...checkArgumentNames(draft),
    ...body.diagnostics,
    ...checkUsers(draft, others),
  ];
  const isSound = diagnostics.every(({ severity }) => severity !== "error");
  return { type: isSound ? body.type : "unknown", diagnostics };
}

/** The custom functions that name this one in their formulas. */
export function findCustomFunctionUsers(
  name: string,
  customFunctions: readonly CustomFunction[],
): readonly CustomFunction[] {
  return customFunctions.filter(({ formula }) => findCalls(formula).has(name.toLowerCase()));
}

const nowhere = { from: 0, to: 0 };

function ofName(code: string, message: string): CustomFunctionDiagnostic {
  return { ...error(code, message, nowhere), field: "name" };
}

function checkName(name: string, others: readonly CustomFunction[]): readonly CustomFunctionDiagnostic[] {
  if (!/^[A-Z][A-Za-z0-9]*$/.test(name) || name.length > longestName) {
    const rule = `A name is a capital letter, then letters and digits, at most ${longestName} in all: NetMargin.`;
    return [ofName("invalid_name", rule)];
  }
  const lower = name.toLowerCase();
  const builtIn =
    findFunction(name)?.name ?? [...functionTable.keys()].find((operator) => operator.toLowerCase() === lower);
  if (builtIn !== undefined || keywords.includes(lower)) {
    return [ofName("reserved_name", `${builtIn ?? name} is a word of the formula language. Choose another name.`)];
  }
  const foreign = foreignNames[lower];
  if (foreign !== undefined) {
    const meaning = foreign.name === null ? "" : ` for ${foreign.name}`;
    return [ofName("reserved_name", `${name} is kept${meaning}, as other products call it. Choose another name.`)];
  }
  const twin = findCustom(name, others);
  return twin === undefined
    ? []
    : [ofName("name_taken", `There is a custom function ${twin.name} already. Choose another name.`)];
}

function checkArgumentNames({ arguments: operands }: CustomFunction): readonly CustomFunctionDiagnostic[] {
  const found = operands.flatMap(({ name, type }, argument): readonly CustomFunctionDiagnostic[] => {
    const ofArgument = (code: string, message: string) => [
      { ...error(code, message, nowhere), field: "arguments" as const, argument },
    ];
    if (!/^[\p{L}_](?:[\p{L}\p{M}\p{N}_ -]*[\p{L}\p{M}\p{N}_])?$/u.test(name) || name.length > longestName) {
      const rule = `An argument's name begins with a letter; letters, digits, spaces, - and _ follow, at most ${longestName} in all.`;
      return ofArgument("invalid_name", rule);
    }
    const isTaken = operands.slice(0, argument).some((other) => other.name.toLowerCase() === name.toLowerCase());
    if (isTaken) return ofArgument("name_taken", `There is an argument ${name} already. Choose another name.`);
    const isTyped = valueTypes.some((one) => one === type);
    return isTyped ? [] : ofArgument("argument_type", `Choose the type of the argument ${name}.`);
  });
  if (operands.length <= maximumCustomArguments) return found;
  const message = `A custom function has at most ${maximumCustomArguments} arguments.`;
  return [...found, { ...error("too_many_arguments", message, nowhere), field: "arguments" }];
}

/** The formula over arguments of which only the type is known. */
function checkBody(draft: CustomFunction, others: readonly CustomFunction[]): CheckedCustomFunction {
  const parsed = parseFormula(draft.formula);
  const operands = draft.arguments.map(
    ({ name, type }): CheckedExpression => ({
      kind: "reference",
      binding: { kind: "column", columnId: name },
      type,
      ...(type === "date" ? { grain: "time" } : {}),
      span: nowhere,
    }),
  );
  const scope = argumentScope(draft, operands, { customFunctions: [...others, draft] });
  const { expression, diagnostics } = checkExpression(parsed.expression, scope, { expanding: [draft.name] });
  const found = inOrder([...parsed.diagnostics, ...diagnostics]);
  const type = expression?.type ?? "unknown";
  const span = { from: 0, to: draft.formula.length };
  const nameless =
    type === "null" ? [error("no_type", "The formula always gives Null. A function needs a result.", span)] : [];
  return { type, diagnostics: [...found, ...nameless].map((one) => ({ ...one, field: "formula" })) };
}

/** Functions that name this one and would no longer be right, though they are without it. */
function checkUsers(draft: CustomFunction, others: readonly CustomFunction[]): readonly CustomFunctionDiagnostic[] {
  return findCustomFunctionUsers(draft.name, others).flatMap((user) => {
    const rest = [...others.filter((other) => other !== user), draft];
    const [problem] = checkBody(user, rest).diagnostics.filter(({ severity, code }) => {
      return severity === "error" && code !== "recursion";
    });
    if (problem === undefined) return [];
    const message = `The custom function ${user.name} uses this one and would have an error: ${problem.message}`;
    return [{ code: "breaks_user", severity: "warning" as const, message, span: nowhere, field: "formula" as const }];
  });
}

/** Names that are called in a formula, in small letters. */
function findCalls(formula: string): ReadonlySet<string> {
  const tokens = significant(scanTokens(formula));
  return new Set(
    tokens.flatMap((token, index) => {
      const next = tokens[index + 1];
      return token.kind === "word" && next !== undefined && isSymbol(next, "(") ? [token.text.toLowerCase()] : [];
    }),
  );
}
