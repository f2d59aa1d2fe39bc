import type { DialectName } from "../../sql/dialect.ts";
import type { SqlFragment } from "../../sql/fragment.ts";
import type { CheckedCall, CheckedExpression, CheckedLiteral, LevelKind } from "../checked.ts";
import type { LoweringContext } from "../lowering-context.ts";
import type { DateGrain, FormulaType, Precision, ValueType } from "../types.ts";

export const functionCategories = [
  "operator",
  "aggregate",
  "array",
  "date",
  "financial",
  "join",
  "logical",
  "math",
  "system",
  "text",
  "type",
  "window",
] as const;
export type FunctionCategory = (typeof functionCategories)[number];

/** `T` and `U`: all arguments that say so must share one type, whatever it is. */
export type ArgumentType = ValueType | "any" | "T" | "U" | readonly ValueType[];

export type ArgumentDefinition = {
  readonly name: string;
  readonly type: ArgumentType;
  /** Written as a text literal, one of these. */
  readonly values?: readonly string[];
  /** Written as a literal, because the engines want it when the query is planned. */
  readonly literal?: boolean;
  /** Its values are compared or sorted, which arrays and records are not. */
  readonly isCompared?: boolean;
};

/** `required`, then `optional`; or `required`, then any number of `repeated` groups, then perhaps one `last`. */
export type Signature = {
  readonly required: readonly ArgumentDefinition[];
  readonly optional?: readonly ArgumentDefinition[];
  readonly repeated?: readonly ArgumentDefinition[];
  readonly last?: ArgumentDefinition;
};

/** What a lowering gets to build its SQL from. */
export type LoweringCall = {
  readonly node: CheckedCall;
  readonly dialect: DialectName;
  readonly context: LoweringContext;
  /** The SQL of the arguments, safe between commas; stand them inside an expression by `operand`. */
  readonly arguments: readonly SqlFragment[];
  /**
   * Names values that the SQL says more than once, so that nested calls grow by addition and not by multiplication. Plain columns
   * and parameters are simply repeated.
   */
  readonly bind: (values: readonly SqlFragment[], body: (names: readonly SqlFragment[]) => SqlFragment) => SqlFragment;
  /** Lowers another call in place of this one, e.g. an operator whose care for types and zero is wanted. */
  readonly lowerCall: (name: string, operands: readonly CheckedExpression[]) => SqlFragment;
  /** Lowers a formula over named SQL values: one source for both engines. */
  readonly formula: (text: string, names: Readonly<Record<string, NamedValue>>) => SqlFragment;
};

export type NamedValue = {
  readonly type: FormulaType;
  readonly grain?: DateGrain;
  readonly precision?: Precision;
  readonly sql: SqlFragment;
};

/** SQL of one call. */
export type Lowering = (call: LoweringCall) => SqlFragment;

/** What a check of our own found wrong with argument `index`. */
export type ArgumentProblem = {
  readonly index: number;
  readonly code: string;
  readonly message: string;
  /** Would mend the argument. */
  readonly replacement?: string;
};

export type FunctionDefinition = {
  /** As it is printed. */
  readonly name: string;
  /** Other spellings that are understood and printed canonically. */
  readonly aliases?: readonly string[];
  readonly category: FunctionCategory;
  readonly signature: Signature;
  readonly result: ValueType | "T" | "U";
  /** `either`: window function of a row, aggregate of a group. */
  readonly levelKind: LevelKind | "either";
  /** One line. */
  readonly description: string;
  readonly example: string;
  /** Null: not available on this source. */
  readonly lowering: Readonly<Record<DialectName, Lowering | null>>;
  /** How a Number result is held. Default: in floating point. */
  readonly precision?: (operands: readonly CheckedExpression[]) => Precision | undefined;
  /** Default: that of the first date among the arguments. */
  readonly grain?: (operands: readonly CheckedExpression[]) => DateGrain | undefined;
  /** What types alone cannot tell: patterns, formats, bounds. */
  readonly check?: (operands: readonly CheckedExpression[]) => readonly ArgumentProblem[];
  /** A call whose value is known when it is written; null: it is not. */
  readonly fold?: (operands: readonly CheckedExpression[]) => CheckedLiteral | null;
  /** Kept out of completion and help: operators, and what desugaring makes. */
  readonly isInternal?: boolean;
};

export function argument(
  name: string,
  type: ArgumentType,
  rest: Omit<ArgumentDefinition, "name" | "type"> = {},
): ArgumentDefinition {
  return { name, type, ...rest };
}

export function compared(name: string, type: ArgumentType): ArgumentDefinition {
  return argument(name, type, { isCompared: true });
}

/** The definition of argument `index` when a call has `count` of them; undefined: one too many. */
export function argumentAt(signature: Signature, index: number, count: number): ArgumentDefinition | undefined {
  const { required, optional = [], repeated = [], last } = signature;
  if (index < required.length) return required[index];
  if (repeated.length === 0) return [...required, ...optional, ...(last === undefined ? [] : [last])][index];
  const surplus = (count - required.length) % repeated.length;
  if (last !== undefined && surplus === 1 && index === count - 1) return last;
  return repeated[(index - required.length) % repeated.length];
}

/** Whether a call may have `count` arguments. */
export function acceptsCount(signature: Signature, count: number): boolean {
  const { required, optional = [], repeated = [], last } = signature;
  if (count < required.length) return false;
  if (repeated.length === 0) return count <= required.length + optional.length + (last === undefined ? 0 : 1);
  const rest = (count - required.length) % repeated.length;
  return rest === 0 || (rest === 1 && last !== undefined);
}

/** `Left(string: text, count: number)`, as shown in help and completion. */
export function describeSignature({ name, signature }: Pick<FunctionDefinition, "name" | "signature">): string {
  const { required, optional = [], repeated = [], last } = signature;
  const parts = [
    ...required.map((one) => one.name),
    ...optional.map((one) => `[${one.name}]`),
    ...(repeated.length === 0 ? [] : [`[${repeated.map((one) => one.name).join(", ")}]`, "…"]),
    ...(last === undefined ? [] : [`[${last.name}]`]),
  ];
  return `${name}(${parts.join(", ")})`;
}

export function both(lowering: Lowering): Readonly<Record<DialectName, Lowering>> {
  return { duckdb: lowering, postgres: lowering };
}
