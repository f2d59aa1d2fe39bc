import { dialects } from "../sql/dialect.ts";
import { parameter, raw, type SqlFragment, sql } from "../sql/fragment.ts";
import { makeCall } from "./call.ts";
import { checkExpression } from "./check-expression.ts";
import type { CheckedCall, CheckedExpression, CheckedLiteral, FormulaScope } from "./checked.ts";
import type { LoweringCall, NamedValue } from "./functions/definition.ts";
import { callSql, castSql, dateSql, isPlain, nullSql } from "./functions/sql.ts";
import { getFunction } from "./functions/table.ts";
import type { LoweringContext } from "./lowering-context.ts";
import { parseFormula } from "./parse.ts";

export type { FormulaPerson, LoweringContext } from "./lowering-context.ts";

/** The SQL of a checked and desugared expression. Throws only for what a caller forgot: such a throw is a bug, not a user's error. */
export function lower(expression: CheckedExpression, context: LoweringContext): SqlFragment {
  return lowerWith(expression, context, createBinder());
}

/** Hands out names that no other bound value of the statement has. */
type Binder = { readonly next: () => string };

function createBinder(): Binder {
  let count = 0;
  return {
    next: () => {
      count += 1;
      return `bound_${count}`;
    },
  };
}

function lowerWith(expression: CheckedExpression, context: LoweringContext, binder: Binder): SqlFragment {
  if (expression.kind === "literal") return lowerLiteral(expression, context);
  if (expression.kind === "reference") return context.reference(expression);
  return context.computed(expression) ?? lowerCall(expression, context, binder);
}

/** Literals are bound, with casts that give both engines their exact type. */
function lowerLiteral({ value, type, precision }: CheckedLiteral, { dialect }: LoweringContext): SqlFragment {
  const { types } = dialects[dialect];
  if (value === null) return nullSql(dialect, type);
  if (typeof value === "boolean") return raw(value ? "TRUE" : "FALSE");
  if (type === "date") return dateSql(dialect, value);
  if (type !== "number") return castSql(parameter(value), types.text);
  if (precision === undefined || precision.kind === "double") return castSql(parameter(value), types.double);
  return castSql(parameter(value), types.decimal(precision.digits, precision.scale));
}

function lowerCall(node: CheckedCall, context: LoweringContext, binder: Binder): SqlFragment {
  const { dialect } = context;
  const lowering = getFunction(node.name).lowering[dialect];
  if (lowering === null) throw new Error(`${node.name} is not available on ${dialects[dialect].label}.`);
  const call: LoweringCall = {
    node,
    dialect,
    context,
    arguments: node.arguments.map((argument) => lowerWith(argument, context, binder)),
    bind: (values, body) => bindValues(values, body, context, binder),
    lowerCall: (name, operands) => lowerWith(makeCall(getFunction(name), operands, node.span), context, binder),
    formula: (text, names) => lowerFormula(text, names, context, binder),
  };
  return lowering(call);
}

/**
 * A value that is said more than once gets a name: in PostgreSQL by a subselect of one row, in DuckDB, where that would become a
 * join, by a lambda over a list of one. A window call cannot move into a subselect and is repeated.
 */
function bindValues(
  values: readonly SqlFragment[],
  body: (names: readonly SqlFragment[]) => SqlFragment,
  context: LoweringContext,
  binder: Binder,
): SqlFragment {
  const isOpen = (index: number) => !isPlain(values[index] ?? raw("NULL"));
  const bound = values.map((_value, index) => isOpen(index));
  if (!bound.includes(true) || values.some(hasWindow)) {
    return body(values.map((value) => (isPlain(value) ? value : sql`(${value})`)));
  }
  const names = values.map(() => binder.next());
  const owner = binder.next();
  const reference = (index: number) =>
    raw(context.dialect === "duckdb" ? `${owner}.${names[index]}` : `${names[index]}`);
  const result = body(values.map((value, index) => (bound[index] ? reference(index) : value)));
  const open = values.flatMap((value, index) => (bound[index] ? [{ value, name: names[index] ?? "" }] : []));
  if (context.dialect === "duckdb") {
    const fields = open.map(({ value, name }) => sql`${raw(name)} := ${value}`);
    return sql`list_transform([${callSql("struct_pack", ...fields)}], lambda ${raw(owner)}: ${result})[1]`;
  }
  const columns = open.map(({ value, name }) => sql`${value} AS ${raw(name)}`);
  return sql`(SELECT ${result} FROM (SELECT ${joinColumns(columns)}) AS ${raw(owner)})`;
}

function joinColumns(columns: readonly SqlFragment[]): SqlFragment {
  return columns.reduce((left, right) => sql`${left}, ${right}`);
}

function hasWindow(value: SqlFragment): boolean {
  return value.parts.some((part) => part.kind === "text" && part.text.includes(" OVER ("));
}

/** Lowers a formula of ours whose names are given as SQL. */
function lowerFormula(
  text: string,
  names: Readonly<Record<string, NamedValue>>,
  context: LoweringContext,
  binder: Binder,
): SqlFragment {
  const scope: FormulaScope = {
    resolve: ([name = ""]) => {
      const value = names[name];
      if (value === undefined) return { kind: "unknown" };
      const { type, grain, precision } = value;
      return {
        kind: "found",
        binding: { kind: "source-column", columnId: name },
        type,
        ...(grain === undefined ? {} : { grain }),
        ...(precision === undefined ? {} : { precision }),
      };
    },
    names: [],
    customFunctions: [],
    dialect: context.dialect,
  };
  const { expression, diagnostics } = checkExpression(parseFormula(text).expression, scope);
  if (expression === null) throw new Error(`The formula ${text} of ours has errors: ${JSON.stringify(diagnostics)}`);
  const local: LoweringContext = {
    ...context,
    computed: () => undefined,
    reference: (node) => {
      const name = node.binding.kind === "source-column" ? node.binding.columnId : "";
      const value = names[name];
      if (value === undefined) throw new Error(`${name} is not given to the formula ${text}.`);
      return value.sql;
    },
  };
  return lowerWith(expression, local, binder);
}
