import { makeCall } from "./call.ts";
import { checkArguments } from "./check/arguments.ts";
import { foldChain, spineOf } from "./check/chains.ts";
import { argumentScope, customShape, describeRecursion, findCustom } from "./check/custom.ts";
import { describeUnknownColumn, describeUnknownFunction, error } from "./check/messages.ts";
import { checkNesting } from "./check/nesting.ts";
import type { CheckedExpression, CustomFunction, FormulaScope, Resolution } from "./checked.ts";
import type { Diagnostic, Span } from "./diagnostic.ts";
import type { FunctionDefinition } from "./functions/definition.ts";
import { readNumber } from "./functions/fold.ts";
import { textLiteral } from "./functions/sql.ts";
import { findFunction, getFunction } from "./functions/table.ts";
import { parseFormula } from "./parse.ts";
import type { Expression } from "./syntax.ts";

export type CheckedSyntax = {
  readonly expression: CheckedExpression | null;
  readonly diagnostics: readonly Diagnostic[];
};

/**
 * Resolves and types a parsed formula. `expression` is null when there is any error. `expanding`: the custom function whose own
 * formula this is, which it may therefore not use.
 */
export function checkExpression(
  expression: Expression,
  scope: FormulaScope,
  expanding: readonly string[] = [],
): CheckedSyntax {
  const diagnostics: Diagnostic[] = [];
  const checked = check(expression, {
    scope,
    report: (found) => diagnostics.push(...found),
    expanding,
    budget: { nodes: maximumNodes },
  });
  const isSound = diagnostics.every(({ severity }) => severity !== "error") && checked.type !== "unknown";
  return { expression: isSound ? checked : null, diagnostics };
}

/** Custom functions may stand in each other; their expansion must stay finite. */
const maximumNodes = 50_000;

type Checking = {
  readonly scope: FormulaScope;
  readonly report: (found: readonly Diagnostic[]) => void;
  /** Names of the custom functions around this expression. */
  readonly expanding: readonly string[];
  readonly budget: { nodes: number };
};

function check(node: Expression, checking: Checking): CheckedExpression {
  switch (node.kind) {
    case "number":
      return checkNumber(node.text, node.span, checking);
    case "text":
      return { kind: "literal", value: node.value, type: "text", span: node.span };
    case "logical":
      return { kind: "literal", value: node.value, type: "logical", span: node.span };
    case "null":
      return { kind: "literal", value: null, type: "null", span: node.span };
    case "reference":
      return checkReference(node.path, node.span, checking);
    case "call":
      return checkCall(node, checking);
    case "unary":
      return build(
        getFunction(node.operator === "Not" ? "Not" : "Negate"),
        [check(node.operand, checking)],
        node.span,
        checking,
      );
    case "binary":
      return checkChain(node, checking);
    case "field":
      return checkField(node, checking);
    case "index":
      return build(
        getFunction("Item"),
        [check(node.object, checking), check(node.index, checking)],
        node.span,
        checking,
      );
    case "record":
      return checkRecord(node, checking);
    case "missing":
      return unknownAt(node.span);
  }
}

/** Stands for what has an error already; fits everywhere and makes everything around it unknown. */
function unknownAt(span: Span): CheckedExpression {
  return { kind: "literal", value: null, type: "unknown", span };
}

function checkNumber(text: string, span: Span, { report }: Checking): CheckedExpression {
  const number = readNumber(text);
  if (number !== null) return { kind: "literal", type: "number", span, ...number };
  report([error("number_too_large", "A number may have at most 38 digits.", span)]);
  return unknownAt(span);
}

function checkReference(path: readonly string[], span: Span, checking: Checking): CheckedExpression {
  const name = path.join("/");
  const resolution = checking.scope.resolve(path);
  if (resolution.kind === "unknown") checking.report([describeUnknownColumn(path, span, checking.scope)]);
  if (resolution.kind === "errored")
    checking.report([error("errored_reference", `Reference to errored column: [${name}]`, span)]);
  if (resolution.kind === "cycle")
    checking.report([error("cycle", "There is a cycle in this element's dependencies", span)]);
  return ofResolution(resolution, span, checking);
}

function ofResolution(resolution: Resolution, span: Span, checking: Checking): CheckedExpression {
  if (resolution.kind === "expanded") {
    spend(resolution.expression, span, checking);
    return { ...resolution.expression, span };
  }
  if (resolution.kind !== "found") return unknownAt(span);
  const { binding, type, grain, precision } = resolution;
  return {
    kind: "reference",
    binding,
    type,
    ...(grain === undefined ? {} : { grain }),
    ...(precision === undefined ? {} : { precision }),
    span,
  };
}

function checkCall(node: Extract<Expression, { kind: "call" }>, checking: Checking): CheckedExpression {
  const definition = findFunction(node.name);
  const custom = definition === undefined ? findCustom(node.name, checking.scope.customFunctions) : undefined;
  const operands = node.arguments.map((argument) => check(argument, checking));
  if (definition !== undefined) return build(definition, operands, node.span, checking, node.nameSpan);
  if (custom !== undefined) return expandCustom(custom, operands, node, checking);
  checking.report([describeUnknownFunction(node.name, node.nameSpan, checking.scope)]);
  return unknownAt(node.span);
}

function build(
  definition: FunctionDefinition,
  operands: readonly CheckedExpression[],
  span: Span,
  checking: Checking,
  nameSpan = span,
): CheckedExpression {
  const { scope, report } = checking;
  const found = [...checkArguments(definition, operands, { span, nameSpan, dialect: scope.dialect })];
  if (found.length === 0) found.push(...checkNesting(definition, operands, nameSpan));
  report(found);
  const isBroken =
    found.some(({ severity }) => severity === "error") || operands.some(({ type }) => type === "unknown");
  if (isBroken) return unknownAt(span);
  const folded = definition.fold?.(operands);
  return folded ? { ...folded, span } : makeCall(definition, operands, span, scope.eitherLevel);
}

/** `a + b + c …`: walked from the left without recursion, since it may have thousands of parts. */
function checkChain(node: Extract<Expression, { kind: "binary" }>, checking: Checking): CheckedExpression {
  const { first, rest } = spineOf(node);
  const start = check(first, checking);
  const parts = rest.map(({ operator, operatorSpan, right, span }) => ({
    operator,
    operatorSpan,
    span,
    operand: check(right, checking),
  }));
  return foldChain(start, parts, (operator, operands, span, operatorSpan) =>
    build(getFunction(operator), operands, span, checking, operatorSpan),
  );
}

const controlParts = { min: "number", max: "number", start: "date", end: "date" } as const;

function isControlPart(name: string): name is keyof typeof controlParts {
  return name in controlParts;
}

/** `[range].min` of a control, else a field of a record. */
function checkField(node: Extract<Expression, { kind: "field" }>, checking: Checking): CheckedExpression {
  const part = node.name.toLowerCase();
  const resolution = node.object.kind === "reference" ? checking.scope.resolve(node.object.path) : null;
  const isControl = resolution?.kind === "found" && resolution.binding.kind === "control";
  if (isControl && isControlPart(part)) {
    const type = controlParts[part];
    const binding = { ...resolution.binding, part };
    return { kind: "reference", binding, type, ...(type === "date" ? { grain: "day" } : {}), span: node.span };
  }
  const key = { ...textLiteral(node.name), span: node.span };
  return build(getFunction("Item"), [check(node.object, checking), key], node.span, checking);
}

function checkRecord(node: Extract<Expression, { kind: "record" }>, checking: Checking): CheckedExpression {
  const operands = node.entries.flatMap(({ key, value }) => [
    { ...textLiteral(key), span: value.span },
    check(value, checking),
  ]);
  return build(getFunction("Record"), operands, node.span, checking);
}

/** The custom function's formula with the arguments in their places. */
function expandCustom(
  custom: CustomFunction,
  operands: readonly CheckedExpression[],
  node: Extract<Expression, { kind: "call" }>,
  checking: Checking,
): CheckedExpression {
  if (checking.expanding.includes(custom.name)) {
    checking.report([error("recursion", describeRecursion(checking.expanding, custom.name), node.nameSpan)]);
    return unknownAt(node.span);
  }
  const shape = customShape(custom);
  const found = checkArguments(shape, operands, { span: node.span, nameSpan: node.nameSpan, dialect: undefined });
  checking.report(found);
  if (found.length > 0 || operands.some(({ type }) => type === "unknown")) return unknownAt(node.span);
  const inner: Diagnostic[] = [];
  const parsed = parseFormula(custom.formula);
  const result = check(parsed.expression, {
    scope: argumentScope(custom, operands, checking.scope),
    report: (more) => inner.push(...more),
    expanding: [...checking.expanding, custom.name],
    budget: checking.budget,
  });
  const [problem] = [...parsed.diagnostics, ...inner].filter(({ severity }) => severity === "error");
  if (problem === undefined) return { ...result, span: node.span };
  const isOfOurs = problem.code === "recursion" || problem.code === "too_large";
  checking.report([
    error(
      isOfOurs ? problem.code : "custom_function",
      problem.code === "recursion"
        ? problem.message
        : `The custom function ${custom.name} has an error: ${problem.message}`,
      node.nameSpan,
    ),
  ]);
  return unknownAt(node.span);
}

function spend(expression: CheckedExpression, span: Span, { budget, report }: Checking): void {
  if (budget.nodes < 0) return;
  budget.nodes -= countNodes(expression, budget.nodes + 1);
  if (budget.nodes < 0)
    report([error("too_large", "The custom functions of this formula expand to too many parts.", span)]);
}

function countNodes(expression: CheckedExpression, limit: number): number {
  if (expression.kind !== "call" || limit <= 0) return 1;
  let count = 1;
  for (const argument of expression.arguments) {
    count += countNodes(argument, limit - count);
    if (count > limit) return count;
  }
  return count;
}
