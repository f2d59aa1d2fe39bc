import { wrapFix } from "../formula/check/messages.ts";
import type { CheckedFormula } from "../formula/check.ts";
import type { CheckedCall, CheckedExpression, CheckedReference, LevelKind } from "../formula/checked.ts";
import type { Diagnostic, Span } from "../formula/diagnostic.ts";
import { isFannedOut } from "./check-fan-out.ts";
import { checkJoinCall } from "./check-joins.ts";
import { findTotalProblem } from "./check-totals.ts";
import type { CheckedColumn, CheckedElement } from "./checked-element.ts";
import { edgeFunctions } from "./either-level.ts";
import { some, walk } from "./expression.ts";
import { describeFanOut } from "./fan-out-fix.ts";
import { inputLevel } from "./input-level.ts";
import { hasOrder } from "./level-order.ts";
import { findLookbackProblem } from "./lookback.ts";
import { readingOf } from "./reading.ts";
import { baseLevel, type Placement, placementOf, type RowLevel } from "./row-level.ts";
import { keySaidAgain } from "./same-as-key.ts";
import { isComputedAgain, totalLevel } from "./total-level.ts";

/** Adds what LANGUAGE.md, "Levels", says against a formula at its place. An error there takes the expression away. */
export function checkColumnLevels(
  checked: CheckedFormula,
  formula: string,
  placement: Placement,
  element: CheckedElement,
): CheckedFormula {
  if (checked.expression === null) return checked;
  const found = findLevelProblems(checked.expression, formula, placement, element);
  if (found.length === 0) return checked;
  const diagnostics = [...checked.diagnostics, ...found];
  const isBroken = found.some((diagnostic) => diagnostic.severity === "error");
  return { ...checked, expression: isBroken ? null : checked.expression, diagnostics };
}

export function findLevelProblems(
  expression: CheckedExpression,
  formula: string,
  placement: Placement,
  element: CheckedElement,
): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  const checker: LevelChecker = { formula, placement, element, report: (diagnostic) => found.push(diagnostic) };
  checkAt(expression, placement.role === "key" ? baseLevel : placement.level, checker);
  const [, second] = visibilityLimits(expression);
  if (second !== undefined) {
    const message = "VisibilityLimit may stand once in a formula. Give the other one a column of its own.";
    found.push({ code: "visibility_limit", severity: "error", message, span: spanOf(second, formula) });
  }
  return found;
}

function visibilityLimits(expression: CheckedExpression): readonly CheckedExpression[] {
  const calls: CheckedExpression[] = [];
  walk(expression, (node) => {
    if (node.kind === "call" && node.name === "VisibilityLimit") calls.push(node);
  });
  return calls;
}

type LevelChecker = {
  readonly formula: string;
  readonly placement: Placement;
  readonly element: CheckedElement;
  readonly report: (diagnostic: Diagnostic) => void;
};

function checkAt(node: CheckedExpression, level: RowLevel, checker: LevelChecker): void {
  if (keySaidAgain(node, level, checker.element) !== undefined) return;
  if (node.kind === "reference") checkReference(node, level, checker);
  if (node.kind !== "call") return;
  const isRowWise = node.levelKind === "row" || node.levelKind === "join" || node.name === "VisibilityLimit";
  if (checker.placement.role === "key" && !isRowWise) checker.report(notInKey(node, checker));
  else checks[node.levelKind](node, level, checker);
}

const checks: Readonly<Record<LevelKind, (node: CheckedCall, level: RowLevel, checker: LevelChecker) => void>> = {
  row: checkParts,
  window: checkWindow,
  aggregate: checkAggregate,
  total: checkTotal,
  join: checkJoin,
};

function checkParts(node: CheckedCall, level: RowLevel, checker: LevelChecker): void {
  for (const part of node.arguments) checkAt(part, level, checker);
}

function checkReference(node: CheckedReference, level: RowLevel, checker: LevelChecker): void {
  const { binding } = node;
  if (binding.kind === "control") return;
  if (binding.kind === "external-column") {
    checker.report(notFetched(node, checker));
    return;
  }
  if (binding.kind !== "column") {
    if (level.kind !== "base") checker.report(needsAggregate(node, checker));
    return;
  }
  const column = checker.element.column(binding.columnId);
  if (column === undefined) return;
  if (checker.placement.role === "key" && !column.isRowWise) {
    checker.report(notInKey(node, checker));
    return;
  }
  const reading = readingOf(column, level, checker.element);
  if (reading === "none") checker.report(needsAggregate(node, checker));
  if (reading !== "again") return;
  const [problem] = checker.element.problemsAt(binding.columnId, level);
  if (problem !== undefined) checker.report(notComputed(node, problem, checker));
}

function checkAggregate(node: CheckedCall, level: RowLevel, checker: LevelChecker): void {
  if (level.kind === "base") {
    checker.report(aggregateAtBase(node, checker));
    return;
  }
  const nested = node.arguments.find((part) =>
    some(part, (inner) => inner.kind === "call" && inner.levelKind === "aggregate"),
  );
  if (nested !== undefined) {
    checker.report({
      code: "nested_aggregate",
      severity: "error",
      message: `An aggregate cannot stand inside ${node.name}. Make the inner one a calculation of a finer grouping and aggregate that column.`,
      span: spanOf(nested, checker.formula),
    });
    return;
  }
  const ofView = node.arguments.flatMap((part) => columnsOfView(part, checker.element));
  if (ofView[0] !== undefined) {
    const message = `[${ofView[0]}] is computed on the rows of this ${checker.element.view?.roles.kind ?? "table"}, so it cannot be aggregated again.`;
    checker.report({ code: "nested_aggregate", severity: "error", message, span: spanOf(node, checker.formula) });
    return;
  }
  if (edgeFunctions.has(node.name) && !hasOrder(inputLevel(node, level, checker.element), checker.element)) {
    checker.report(noSort(node, "its rows have", "Their values decide for now.", checker));
  }
  if (!isFannedOut(node, checker.element)) return;
  checker.report(describeFanOut(node, level, checker.element, spanOf(node, checker.formula), checker.formula));
}

function checkTotal(node: CheckedCall, level: RowLevel, checker: LevelChecker): void {
  const [aggregate] = node.arguments;
  if (aggregate === undefined) return;
  const problem = findTotalProblem(node, level, checker.element, spanOf(node, checker.formula), checker.formula);
  if (problem !== null) {
    checker.report(problem);
    return;
  }
  checkTotalled(aggregate, totalLevel(node, level, checker.element), level, checker);
  if (node.name === "PercentOfTotal") checkAt(aggregate, level, checker);
}

/** A total computes its aggregate again at another level; columns of the present level are computed there too. */
function checkTotalled(node: CheckedExpression, level: RowLevel, from: RowLevel, checker: LevelChecker): void {
  if (node.kind === "reference" && node.binding.kind === "column") {
    const column = checker.element.column(node.binding.columnId);
    if (column !== undefined && isComputedAgain(column.placement, level, from)) {
      checkComputedAgain(node, column, level, from, checker);
      return;
    }
  }
  if (node.kind === "call" && node.levelKind !== "aggregate") {
    for (const part of node.arguments) checkTotalled(part, level, from, checker);
    return;
  }
  checkAt(node, level, checker);
}

/** What stands against computing a calculation of `from` once more on the groups of another level. */
export function findTotalledProblems(
  { expression, column, placement }: CheckedColumn,
  level: RowLevel,
  from: RowLevel,
  element: CheckedElement,
): readonly Diagnostic[] {
  if (expression === null) return [];
  const found: Diagnostic[] = [];
  const checker = { formula: column.formula, placement, element, report: (one: Diagnostic) => found.push(one) };
  checkTotalled(expression, level, from, checker);
  return found.filter(({ severity }) => severity === "error");
}

function checkComputedAgain(
  node: CheckedReference,
  { expression, column }: CheckedColumn,
  level: RowLevel,
  from: RowLevel,
  checker: LevelChecker,
): void {
  if (expression === null) return;
  const problems: Diagnostic[] = [];
  const report = (found: Diagnostic): void => {
    problems.push(found);
  };
  checkTotalled(expression, level, from, { ...checker, formula: column.formula, report });
  const problem = problems.find(({ severity }) => severity === "error");
  if (problem !== undefined) checker.report(notComputed(node, problem, checker));
}

/** The formula and the external keys belong to the other source; the local keys to the level at hand. */
function checkJoin(node: CheckedCall, level: RowLevel, checker: LevelChecker): void {
  for (const { at, ...problem } of checkJoinCall(node, checker.element)) {
    checker.report({ ...problem, span: spanOf(at, checker.formula) });
  }
  node.arguments.forEach((part, index) => {
    if (index % 2 === 1) checkAt(part, level, checker);
  });
}

function columnsOfView(part: CheckedExpression, element: CheckedElement): readonly string[] {
  const names: string[] = [];
  walk(part, (node) => {
    if (node.kind !== "reference" || node.binding.kind !== "column") return;
    const column = element.column(node.binding.columnId);
    if (column?.isOfView === true) names.push(column.column.name);
  });
  return names;
}

function notComputed(node: CheckedReference, problem: Diagnostic, checker: LevelChecker): Diagnostic {
  const span = spanOf(node, checker.formula);
  const message = `${checker.formula.slice(span.from, span.to)} cannot be computed on these rows: ${problem.message}`;
  return { code: problem.code, severity: "error", message, span };
}

function needsAggregate(node: CheckedReference, checker: LevelChecker): Diagnostic {
  const span = spanOf(node, checker.formula);
  const name = checker.formula.slice(span.from, span.to);
  const message = `${name} has several values here. Aggregate it: Max(${name}), Min(${name}) or ListAggDistinct(${name}).`;
  return {
    code: "lower_level",
    severity: "error",
    message,
    span,
    fix: {
      title: `Use Max(${name})`,
      edits: [
        { span: { from: span.from, to: span.from }, insert: "Max(" },
        { span: { from: span.to, to: span.to }, insert: ")" },
      ],
    },
  };
}

function notFetched(node: CheckedReference, checker: LevelChecker): Diagnostic {
  const span = spanOf(node, checker.formula);
  const name = checker.formula.slice(span.from, span.to);
  const message = `${name} is a column of another source. Fetch it with Lookup or Rollup.`;
  return { code: "external_column", severity: "error", message, span };
}

function checkWindow(node: CheckedCall, level: RowLevel, checker: LevelChecker): void {
  checkParts(node, level, checker);
  const problem =
    node.name === "DateLookback"
      ? findLookbackProblem(node, level, checker.element)
      : node.name === "VisibilityLimit" && checker.placement.role === "summary"
        ? oneRow
        : null;
  if (problem !== null) {
    checker.report({ ...problem, severity: "error", span: spanOf(node, checker.formula) });
    return;
  }
  if (!dependsOnOrder(node) || isOrdered(level, checker)) return;
  checker.report(noSort(node, "this level has", "Its keys decide for now.", checker));
}

function noSort(node: CheckedCall, what: string, until: string, { formula }: LevelChecker): Diagnostic {
  const message = `${node.name} depends on the order of rows, and ${what} no sort. ${until}`;
  return { code: "no_sort", severity: "warning", message, span: spanOf(node, formula) };
}

const oneRow = {
  code: "visibility_limit",
  message:
    "VisibilityLimit chooses among rows, and the summary has one. Use it as a grouping key or in a grouping's calculations.",
};

/** A key is limited by the sort of its grouping. */
function isOrdered(level: RowLevel, { placement, element }: LevelChecker): boolean {
  if (placement.role !== "key") return hasOrder(level, element);
  const own = element.worksheet.groupings.find((grouping) => grouping.id === placement.levelName);
  return [...element.worksheet.sort, ...(own?.sort ?? [])].some(
    ({ columnId }) => placementOf(element.worksheet, columnId).role === "calculation",
  );
}

const ranks: ReadonlySet<string> = new Set(["Rank", "RankDense", "RankPercentile", "RowNumber", "Ntile", "CumeDist"]);

/** A rank by a column needs no other order, and dates order themselves. */
function dependsOnOrder(node: CheckedCall): boolean {
  if (node.name === "DateLookback") return false;
  return !ranks.has(node.name) || node.arguments.length === 0;
}

function aggregateAtBase(node: CheckedCall, checker: LevelChecker): Diagnostic {
  const span = spanOf(node, checker.formula);
  const written = checker.formula.slice(span.from, span.to).toLowerCase();
  const isOwn = written.startsWith(node.name.toLowerCase()) && written.endsWith(")");
  const isInTotal = /(?:total)\s*\(\s*$/i.test(checker.formula.slice(0, span.from));
  return {
    code: "aggregate_at_base",
    severity: "error",
    message: `${node.name} aggregates rows, and this column is computed per row. Put it in a grouping's calculations or in the summaries, or use GrandTotal or Rollup.`,
    span,
    ...(isOwn && !isInTotal ? { fix: wrapFix("Use GrandTotal(…)", span, "GrandTotal") } : {}),
  };
}

function notInKey(node: CheckedExpression, checker: LevelChecker): Diagnostic {
  const name = node.kind === "call" ? node.name : checker.formula.slice(node.span.from, node.span.to);
  return {
    code: "aggregate_in_key",
    severity: "error",
    message: `A grouping key is computed per row, so it cannot use ${name}. Put it in the grouping's calculations instead.`,
    span: spanOf(node, checker.formula),
  };
}

/** Metrics and custom functions stand expanded, with spans of their own texts: then the whole formula is meant. */
function spanOf(node: CheckedExpression, formula: string): Span {
  const start = formula.slice(node.span.from, node.span.from + 1);
  const isOwn = node.kind !== "reference" || start === "[";
  return isOwn && node.span.to <= formula.length ? node.span : { from: 0, to: formula.length };
}
