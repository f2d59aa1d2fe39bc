import type { CheckedFormula } from "../formula/check.ts";
import type { Binding, CheckedExpression, FormulaScope } from "../formula/checked.ts";
import type { Diagnostic } from "../formula/diagnostic.ts";
import type { Placement, RowLevel } from "./row-level.ts";
import type { ElementView } from "./view-roles.ts";
import type { Filter, Source, SourceColumn, Worksheet, WorksheetColumn } from "./worksheet.ts";

export type CheckedColumn = CheckedFormula & {
  readonly column: WorksheetColumn;
  readonly placement: Placement;
  /** Known from base rows alone: no aggregate, window or total in it or in anything it reads. */
  readonly isRowWise: boolean;
  /** Has a meaning on the rows of the chart or pivot only, since it asks for a total along one of its axes. */
  readonly isOfView: boolean;
};

/** A filter whose column or formula was checked; `filterCondition` says what it means with the controls at hand. */
export type CheckedFilter = {
  readonly filter: Filter;
  readonly level: RowLevel;
  readonly diagnostics: readonly Diagnostic[];
  /** The reference to its column; null for a formula filter and for one with errors. */
  readonly column: CheckedExpression | null;
  /** The condition of a formula filter. */
  readonly formula: CheckedExpression | null;
  /** Row-wise conditions act on base rows before any aggregate. */
  readonly isRowWise: boolean;
};

/** A worksheet whose formulas are checked one by one, when they are asked for. */
export type CheckedElement = {
  readonly id: string;
  readonly worksheet: Worksheet;
  /** The chart or pivot that is being looked at; null for a table. */
  readonly view: ElementView | null;
  readonly rows: ElementRows | null;
  column(columnId: string): CheckedColumn | undefined;
  /** What stands against computing a column on the rows of a level, in spans of its own formula. */
  problemsAt(columnId: string, level: RowLevel): readonly Diagnostic[];
  filters(): readonly CheckedFilter[];
  /** A formula that is not (yet) a column, as if it stood there. */
  checkFormula(formula: string, placement: Placement): CheckedFormula;
  /** What such a formula may name, for completion and hints. */
  formulaScope(): FormulaScope;
  /** What Lookup and Rollup read: another source, or the base rows of another worksheet. */
  external(owner: ExternalOwner): ElementRows | null;
};

export type ExternalOwner = Extract<Binding, { kind: "external-column" }>["owner"];

/** Where the base rows of an element come from. */
export type ElementRows =
  | { readonly kind: "source"; readonly source: CheckedSource }
  | { readonly kind: "element"; readonly element: CheckedElement; readonly level: RowLevel };

/**
 * A source whose formulas are checked when they are asked for. In its formulas the binding `column` means a column of the source
 * itself, `source-column` one of the source that a model is built on.
 */
export type CheckedSource = {
  readonly source: Source;
  readonly base: CheckedSource | null;
  column(columnId: string): CheckedSourceColumn | undefined;
  relationship(relationshipId: string): CheckedRelationship | undefined;
  rowRule(): CheckedFormula | null;
};

/** `formula` is null for a column that is stored. */
export type CheckedSourceColumn = { readonly column: SourceColumn; readonly formula: CheckedFormula | null };

export type CheckedRelationship = {
  readonly id: string;
  readonly name: string;
  readonly target: CheckedSource;
  readonly keys: readonly { readonly local: CheckedFormula; readonly foreign: string }[];
};
