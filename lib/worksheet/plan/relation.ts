import type { CheckedCall, CheckedExpression } from "../../formula/checked.ts";
import type { DateGrain, FormulaType, Precision } from "../../formula/types.ts";
import { reference } from "../expression.ts";
import type { Source, SourceColumn } from "../worksheet.ts";

/**
 * The compiler's middle form: SELECTs that read one another. A value keeps the same slot wherever it is handed on, so expressions
 * name slots (as references to columns) and never care which relation they stand in.
 */
export type Slot = {
  readonly id: string;
  /** What readers of the SQL see. */
  readonly name: string;
  readonly type: FormulaType;
  readonly grain?: DateGrain | undefined;
  readonly precision?: Precision | undefined;
  readonly narrow?: Narrow | undefined;
};

/**
 * A stored column is handed on, grouped, joined and shown as the engine holds it, which engines do fastest: a day as DATE, a
 * small integer as such. Where an expression computes with it, it is widened to what our types promise.
 */
export type Narrow = "day" | "integer";

export type OrderTerm = { readonly expression: CheckedExpression; readonly direction: "ascending" | "descending" };

export type OutputValue =
  /** A column of the table that the relation reads, brought to one of our types. */
  | { readonly kind: "stored"; readonly column: SourceColumn }
  /** A row expression; in a grouped relation a key, or an expression over aggregates. */
  | {
      readonly kind: "expression";
      readonly expression: CheckedExpression;
      /** The order of the rows inside a group, for aggregates that depend on it. */
      readonly aggregateOrder?: readonly OrderTerm[] | undefined;
    }
  | {
      readonly kind: "window";
      readonly call: CheckedCall;
      readonly partitionBy: readonly CheckedExpression[];
      readonly orderBy: readonly OrderTerm[];
    };

export type Output = { readonly slot: Slot; readonly value: OutputValue };

export type Join = {
  readonly relation: Relation;
  /** Pairs that must be equal; none: the other side has one row. */
  readonly on: readonly { readonly left: CheckedExpression; readonly right: Slot }[];
  /** Keys of a level, where null is a key like any other. */
  readonly isNullSafe: boolean;
};

export type Relation = {
  /** What the relation holds, in words: its name in the SQL. */
  readonly title: string;
  readonly from:
    | { readonly kind: "table"; readonly table: NonNullable<Source["table"]> }
    | { readonly kind: "relation"; readonly relation: Relation }
    | { readonly kind: "nothing" };
  readonly joins: readonly Join[];
  readonly where: readonly CheckedExpression[];
  /** Null: rows stay as they are. None: all rows become one. */
  readonly groupBy: readonly CheckedExpression[] | null;
  readonly outputs: readonly Output[];
  /** Values of a relation that was merged into this one: written out where they are used. */
  readonly inlined: readonly Output[];
  readonly orderBy: readonly OrderTerm[];
  readonly limit: number | null;
  /** Rows to pass over first. */
  readonly offset?: number | undefined;
};

export function read(slot: Slot): CheckedExpression {
  const expression = reference({ kind: "column", columnId: slot.id }, slot.type, slot.grain);
  return slot.precision === undefined || expression.kind !== "reference"
    ? expression
    : { ...expression, precision: slot.precision };
}

export function passOn(slot: Slot): Output {
  return { slot, value: { kind: "expression", expression: read(slot) } };
}

/** The slot that an expression merely hands on. */
export function slotOf(expression: CheckedExpression): string | undefined {
  return expression.kind === "reference" && expression.binding.kind === "column"
    ? expression.binding.columnId
    : undefined;
}

/** Every expression of an output, for counting what it uses. */
export function expressionsOf({ value }: Output): readonly CheckedExpression[] {
  if (value.kind === "stored") return [];
  if (value.kind === "expression") {
    return [value.expression, ...(value.aggregateOrder ?? []).map((term) => term.expression)];
  }
  return [value.call, ...value.partitionBy, ...value.orderBy.map((term) => term.expression)];
}

/** A SELECT of nothing from nothing, to be spread and filled. */
export const emptySelect: Relation = {
  title: "",
  from: { kind: "nothing" },
  joins: [],
  where: [],
  groupBy: null,
  outputs: [],
  inlined: [],
  orderBy: [],
  limit: null,
};

export function selectFrom(relation: Relation, select: Partial<Relation>): Relation {
  return { ...emptySelect, title: relation.title, from: { kind: "relation", relation }, ...select };
}

export function computed(slot: Slot, expression: CheckedExpression, aggregateOrder?: readonly OrderTerm[]): Output {
  return { slot, value: { kind: "expression", expression, aggregateOrder } };
}
