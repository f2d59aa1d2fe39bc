import type { CheckedFormula } from "../formula/check.ts";
import type { CheckedExpression } from "../formula/checked.ts";
import type { Diagnostic } from "../formula/diagnostic.ts";
import { parseFormula } from "../formula/parse.ts";
import { findReferences } from "../formula/rename.ts";
import type { FormulaType } from "../formula/types.ts";
import type { CheckedElement, CheckedFilter } from "./checked-element.ts";
import { reference, walk } from "./expression.ts";
import { isFromControl, isIsoDate, listValues, scalarValue, typedLiteral } from "./filter-values.ts";
import { hasValueAt } from "./reading.ts";
import { isReadableAt, type Placement, placementOf, rowLevelOf } from "./row-level.ts";
import { isRowWise } from "./row-wise.ts";
import type { Control, Filter } from "./worksheet.ts";

/** Checks a filter against its column. `columnId` of a formula filter may also name a level: `base`, `summary`, a grouping. */
export function checkFilter(
  filter: Filter,
  element: CheckedElement,
  controls: readonly Control[],
  checkFormula: (formula: string, placement: Placement) => CheckedFormula,
): CheckedFilter {
  const home = filterPlacement(filter, element);
  const placement = home === undefined ? undefined : placementInView(filter, home, element);
  const broken = (diagnostics: readonly Diagnostic[]): CheckedFilter => ({
    filter,
    level: placement?.level ?? { kind: "base" },
    diagnostics,
    column: null,
    formula: null,
    isRowWise: false,
  });
  if (filter.kind === "formula") {
    if (placement === undefined) return broken([problem("unknown_column", "This filter's column does not exist.")]);
    const checked = checkFormula(filter.formula, placement);
    const diagnostics = [...checked.diagnostics, ...logicalProblem(checked)];
    if (checked.expression === null || diagnostics.some(isError)) return broken(diagnostics);
    const { expression } = checked;
    const isOfRows =
      isRowWise(expression, element) && (placement.role === "base" || !readsInVain(filter.formula, expression));
    return { filter, level: placement.level, diagnostics, column: null, formula: expression, isRowWise: isOfRows };
  }
  const column = element.column(filter.columnId);
  if (column === undefined || placement === undefined) {
    return broken([problem("unknown_column", "This filter's column does not exist.")]);
  }
  if (column.expression === null) {
    return broken([problem("errored_reference", `Reference to errored column: [${column.column.name}]`)]);
  }
  const isOfRows = column.isRowWise && filter.kind !== "topN";
  const diagnostics = filterProblems(filter, column.type, column.column.name, controls);
  if (!isOfRows && placement !== home && !hasValueAt(filter.columnId, placement.level, element)) {
    const message = `[${column.column.name}] has no value on the rows of this ${element.view?.roles.kind}, so they cannot be filtered by it.`;
    diagnostics.push(problem("filter_level", message));
  }
  if (diagnostics.some(isError)) return broken(diagnostics);
  return {
    filter,
    level: placement.level,
    diagnostics,
    column: reference({ kind: "column", columnId: filter.columnId }, column.type, column.grain),
    formula: null,
    isRowWise: isOfRows,
  };
}

/** What it names decides nothing: `Choose(1, False, [Total] > 0)`. It stays a condition on the level that it names. */
function readsInVain(formula: string, expression: CheckedExpression): boolean {
  let reads = false;
  walk(expression, (node) => {
    reads ||= node.kind === "reference";
  });
  return !reads && findReferences(parseFormula(formula).expression).length > 0;
}

function filterPlacement(filter: Filter, element: CheckedElement): Placement | undefined {
  const { worksheet } = element;
  if (worksheet.columns.some((column) => column.id === filter.columnId)) {
    const placement = placementOf(worksheet, filter.columnId);
    return placement.role === "key" ? { ...placement, role: "calculation" } : placement;
  }
  const level = filter.kind === "formula" ? rowLevelOf(worksheet, filter.columnId) : undefined;
  if (level === undefined) return undefined;
  const role = filter.columnId === "base" ? "base" : filter.columnId === "summary" ? "summary" : "calculation";
  return { role, level, levelName: filter.columnId };
}

/**
 * In a chart or pivot a filter on an aggregate acts on that view's rows, unless its column has its values on coarser ones. Rows of
 * totals are not the cells that the filter is about.
 */
function placementInView(filter: Filter, home: Placement, element: CheckedElement): Placement {
  const { view } = element;
  if (view === null || home.role !== "calculation") return home;
  const isMeasure = home.levelName === view.measuresOf || element.column(filter.columnId)?.isOfView === true;
  if (isReadableAt(home.level, view.level) && !isMeasure) return home;
  return view.roles.kind === "pivot" && view.roles.isTotals ? home : { ...home, level: view.level };
}

function logicalProblem(checked: CheckedFormula): readonly Diagnostic[] {
  if (["logical", "null", "unknown"].includes(checked.type)) return [];
  return [
    problem("filter_type", `A filter needs a Logical formula, such as [Sales] > 100; this one gives ${checked.type}.`),
  ];
}

const wantedTypes: Readonly<Record<Exclude<Filter["kind"], "formula">, readonly FormulaType[]>> = {
  list: ["text", "number", "date", "logical", "null"],
  range: ["number", "null"],
  dateRange: ["date", "null"],
  text: ["text", "null"],
  topN: ["text", "number", "date", "logical", "null"],
};
const filterHints: Readonly<Record<Exclude<Filter["kind"], "formula">, string>> = {
  list: "A list filter cannot act on this type.",
  range: "A range filter needs a number; use a date range for dates or a list for text.",
  dateRange: "A date filter needs a date column.",
  text: "A text filter needs a text column; use a list or a range for other types.",
  topN: "A top filter needs a column that can be ordered.",
};

function filterProblems(
  filter: Exclude<Filter, { kind: "formula" }>,
  type: FormulaType,
  name: string,
  controls: readonly Control[],
): Diagnostic[] {
  if (!wantedTypes[filter.kind].includes(type)) {
    return [problem("filter_type", `[${name}] is ${type}. ${filterHints[filter.kind]}`)];
  }
  if (filter.kind === "list") {
    const misfits = (listValues(filter.values, controls) ?? []).filter(
      (value) => typedLiteral(value, type) === undefined,
    );
    return misfits.map((value) =>
      problem("filter_value", `${JSON.stringify(value)} is not a ${type} value, which [${name}] needs.`),
    );
  }
  if (filter.kind === "dateRange" && filter.range.kind === "between") {
    const bounds = [scalarValue(filter.range.start, "start", controls), scalarValue(filter.range.end, "end", controls)];
    return bounds.flatMap((bound) =>
      bound === null || (typeof bound === "string" && isIsoDate(bound))
        ? []
        : [problem("filter_value", `"${bound}" is not a date. Write it as 2024-01-31 or 2024-01-31 10:58:00.`)],
    );
  }
  return unknownControls(filter, controls);
}

function unknownControls(filter: Filter, controls: readonly Control[]): Diagnostic[] {
  const values: unknown[] = Object.values(filter);
  return values
    .filter(isFromControl)
    .filter((value) => !controls.some((control) => control.id === value.controlId))
    .map((value) => problem("unknown_control", `There is no control "${value.controlId}".`));
}

function problem(code: string, message: string): Diagnostic {
  return { code, severity: "error", message, span: { from: 0, to: 0 } };
}

function isError(diagnostic: Diagnostic): boolean {
  return diagnostic.severity === "error";
}
