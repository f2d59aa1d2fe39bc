import { type CheckedFormula, checkFormula } from "../formula/check.ts";
import type { FormulaScope, Resolution } from "../formula/checked.ts";
import { checkColumnLevels } from "./check-levels.ts";
import { relatedNames, type SourceScope, type Sources, sourceColumnNames } from "./check-source.ts";
import type { CheckedColumn, CheckedElement, CheckedFilter, ElementRows } from "./checked-element.ts";
import { createColumnProblems } from "./column-problems.ts";
import { settleEdges } from "./either-level.ts";
import { checkFilter } from "./filters.ts";
import type { Asked, FormulaSet } from "./formula-set.ts";
import { controlValue, createNames, found, type NamedValue, resolutionOf, scopeOf } from "./names.ts";
import { baseLevel, isReadableAt, type Placement, placementOf, rowLevelOf } from "./row-level.ts";
import { isRowWise } from "./row-wise.ts";
import type { ElementView } from "./view-roles.ts";
import type { Document, Metric, Worksheet, WorksheetColumn } from "./worksheet.ts";

export type ElementScope = SourceScope & { readonly document: Document };
export type Elements = {
  get(worksheetId: string): CheckedElement | null;
  /** The worksheet as one chart or pivot of it shows it. Others go on reading it as a table. */
  getInView(worksheetId: string, view: ElementView | null): CheckedElement | null;
};

/** Worksheets of a document with their formulas checked on demand. */
export function createElements(scope: ElementScope, sources: Sources, formulas: FormulaSet): Elements {
  const known = new Map<string, CheckedElement | null>();
  const elements: Elements = {
    get(worksheetId) {
      const cached = known.get(worksheetId);
      if (cached !== undefined) return cached;
      known.set(worksheetId, null);
      const worksheet = scope.document.worksheets[worksheetId];
      const checked =
        worksheet === undefined
          ? null
          : createElement({ worksheetId, worksheet, scope, sources, elements, formulas, view: null });
      known.set(worksheetId, checked);
      return checked;
    },
    getInView(worksheetId, view) {
      const plain = elements.get(worksheetId);
      if (plain === null || view === null) return plain;
      return createElement({ worksheetId, worksheet: plain.worksheet, scope, sources, elements, formulas, view });
    },
  };
  return elements;
}

type Making = {
  readonly worksheetId: string;
  readonly worksheet: Worksheet;
  readonly scope: ElementScope;
  readonly sources: Sources;
  readonly elements: Elements;
  readonly formulas: FormulaSet;
  readonly view: ElementView | null;
};

function createElement(making: Making): CheckedElement {
  const { worksheetId, worksheet, scope, view } = making;
  const formulas: FormulaSet = (key, ...rest) => making.formulas(view === null ? key : `view/${key}`, ...rest);
  const ofView = new Set<string>();
  const cache = new Map<string, CheckedFormula>();
  const checkedColumns = new Map<string, CheckedColumn>();
  const columns = new Map(worksheet.columns.map((column) => [column.id, column]));
  const rows = elementRows(making);
  let names: ReadonlyMap<string, readonly NamedValue[]> | undefined;
  let filters: readonly CheckedFilter[] | undefined;

  const scopeFor = (self: string | null): FormulaScope => {
    names ??= createNames(elementNames(making, rows, askColumn, askMetric));
    return scopeOf(names, self, scope);
  };

  const check = (key: string, self: string | null, formula: string, placement: Placement): Asked<CheckedFormula> =>
    formulas(`${worksheetId}/${key}`, cache, formula.length, () => {
      const typed = checkFormula(formula, scopeFor(self));
      const checked =
        typed.expression === null ? typed : { ...typed, expression: settleEdges(typed.expression, placement, element) };
      const atHome = checkColumnLevels(checked, formula, placement, element);
      if (atHome.expression !== null || view === null || placement.role !== "calculation") return atHome;
      const inView = checkColumnLevels(checked, formula, { ...placement, level: view.level }, element);
      if (inView.expression === null) return atHome;
      ofView.add(key);
      return inView;
    });

  const askColumn = (column: WorksheetColumn): Asked<CheckedFormula> =>
    check(`column/${column.id}`, `column/${column.id}`, column.formula, placementOf(worksheet, column.id));

  const askMetric = (metric: Metric): Asked<CheckedFormula> =>
    formulas(`${worksheetId}/metric/${metric.id}`, cache, metric.formula.length, () =>
      checkFormula(metric.formula, {
        ...scopeOf(createNames(sourceNames(making, rows, askMetric)), `metric/${metric.id}`, scope),
        eitherLevel: "aggregate",
      }),
    );

  const element: CheckedElement = {
    id: worksheetId,
    worksheet,
    view,
    rows,
    problemsAt: (columnId, level) => problemsAt(columnId, level),
    column(columnId) {
      const known = checkedColumns.get(columnId);
      if (known !== undefined) return known;
      const column = columns.get(columnId);
      if (column === undefined) return undefined;
      const asked = askColumn(column);
      const formula: CheckedFormula =
        asked === "cycle" ? { expression: null, type: "unknown", diagnostics: [] } : asked;
      const placement = placementOf(worksheet, columnId);
      const checked = {
        ...formula,
        column,
        placement,
        isRowWise: ["base", "key"].includes(placement.role) && isRowWise(formula.expression, element),
        isOfView: ofView.has(`column/${columnId}`),
      };
      if (asked !== "cycle") checkedColumns.set(columnId, checked);
      return checked;
    },
    filters() {
      filters ??= worksheet.filters.map((filter) =>
        checkFilter(filter, element, scope.document.controls, (formula, placement) => {
          const asked = check(`filter/${filter.id}`, null, formula, placement);
          return asked === "cycle" ? { expression: null, type: "unknown", diagnostics: [] } : asked;
        }),
      );
      return filters;
    },
    checkFormula(formula, placement) {
      const asked = check(`formula/${JSON.stringify(placement)}/${formula}`, null, formula, placement);
      return asked === "cycle" ? { expression: null, type: "unknown", diagnostics: [] } : asked;
    },
    formulaScope: () => scopeFor(null),
    external(owner) {
      if ("sourceId" in owner) {
        const source = making.sources.get(owner.sourceId);
        return source === null ? null : { kind: "source", source };
      }
      const other = making.elements.get(owner.worksheetId);
      return other === null ? null : { kind: "element", element: other, level: baseLevel };
    },
  };
  const problemsAt = createColumnProblems(element);
  return element;
}

function elementRows({ worksheet, sources, elements }: Making): ElementRows | null {
  if ("sourceId" in worksheet.source) {
    const source = sources.get(worksheet.source.sourceId);
    return source === null ? null : { kind: "source", source };
  }
  const element = elements.get(worksheet.source.worksheetId);
  const level = element === null ? undefined : rowLevelOf(element.worksheet, worksheet.source.level);
  return element === null || level === undefined ? null : { kind: "element", element, level };
}

/** What formulas of an element may name, in the order of LANGUAGE.md. */
function* elementNames(
  making: Making,
  rows: ElementRows | null,
  askColumn: (column: WorksheetColumn) => Asked<CheckedFormula>,
  askMetric: (metric: Metric) => Asked<CheckedFormula>,
): Generator<NamedValue> {
  for (const column of making.worksheet.columns) {
    yield {
      path: [column.name],
      get type() {
        const asked = askColumn(column);
        return asked === "cycle" ? "unknown" : asked.type;
      },
      owner: `column/${column.id}`,
      ...(column.description === undefined ? {} : { description: column.description }),
      resolve: () => resolutionOf(askColumn(column), { kind: "column", columnId: column.id }),
    };
  }
  for (const control of making.scope.document.controls) yield controlValue(control);
  yield* sourceNames(making, rows, askMetric);
  yield* externalNames(making);
}

/** Metrics and columns of the element's source, and columns over its relationships. */
function* sourceNames(
  { sources }: Making,
  rows: ElementRows | null,
  askMetric: (metric: Metric) => Asked<CheckedFormula>,
): Generator<NamedValue> {
  if (rows === null) return;
  if (rows.kind === "element") {
    yield* innerNames(
      rows.element,
      (columnId) => ({ kind: "source-column", columnId }),
      (column) => isReadableAt(column.placement.level, rows.level),
    );
    return;
  }
  const { source } = rows.source;
  for (const metric of source.metrics) {
    yield {
      path: [metric.name],
      type: "number",
      owner: `metric/${metric.id}`,
      description: metric.description,
      resolve: () => metricResolution(askMetric(metric)),
    };
  }
  yield* sourceColumnNames(rows.source);
  yield* relatedNames(source, sources);
}

function metricResolution(asked: Asked<CheckedFormula>): Resolution {
  if (asked === "cycle") return { kind: "cycle" };
  return asked.expression === null ? { kind: "errored" } : { kind: "expanded", expression: asked.expression };
}

/** Columns of other elements and sources, for Lookup and Rollup. */
function* externalNames({ worksheetId, scope, sources, elements }: Making): Generator<NamedValue> {
  for (const [otherId, worksheet] of Object.entries(scope.document.worksheets)) {
    const other = otherId === worksheetId ? null : elements.get(otherId);
    if (other === null) continue;
    yield* innerNames(
      other,
      (columnId) => ({ kind: "external-column", owner: { worksheetId: otherId }, columnId }),
      undefined,
      worksheet.name,
    );
  }
  for (const source of scope.sources.values()) {
    for (const named of sourceColumnNames(sources.get(source.id))) {
      yield {
        ...named,
        path: [source.name, ...named.path],
        resolve: () => {
          const resolution = named.resolve();
          if (resolution.kind !== "found" || resolution.binding.kind !== "source-column") return resolution;
          const { columnId } = resolution.binding;
          return { ...resolution, binding: { kind: "external-column", owner: { sourceId: source.id }, columnId } };
        },
      };
    }
  }
}

function* innerNames(
  element: CheckedElement,
  bind: (columnId: string) => Parameters<typeof found>[0],
  isVisible: (column: CheckedColumn) => boolean = () => true,
  owner?: string,
): Generator<NamedValue> {
  for (const { id, name } of element.worksheet.columns) {
    yield {
      path: owner === undefined ? [name] : [owner, name],
      get type() {
        return element.column(id)?.type ?? "unknown";
      },
      resolve: () => {
        const column = element.column(id);
        if (column === undefined || !isVisible(column)) return { kind: "unknown" };
        return column.expression === null ? { kind: "errored" } : found(bind(id), column);
      },
    };
  }
}
