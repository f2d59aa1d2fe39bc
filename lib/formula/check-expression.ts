import { makeCall } from "./call.ts";
import { checkArguments } from "./check/arguments.ts";
import { foldChain, spineOf } from "./check/chains.ts";
import { argumentScope, customShape, describeRecursion, findCustom } from "./check/custom.ts";
import { type CallNode, rewriteCall, rewriteOwnCall } from "./check/foreign-calls.ts";
import { createUnknownNames, error, replaceFix, type UnknownNames } from "./check/messages.ts";
import { checkNesting } from "./check/nesting.ts";
import { checkNullComparison } from "./check/null-comparison.ts";
import type { CheckedExpression, CustomFunction, FormulaScope, Resolution } from "./checked.ts";
import type { Diagnostic, Span } from "./diagnostic.ts";
import { describeSignature, type FunctionDefinition } from "./functions/definition.ts";
import { readNumber } from "./functions/fold.ts";
import { textLiteral } from "./functions/sql.ts";
import { findFunction, getFunction } from "./functions/table.ts";
import { maximumDiagnostics } from "./parse/limits.ts";
import { parseFormula } from "./parse.ts";
import type { Comment, Expression } from "./syntax.ts";

export type CheckedSyntax = {
  readonly expression: CheckedExpression | null;
  readonly diagnostics: readonly Diagnostic[];
};

/**
 * Resolves and types a parsed formula. `expression` is null when there is any error. `expanding`: the custom function whose own
 * formula this is, which it may therefore not use. `comments` are kept by fixes that write a call anew.
 */
export function checkExpression(
  expression: Expression,
  scope: FormulaScope,
  { expanding = [], comments = [] }: CheckOptions = {},
): CheckedSyntax {
  const reports = createReports();
  const checked = check(expression, {
    scope,
    ...reports,
    unknown: createUnknownNames(scope),
    comments,
    expanding,
    budget: { nodes: maximumNodes },
  });
  const isSound = !reports.hasError() && checked.type !== "unknown";
  return { expression: isSound ? checked : null, diagnostics: reports.diagnostics };
}

type CheckOptions = { readonly expanding?: readonly string[]; readonly comments?: readonly Comment[] };

/** Keeps as many diagnostics as anybody reads; errors beyond them still count as errors. */
function createReports() {
  const diagnostics: Diagnostic[] = [];
  let isBroken = false;
  return {
    diagnostics,
    report(found: readonly Diagnostic[]) {
      isBroken ||= found.some(({ severity }) => severity === "error");
      const kept = found.filter(({ severity }) => severity === "error" || diagnostics.length < maximumDiagnostics);
      if (diagnostics.length < maximumDiagnostics * 2) diagnostics.push(...kept);
    },
    hasError: () => isBroken,
  };
}

/** Custom functions may stand in each other; their expansion must stay finite. */
const maximumNodes = 50_000;

type Checking = {
  readonly scope: FormulaScope;
  readonly report: (found: readonly Diagnostic[]) => void;
  readonly unknown: UnknownNames;
  readonly comments: readonly Comment[];
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
  if (resolution.kind === "unknown") checking.report([checking.unknown.column(path, span)]);
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

function checkCall(node: CallNode, checking: Checking): CheckedExpression {
  const definition = findFunction(node.name);
  const custom = definition === undefined ? findCustom(node.name, checking.scope.customFunctions) : undefined;
  const operands = node.arguments.map((argument) => check(argument, checking));
  if (custom !== undefined) return expandCustom(custom, operands, node, checking);
  if (definition !== undefined) {
    const own = rewriteOwnCall(node, operands, checking.comments);
    if (own === null) return build(definition, operands, node.span, checking, node.nameSpan);
    checking.report([describeHabit(node, definition, own)]);
    return unknownAt(node.span);
  }
  const text = rewriteCall(node, checking.comments);
  checking.report([
    checking.unknown.function(node.name, node.nameSpan, text === null ? null : { span: node.span, text }),
  ]);
  return unknownAt(node.span);
}

/** A function of ours with the arguments that its namesake has in spreadsheets or SQL. */
function describeHabit(
  node: CallNode,
  definition: FunctionDefinition,
  { name, text }: { readonly name: string; readonly text: string },
): Diagnostic {
  const meant = name === definition.name ? describeSignature(definition) : text;
  const message = `${definition.name} is called in another way. Write ${meant.length > 80 ? `${name}(…)` : meant}.`;
  return error("foreign_arguments", message, node.nameSpan, replaceFix(`Use ${name}`, node.span, text));
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
  if (found.length === 0) found.push(...checkNesting(definition, operands, { span, nameSpan }));
  if (found.length === 0) found.push(...checkNullComparison(definition, operands, span));
  report(found);
  // An aggregate within another still has its type, so that those around it are complained of, too.
  const isBroken =
    found.some(({ severity, code }) => severity === "error" && code !== "nested_aggregate") ||
    operands.some(({ type }) => type === "unknown");
  if (isBroken) return unknownAt(span);
  const folded = definition.fold?.(operands);
  if (folded) return { ...folded, span };
  const call = makeCall(definition, operands, span, scope.eitherLevel);
  // Whatever is made of Nulls alone is Null.
  return call.type === "null" ? { kind: "literal", value: null, type: "null", span } : call;
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
  return Object.hasOwn(controlParts, name);
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
  node: CallNode,
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
  const scope = argumentScope(custom, operands, checking.scope);
  const result = check(parsed.expression, {
    scope,
    report: (more) => inner.push(...more),
    unknown: createUnknownNames(scope),
    comments: [],
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
