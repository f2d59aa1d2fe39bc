import type { DialectName } from "../sql/dialect.ts";
import type { Span } from "./diagnostic.ts";
import type { DateGrain, FormulaType, Precision } from "./types.ts";

/**
 * A formula after checking: names are resolved to bindings, functions to their canonical names, operators are calls of the
 * functions of the same name, custom functions and metrics are expanded. This is what `lib/worksheet` splits into stages and what
 * `lib/formula/compile` lowers to SQL.
 */
export type CheckedExpression =
  | {
      readonly kind: "literal";
      readonly value: string | boolean | null;
      readonly type: FormulaType;
      readonly grain?: DateGrain;
      readonly precision?: Precision;
      readonly span: Span;
    }
  | {
      readonly kind: "reference";
      readonly binding: Binding;
      readonly type: FormulaType;
      readonly grain?: DateGrain;
      readonly precision?: Precision;
      readonly span: Span;
    }
  | {
      readonly kind: "call";
      readonly name: string;
      readonly levelKind: LevelKind;
      readonly arguments: readonly CheckedExpression[];
      readonly type: FormulaType;
      readonly grain?: DateGrain;
      readonly precision?: Precision;
      readonly span: Span;
    };

export type CheckedLiteral = Extract<CheckedExpression, { kind: "literal" }>;
export type CheckedReference = Extract<CheckedExpression, { kind: "reference" }>;
export type CheckedCall = Extract<CheckedExpression, { kind: "call" }>;

/** What a function does with rows: one by one, many into one, over its neighbours, or across to another source. */
export type LevelKind = "row" | "aggregate" | "window" | "total" | "join";

/** What a name stands for. */
export type Binding =
  /** A column of the element itself. */
  | { readonly kind: "column"; readonly columnId: string }
  /** A column of the element's source (physical, or calculated by a model). */
  | { readonly kind: "source-column"; readonly columnId: string }
  /** A column at the one side of a relationship of the source. */
  | { readonly kind: "related-column"; readonly relationshipId: string; readonly columnId: string }
  /** A column of another source or element: in Lookup and Rollup only. */
  | {
      readonly kind: "external-column";
      readonly owner: { readonly sourceId: string } | { readonly worksheetId: string };
      readonly columnId: string;
    }
  /** A control; `part` for ranges. */
  | { readonly kind: "control"; readonly controlId: string; readonly part: "value" | "min" | "max" | "start" | "end" };

/** What the checker asks about names. Made by `lib/worksheet`; pure and quick. */
export type FormulaScope = {
  resolve(path: readonly string[]): Resolution;
  /** Every name that may be written here, for did-you-mean and completion, nearest owner first. */
  readonly names: readonly {
    readonly path: readonly string[];
    readonly type: FormulaType;
    readonly description?: string;
  }[];
  readonly customFunctions: readonly CustomFunction[];
  /** What First, Last, FirstNonNull and LastNonNull are here: window functions of a row, or aggregates of a group. Default window. */
  readonly eitherLevel?: "aggregate" | "window";
  /** Functions that the engine of this source cannot do are "not available on this source". Default: those that both can do. */
  readonly dialect?: DialectName;
};

export type Resolution =
  | {
      readonly kind: "found";
      readonly binding: Binding;
      readonly type: FormulaType;
      readonly grain?: DateGrain;
      /** For a source column from its `nativeType`, for a column of the element from its checked formula. */
      readonly precision?: Precision;
    }
  /** A metric of the source: its checked formula stands in its place. */
  | { readonly kind: "expanded"; readonly expression: CheckedExpression }
  /** The name exists but its own formula has errors. */
  | { readonly kind: "errored" }
  | { readonly kind: "cycle" }
  | { readonly kind: "unknown" };

export type CustomFunction = {
  readonly name: string;
  readonly description: string;
  readonly arguments: readonly { readonly name: string; readonly type: FormulaType }[];
  readonly formula: string;
  /** Not offered by completion nor did-you-mean; formulas that name it work. */
  readonly isHidden?: boolean;
};
