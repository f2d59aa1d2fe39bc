import type { CheckedFormula } from "../formula/check.ts";
import type { CustomFunction, FormulaScope } from "../formula/checked.ts";
import type { Diagnostic } from "../formula/diagnostic.ts";
import type { FormulaType, ValueType, WeekStart } from "../formula/types.ts";
import type { DialectName } from "../sql/dialect.ts";
import { createElements, type Elements } from "./check-element.ts";
import { createSources } from "./check-source.ts";
import type { CheckedColumn, CheckedElement } from "./checked-element.ts";
import { formatOf } from "./format.ts";
import { createFormulaSet } from "./formula-set.ts";
import { readingOf } from "./reading.ts";
import type { ResultColumn } from "./result.ts";
import { resultKeys } from "./result-keys.ts";
import { type Placement, type RowLevel, rowLevelOf, summaryLevel } from "./row-level.ts";
import { elementViewOf, placedKeys } from "./view-roles.ts";
import { withinProblem } from "./within.ts";
import type { Document, Level, Source, View } from "./worksheet.ts";

export type CheckScope = {
  /** The worksheet's source with everything that it reaches. */
  readonly sources: ReadonlyMap<string, Source>;
  readonly document: Document;
  readonly customFunctions: readonly CustomFunction[];
  readonly weekStart: WeekStart;
  /** The engine of the source: what it cannot do is a diagnostic. Default: what any engine cannot do. */
  readonly dialect?: DialectName;
};

export type ViewDiagnostic = Diagnostic & { readonly columnId?: string; readonly filterId?: string };

export type CheckedView = {
  readonly view: View;
  /** Null: the worksheet or its level does not exist, which is among the diagnostics. */
  readonly element: CheckedElement | null;
  readonly level: RowLevel;
  readonly columns: readonly CheckedColumn[];
  readonly schema: readonly ResultColumn[];
  /** Of every column and filter of the worksheet, and of the view itself. Columns without errors still compute. */
  readonly diagnostics: readonly ViewDiagnostic[];
};

/** Checks a view with its whole worksheet. Pure; throws nothing for what a person wrote. */
export function checkView(view: View, scope: CheckScope): CheckedView {
  const elementView = elementViewOf(view);
  const element = checkElements(scope).getInView(view.worksheetId, elementView);
  const named = element === null ? undefined : rowLevelOf(element.worksheet, view.level);
  if (element === null || named === undefined) return missingView(view, element === null);
  const level = elementView?.level ?? named;
  const columns = view.columns.flatMap((columnId) => element.column(columnId) ?? []);
  return {
    view,
    element,
    level,
    columns,
    schema: schemaOf(columns, element),
    diagnostics: [
      ...worksheetDiagnostics(element),
      ...roleProblems(view, element),
      ...view.columns.flatMap((columnId) => columnProblems(columnId, level, element)),
      ...withinProblems(view, level, element),
    ],
  };
}

/** A formula as if it stood at a level of a worksheet, for editors; with `view` as a calculation of that chart or pivot. */
export function checkFormulaIn(
  worksheetId: string,
  level: Level,
  formula: string,
  scope: CheckScope,
  view?: View,
): CheckedFormula {
  return checkFormulaAmong(checkElements(scope), worksheetId, level, formula, view);
}

/** The same among elements that are checked already: for many formulas in one scope. */
export function checkFormulaAmong(
  elements: Elements,
  worksheetId: string,
  level: Level,
  formula: string,
  view?: View,
): CheckedFormula {
  const elementView = view === undefined ? null : elementViewOf(view);
  const element = elements.getInView(worksheetId, elementView);
  const named = element === null ? undefined : rowLevelOf(element.worksheet, level);
  const rowLevel = level === "base" || level === "summary" ? named : (elementView?.level ?? named);
  if (element === null || rowLevel === undefined) return { expression: null, type: "unknown", diagnostics: [] };
  const role: Placement["role"] = level === "base" || level === "summary" ? level : "calculation";
  return element.checkFormula(formula, { role, level: rowLevel, levelName: level });
}

/** What a formula of a worksheet may name, for completion and hints; null: there is no such worksheet. */
export function formulaScopeIn(worksheetId: string, scope: CheckScope): FormulaScope | null {
  return checkElements(scope).get(worksheetId)?.formulaScope() ?? null;
}

export function checkElements(scope: Omit<CheckScope, "weekStart">): Elements {
  const formulas = createFormulaSet();
  const sources = createSources(scope, formulas);
  return createElements(scope, sources, formulas);
}

function schemaOf(columns: readonly CheckedColumn[], element: CheckedElement): readonly ResultColumn[] {
  const keys = resultKeys(columns.map((column) => column.column.name));
  return columns.map((column, index) => ({
    key: keys[index] ?? column.column.id,
    columnId: column.column.id,
    name: column.column.name,
    type: valueType(column.type),
    grain: column.grain,
    format: formatOf(column, element),
    level: column.placement.levelName,
    formula: column.column.formula,
    ...(column.isRowWise || column.placement.role === "key" ? {} : { isAggregate: true }),
    ...roleIn(element, column.column.id),
  }));
}

/** A column that is Null throughout travels as text. */
function valueType(type: FormulaType): ValueType {
  return type === "null" || type === "unknown" ? "text" : type;
}

function worksheetDiagnostics(element: CheckedElement): readonly ViewDiagnostic[] {
  const ofColumns = element.worksheet.columns.flatMap(({ id }) =>
    (element.column(id)?.diagnostics ?? []).map((diagnostic) => ({ ...diagnostic, columnId: id })),
  );
  const ofFilters = element
    .filters()
    .flatMap(({ filter, diagnostics }) => diagnostics.map((diagnostic) => ({ ...diagnostic, filterId: filter.id })));
  const ofSource =
    element.rows === null ? [problem("unknown_source", "The source of this worksheet does not exist.")] : [];
  return [...ofSource, ...ofColumns, ...ofFilters];
}

function roleIn({ view }: CheckedElement, columnId: string): Pick<ResultColumn, "role"> {
  const placed = view === null ? undefined : placedKeys(view.roles).find((key) => key.columnId === columnId);
  return placed === undefined ? {} : { role: placed.role };
}

function columnProblems(columnId: string, level: RowLevel, element: CheckedElement): readonly ViewDiagnostic[] {
  const column = element.column(columnId);
  if (column === undefined) return [problem("unknown_column", "A column of this view does not exist.", columnId)];
  const reading = readingOf(column, level, element);
  if (reading === "again") {
    return element.problemsAt(columnId, level).map((diagnostic) => ({ ...diagnostic, columnId }));
  }
  if (reading !== "none") return [];
  const message = `[${column.column.name}] has several values on each row of this level. Show it at its own level, or aggregate it.`;
  return [problem("lower_level", message, columnId)];
}

/** Each key of a chart or pivot is a column that base rows alone decide, has one place and is among the view's columns. */
function roleProblems(view: View, element: CheckedElement): readonly ViewDiagnostic[] {
  if (element.view === null) return [];
  const keys = placedKeys(element.view.roles).map(({ columnId }) => columnId);
  const problems = [...new Set(keys)].flatMap((columnId): ViewDiagnostic[] => {
    const column = element.column(columnId);
    if (column === undefined) return [problem("unknown_column", "A column of this view does not exist.", columnId)];
    const name = `[${column.column.name}]`;
    const found: ViewDiagnostic[] = [];
    if (column.expression !== null && !column.isRowWise && column.placement.role !== "key") {
      const message = `${name} is computed from groups, so it cannot group the rows of this ${element.view?.roles.kind}.`;
      found.push(problem("view_key", message, columnId));
    }
    if (keys.indexOf(columnId) !== keys.lastIndexOf(columnId))
      found.push(problem("view_key", `${name} stands in two places of this view.`, columnId));
    if (!view.columns.includes(columnId))
      found.push(problem("view_key", `${name} has a place in this view but is not among its columns.`, columnId));
    return found;
  });
  if (view.pivot === undefined || view.chart === undefined) return problems;
  return [...problems, problem("view_key", "A view is a pivot or a chart, not both.")];
}

function withinProblems({ within = [] }: View, level: RowLevel, element: CheckedElement): readonly ViewDiagnostic[] {
  return within.flatMap((asked) => {
    const message = withinProblem(asked, level, element);
    return message === null ? [] : [problem("view_within", message)];
  });
}

function problem(code: string, message: string, columnId?: string): ViewDiagnostic {
  return {
    code,
    severity: "error",
    message,
    span: { from: 0, to: 0 },
    ...(columnId === undefined ? {} : { columnId }),
  };
}

function missingView(view: View, isElementMissing: boolean): CheckedView {
  const message = isElementMissing ? "The worksheet of this view does not exist." : "The worksheet has no such level.";
  const diagnostics = [problem(isElementMissing ? "unknown_worksheet" : "unknown_level", message)];
  return { view, element: null, level: summaryLevel, columns: [], schema: [], diagnostics };
}
