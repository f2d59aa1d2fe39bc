import type { ChartWish } from "../lexicon/chart-words.ts";
import type { Aggregate, Comparison, TextOperator } from "../lexicon/operators.ts";
import type { Bucket, DateRange } from "../mentions/find-dates.ts";
import type { KnownColumn } from "../source.ts";

/** What the question is taken to ask, in terms of the source. Turned into a worksheet draft by `write-draft`. */
export type Reading = {
  /** All must hold. */
  readonly conditions: readonly Condition[];
  readonly keys: readonly Key[];
  readonly measures: readonly Measure[];
  /** Row columns of the answer; with keys or measures they are keys themselves. */
  readonly columns: readonly KnownColumn[];
  readonly isDistinct: boolean;
  readonly having: readonly Having[];
  readonly sort: readonly SortTerm[];
  readonly limit: number | null;
  /** The limit counts within each group of the keys but the last: "top 3 products in each region". */
  readonly isLimitOfEach?: boolean;
  readonly chart: ChartReading | null;
};

export type Condition =
  | {
      readonly kind: "values";
      readonly column: KnownColumn;
      readonly values: readonly (string | number | boolean)[];
      readonly exclude: boolean;
    }
  | { readonly kind: "compare"; readonly column: KnownColumn; readonly operator: Operator; readonly value: number }
  | {
      readonly kind: "between";
      readonly column: KnownColumn;
      readonly min: number | null;
      readonly max: number | null;
      readonly exclude: boolean;
    }
  | { readonly kind: "average"; readonly column: KnownColumn; readonly operator: Operator }
  | {
      readonly kind: "dates";
      readonly column: KnownColumn;
      readonly range: DateRange;
      readonly exclude: boolean;
      readonly label: string;
    }
  | {
      readonly kind: "text";
      readonly column: KnownColumn;
      readonly operator: TextOperator | "equals";
      readonly text: string;
      readonly exclude: boolean;
    }
  | { readonly kind: "missing"; readonly column: KnownColumn; readonly exclude: boolean }
  | { readonly kind: "any"; readonly conditions: readonly Condition[] }
  /** Of a worksheet that a follow-up starts from, or what no other kind says; `label` tells it in words. */
  | { readonly kind: "formula"; readonly formula: string; readonly label?: string };

/** A condition with the position of the mention that it was read from. */
export type Placed = { readonly condition: Condition; readonly index: number };

export type Operator = Exclude<Comparison["operator"], "between">;

export type Key = {
  readonly column: KnownColumn;
  readonly bucket: Bucket | "bins" | null;
  /** The key was named by the noun of the rows: "per customer" in a table of customers. */
  readonly isEntity?: boolean;
  /** "which month", "the worst month": one of them is asked for. */
  readonly isAsked?: boolean;
};

/** Without a column: the rows themselves, counted. `condition` counts or adds only some of them. */
export type Measure = {
  readonly aggregate: Aggregate | "countDistinct" | "cumulative" | "growth" | "ratio" | "rank" | "delta";
  readonly column: KnownColumn | null;
  /** The lower part of a ratio. */
  readonly over?: Measure | undefined;
  /** Of a count: rows, even where several make one thing. */
  readonly isOfLines?: true | undefined;
  /** Only these rows. */
  readonly condition?: Condition | undefined;
  /** Of a rank: what ranks, and from which end. Of a delta: what the lower measure, `over`, is taken from. */
  readonly of?: Measure | undefined;
  readonly direction?: SortTerm["direction"] | undefined;
};

export type Having = {
  readonly measure: Measure;
  readonly operator: Operator | "between";
  readonly value: number;
  readonly upper?: number;
};

export type SortTerm = {
  readonly by: Key | Measure | KnownColumn;
  readonly direction: "ascending" | "descending";
};

export type ChartReading = {
  readonly wish: ChartWish | "trend";
  readonly color: KnownColumn | null;
  /** "in bins of". */
  readonly isBinned: boolean;
};

export function isMeasure(by: SortTerm["by"]): by is Measure {
  return "aggregate" in by;
}

export function isKey(by: SortTerm["by"]): by is Key {
  return "bucket" in by;
}

export function isSameMeasure(a: Measure, b: Measure): boolean {
  return (
    a.aggregate === b.aggregate &&
    a.column === b.column &&
    a.isOfLines === b.isOfLines &&
    isSameCondition(a.condition, b.condition) &&
    isSamePart(a.over, b.over) &&
    isSamePart(a.of, b.of)
  );
}

function isSamePart(a: Measure | undefined, b: Measure | undefined): boolean {
  return a === undefined || b === undefined ? a === b : isSameMeasure(a, b);
}

function isSameCondition(a: Condition | undefined, b: Condition | undefined): boolean {
  if (a?.kind === "formula" && b?.kind === "formula") return a.formula === b.formula;
  return a === b;
}

/** The columns that a condition is about. */
export function columnsOf(condition: Condition): readonly KnownColumn[] {
  if (condition.kind === "any") return condition.conditions.flatMap(columnsOf);
  return condition.kind === "formula" ? [] : [condition.column];
}
