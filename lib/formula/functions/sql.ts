import { type DialectName, dialects } from "../../sql/dialect.ts";
import { join, parameter, raw, type SqlFragment, sql } from "../../sql/fragment.ts";
import type { CheckedExpression, CheckedLiteral } from "../checked.ts";
import type { FormulaType, Precision } from "../types.ts";
import type { Lowering, LoweringCall, NamedValue } from "./definition.ts";

/** The pieces that lowerings are made of. */

export function callSql(name: string, ...operands: readonly SqlFragment[]): SqlFragment {
  return sql`${raw(name)}(${join(operands)})`;
}

export function castSql(value: SqlFragment, typeName: string): SqlFragment {
  return sql`CAST(${value} AS ${raw(typeName)})`;
}

/** A literal changes its cast instead of getting a second one. */
export function toDouble(dialect: DialectName, value: SqlFragment): SqlFragment {
  const [before, literal, after] = value.parts;
  const isLiteral =
    value.parts.length === 3 && before?.kind === "text" && before.text === "CAST(" && after?.kind === "text";
  const inner = isLiteral && literal?.kind === "parameter" && / AS [^()]*(\([^()]*\))?\)$/.test(after.text);
  return castSql(inner ? parameter(literal.value) : value, dialects[dialect].types.double);
}

/** An expression that may stand beside an operator. */
export function operand(value: SqlFragment): SqlFragment {
  return isAtomic(value) ? value : sql`(${value})`;
}

export function infix(operator: string, ...operands: readonly SqlFragment[]): SqlFragment {
  return join(operands.map(operand), ` ${operator} `);
}

/** SQL without a space outside brackets and quotes: a name, a call, something in brackets. */
export function isAtomic(value: SqlFragment): boolean {
  let depth = 0;
  let quote = "";
  for (const part of value.parts) {
    if (part.kind === "parameter") continue;
    if (depth === 0 && quote === "" && part.text.startsWith("-")) return false;
    for (const character of part.text) {
      if (quote !== "") quote = character === quote ? "" : quote;
      else if (character === '"' || character === "'") quote = character;
      else if (character === "(" || character === "[" || character === "{") depth += 1;
      else if (character === ")" || character === "]" || character === "}") depth -= 1;
      else if (character === " " && depth === 0) return false;
    }
  }
  return true;
}

/** Short enough to be said twice: a column or a literal. */
export function isPlain(value: SqlFragment): boolean {
  if (value.parts.length > 3) return false;
  const text = value.parts.map((part) => (part.kind === "text" ? part.text : "$")).join("");
  const cast = /^CAST\((.*) AS [A-Za-z ]+(?:\([^()]*\))?\)$/;
  const bare = text.replace(cast, "$1").replace(cast, "$1");
  return /^(?:\$|(?:"(?:[^"]|"")*"|[A-Za-z_][A-Za-z0-9_]*)(?:\."(?:[^"]|"")*"|\.[A-Za-z_][A-Za-z0-9_]*)*)$/.test(bare);
}

/** SQL's words for a call of one argument by a function of the same meaning in both engines. */
export function plain(name: string): Lowering {
  return (call) => callSql(name, ...call.arguments);
}

/** One argument as a double: for functions of real numbers. */
export function ofDoubles(name: string): Lowering {
  return (call) => callSql(name, ...call.arguments.map((value) => toDouble(call.dialect, value)));
}

export function at(call: LoweringCall, index: number): SqlFragment {
  const found = call.arguments[index];
  if (found === undefined) throw new Error(`${call.node.name} has no argument ${index + 1}`);
  return found;
}

export function nodeAt(call: LoweringCall, index: number): CheckedExpression {
  const found = call.node.arguments[index];
  if (found === undefined) throw new Error(`${call.node.name} has no argument ${index + 1}`);
  return found;
}

/** A text of ours, as a bound value. */
export function textSql(dialect: DialectName, value: string): SqlFragment {
  return castSql(parameter(value), dialects[dialect].types.text);
}

/** An ISO date. It travels as text: drivers would read a timestamp by their own clock, and lose its microseconds. */
export function dateSql(dialect: DialectName, iso: string): SqlFragment {
  const { types } = dialects[dialect];
  return castSql(dialect === "postgres" ? textSql(dialect, iso) : parameter(iso), types.date);
}

export function nullSql(dialect: DialectName, type: FormulaType): SqlFragment {
  const { types } = dialects[dialect];
  if (type === "null" || type === "unknown") return raw("NULL");
  return castSql(raw("NULL"), type === "number" ? types.decimal(1, 0) : types[type]);
}

/** The value of a text literal, or undefined. */
export function literalText(node: CheckedExpression | undefined): string | undefined {
  return node?.kind === "literal" && node.type === "text" && typeof node.value === "string" ? node.value : undefined;
}

/** The value of a number literal, with its sign, or undefined. */
export function literalNumber(node: CheckedExpression | undefined): number | undefined {
  if (node?.kind === "call" && node.name === "Negate") {
    const inner = literalNumber(node.arguments[0]);
    return inner === undefined ? undefined : -inner;
  }
  return node?.kind === "literal" && node.type === "number" && typeof node.value === "string"
    ? Number(node.value)
    : undefined;
}

export function numberLiteral(value: number): CheckedLiteral {
  const digits = String(Math.abs(value)).replace(/\D/g, "").length;
  return {
    kind: "literal",
    value: String(value),
    type: "number",
    precision: { kind: "decimal", digits, scale: 0 },
    span: { from: 0, to: 0 },
  };
}

export function textLiteral(value: string): CheckedLiteral {
  return { kind: "literal", value, type: "text", span: { from: 0, to: 0 } };
}

const smallest = -2_147_483_647;
const largest = 2_147_483_647;

/**
 * A count, position or number of digits: cut to a whole number within `minimum` and `maximum`. A literal is cut here, a column that
 * is out of bounds gives Null.
 */
export function wholeSql(call: LoweringCall, index: number, minimum = smallest, maximum = largest): SqlFragment {
  const literal = literalNumber(call.node.arguments[index]);
  const integer = call.dialect === "duckdb" ? "INTEGER" : "integer";
  if (literal !== undefined) {
    const cut = Math.min(Math.max(Math.trunc(literal), minimum), maximum);
    return castSql(parameter(cut), integer);
  }
  return call.bind([at(call, index)], ([value = raw("NULL")]) => {
    const bounds = [raw(String(minimum)), raw(String(maximum))] as const;
    const inside = sql`${operand(value)} BETWEEN ${bounds[0]} AND ${bounds[1]}`;
    return sql`CASE WHEN ${inside} THEN ${castSql(callSql("trunc", value), integer)} END`;
  });
}

export function isExact(
  precision: Precision | undefined,
): precision is Exclude<Precision, { readonly kind: "double" }> {
  return precision !== undefined && precision.kind !== "double";
}

/** Argument `index` for use by name in `call.formula`; `value` stands in its place when it was bound. */
export function named(call: LoweringCall, index: number, value = at(call, index)): NamedValue {
  const { type, grain, precision } = nodeAt(call, index);
  return {
    type,
    ...(grain === undefined ? {} : { grain }),
    ...(precision === undefined ? {} : { precision }),
    sql: value,
  };
}

/**
 * A function that the language can say itself: `names` are those of its arguments in `text`, `defaults` what optional ones are when
 * they are not given.
 */
export function macro(
  text: string,
  names: readonly string[],
  defaults: Readonly<Record<string, number>> = {},
): Lowering {
  return (call) =>
    call.bind(call.arguments, (values) => {
      const given = names.flatMap((name, index) => {
        const value = values[index];
        return value === undefined ? [] : [[name, named(call, index, value)] as const];
      });
      const fallbacks = Object.entries(defaults).map(([name, value]) => [name, literalValue(call, value)] as const);
      return call.formula(text, { ...Object.fromEntries(fallbacks), ...Object.fromEntries(given) });
    });
}

function literalValue(call: LoweringCall, value: number): NamedValue {
  const { type, precision } = numberLiteral(value);
  const digits = precision?.kind === "decimal" ? precision.digits : 1;
  const typeName = dialects[call.dialect].types.decimal(digits, 0);
  return { type, ...(precision === undefined ? {} : { precision }), sql: castSql(parameter(String(value)), typeName) };
}

/** Standing before COLLATE or another word. */
export function collated(call: LoweringCall, index: number): SqlFragment {
  const { collation } = dialects[call.dialect];
  const value = at(call, index);
  return nodeAt(call, index).type === "text" && collation !== "" ? sql`${operand(value)}${raw(collation)}` : value;
}
