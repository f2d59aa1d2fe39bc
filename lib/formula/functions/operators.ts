import { dialects } from "../../sql/dialect.ts";
import { join, raw, type SqlFragment, sql } from "../../sql/fragment.ts";
import type { CheckedExpression } from "../checked.ts";
import { argument, both, type FunctionDefinition, type Lowering, type LoweringCall } from "./definition.ts";
import { guarded, meeting, withoutGuard } from "./exact-sum.ts";
import { asDouble, mayOutgrowProduct, mayOutgrowSum, ofAll, ofFirst, ofProduct, ofSum } from "./precision-rules.ts";
import { at, callSql, castSql, infix, isAtomic, isExact, literalNumber, nodeAt, operand, toDouble } from "./sql.ts";

/** Operators are functions like the others, under the sign they are written with; unary minus is `Negate`. */

const left = (type: "number" | "text" | "logical" | "T") => argument("left", type);
const right = (type: "number" | "text" | "logical" | "T") => argument("right", type);

const ordered = ["number", "text", "date", "logical"] as const;

function operator(
  name: string,
  definition: Pick<FunctionDefinition, "signature" | "result" | "description" | "example" | "lowering"> &
    Partial<FunctionDefinition>,
): FunctionDefinition {
  return { name, category: "operator", levelKind: "row", isInternal: true, ...definition };
}

function arithmetic(name: string, description: string, example: string, lowering: Lowering, precision = ofSum) {
  const signature = { required: [left("number"), right("number")] };
  return operator(name, { signature, result: "number", description, example, precision, lowering: both(lowering) });
}

function comparison(name: string, description: string): FunctionDefinition {
  return operator(name, {
    signature: { required: [left("T"), right("T")] },
    result: "logical",
    description,
    example: `[Sales] ${name} 100`,
    lowering: both(lowerComparison),
    check: (operands) =>
      operands.flatMap(({ type }, index) =>
        type === "variant"
          ? [
              {
                index,
                code: "argument_type",
                message: `Argument ${index + 1} invalid for function ${name}. Expected ${ordered.join(" or ")}; received variant.`,
              },
            ]
          : [],
      ),
  });
}

/** Text compares by code point, whatever the database's collation is. */
function lowerComparison(call: LoweringCall): SqlFragment {
  const isText = call.node.arguments.some((node) => node.type === "text");
  const isOrder = call.node.name.startsWith("<") || call.node.name.startsWith(">");
  const [value = at(call, 0), other = at(call, 1)] = meeting(call, [0, 1]);
  const first = operand(value);
  const collated = isText && isOrder ? sql`${first}${raw(dialects[call.dialect].collation)}` : first;
  const sign = call.node.name === "!=" ? "<>" : call.node.name;
  return sql`${collated} ${raw(sign)} ${operand(other)}`;
}

/** Two integers are taken to decimals first, where they have room to grow; too many decimals go to floating point. */
function widened(call: LoweringCall): readonly SqlFragment[] {
  const { types } = dialects[call.dialect];
  const [first, second] = call.node.arguments.map(({ precision }) => precision);
  if (isExact(first) && isExact(second) && call.node.precision?.kind === "double") {
    return call.arguments.map((value) => toDouble(call.dialect, value));
  }
  if (first?.kind !== "integer" || (second !== undefined && second.kind !== "integer")) return call.arguments;
  return call.arguments.map((value, index) => (index === 0 ? castSql(value, types.decimal(first.digits, 0)) : value));
}

const sameSign: Readonly<Record<string, readonly string[]>> = {
  "+": ["+"],
  "*": ["*"],
  And: ["And"],
  Or: ["Or"],
  "&": ["&"],
};
const sqlSign: Readonly<Record<string, string>> = { "&": "||", And: "AND", Or: "OR" };

/** Whether an argument is a call of the same sign, written out here. */
function isSameChain(call: LoweringCall, index: number): boolean {
  const node = nodeAt(call, index);
  const chained = sameSign[call.node.name] ?? [];
  return node.kind === "call" && chained.includes(node.name) && call.context.computed(node) === undefined;
}

/** `a + b + c` needs no brackets when its left part is a sum itself. */
function lowerChain(call: LoweringCall, values: readonly SqlFragment[]): SqlFragment {
  const { name } = call.node;
  const parts = values.map((value, index) =>
    index === 0 && isSameChain(call, index) && !isAtomic(value) ? value : operand(value),
  );
  return join(parts, ` ${sqlSign[name] ?? name} `);
}

function lowerArithmetic(call: LoweringCall): SqlFragment {
  const { precision } = call.node;
  const [first, second] = call.node.arguments.map((one) => one.precision);
  if (!isExact(precision) || !isExact(first) || !isExact(second)) return lowerChain(call, widened(call));
  const mayOutgrow = call.node.name === "*" ? mayOutgrowProduct(first, second) : mayOutgrowSum(first, second);
  if (!mayOutgrow) return lowerChain(call, widened(call));
  const values = widened(call);
  const open = values.map((value, index) => (index === 0 && isSameChain(call, index) ? withoutGuard(value) : value));
  const isMixed = call.node.name !== "*" && first.scale !== second.scale;
  return guarded(call, lowerChain(call, open), precision.scale, isMixed ? call.arguments : []);
}

/** Always in floating point: neither engine's decimal division agrees with the other's. */
function lowerDivision(call: LoweringCall): SqlFragment {
  const numerator = operand(toDouble(call.dialect, at(call, 0)));
  return sql`${numerator} / ${callSql("NULLIF", toDivisor(call, 1), raw("0"))}`;
}

function toDivisor(call: LoweringCall, index: number): SqlFragment {
  return call.dialect === "duckdb" ? at(call, index) : toDouble(call.dialect, at(call, index));
}

function lowerRemainder(call: LoweringCall): SqlFragment {
  const isDouble = !isExact(call.node.precision);
  const exact = (value: SqlFragment) => (call.dialect === "postgres" && isDouble ? castSql(value, "numeric") : value);
  const [value = at(call, 0), divisor = at(call, 1)] = meeting(call, [0, 1]);
  const remainder = infix("%", exact(value), callSql("NULLIF", exact(divisor), raw("0")));
  return call.dialect === "postgres" && isDouble ? toDouble("postgres", remainder) : remainder;
}

/** Where the real numbers have no answer, or none that fits, it is Null. Small whole exponents need no such care. */
export function lowerPower(call: LoweringCall): SqlFragment {
  const values = call.arguments.map((value) => toDouble(call.dialect, value));
  const literal = literalNumber(nodeAt(call, 1));
  if (literal !== undefined && Number.isInteger(literal) && literal >= 0 && literal <= 8)
    return callSql("power", ...values);
  return call.bind(values, ([base = raw("NULL"), exponent = raw("NULL")]) => {
    const isUndefined = sql`(${base} = 0 AND ${exponent} < 0) OR (${base} < 0 AND ${exponent} <> floor(${exponent}))`;
    const size = sql`${exponent} * ln(abs(${base}))`;
    return sql`CASE WHEN ${isUndefined} THEN NULL WHEN ${base} IN (0, 1) OR ${exponent} = 0 THEN power(${base}, ${exponent}) WHEN ${size} > 709.7 THEN NULL WHEN ${size} < -708 THEN 0 ELSE power(${base}, ${exponent}) END`;
  });
}

function lowerNegation(call: LoweringCall): SqlFragment {
  return sql`-${operand(withoutBounds(call))}`;
}

/** The smallest whole number of a type has no counterpart there, so whole numbers are taken to decimals first. */
export function withoutBounds(call: LoweringCall): SqlFragment {
  const { precision } = nodeAt(call, 0);
  if (precision?.kind !== "integer") return at(call, 0);
  return castSql(at(call, 0), dialects[call.dialect].types.decimal(precision.digits, 0));
}

export function ofNegation(operands: readonly CheckedExpression[]) {
  const precision = ofFirst(operands);
  return precision?.kind === "integer" ? ({ ...precision, kind: "decimal" } as const) : precision;
}

/** An item of an array or record, Null where the JSON says null or nothing. */
function lowerItem(call: LoweringCall): SqlFragment {
  const key = at(call, 1);
  const isIndex = nodeAt(call, 1).type === "number";
  if (call.dialect === "postgres") {
    if (!isIndex) return sql`NULLIF(${operand(at(call, 0))} -> ${key}, CAST('null' AS jsonb))`;
    return call.bind([at(call, 0)], ([json = at(call, 0)]) => {
      const found = sql`NULLIF(${operand(json)} -> ${castSql(key, "integer")}, CAST('null' AS jsonb))`;
      return sql`CASE WHEN jsonb_typeof(${json}) = 'array' THEN ${found} END`;
    });
  }
  const path = isIndex
    ? sql`'$[' || CAST(${key} AS BIGINT) || ']'`
    : sql`'/' || replace(replace(${key}, '~', '~0'), '/', '~1')`;
  return sql`NULLIF(json_extract(${at(call, 0)}, ${path}), 'null')`;
}

function lowerRecord(call: LoweringCall): SqlFragment {
  const pairs = call.node.arguments.map((node, index) =>
    index % 2 === 0 ? at(call, index) : call.lowerCall("Variant", [node]),
  );
  return callSql(call.dialect === "duckdb" ? "json_object" : "jsonb_build_object", ...pairs);
}

export const operators: readonly FunctionDefinition[] = [
  arithmetic("+", "Adds two numbers.", "[Sales] + [Tax]", lowerArithmetic),
  arithmetic("-", "Subtracts the second number from the first.", "[Sales] - [Cost]", lowerArithmetic),
  arithmetic("*", "Multiplies two numbers.", "[Price] * [Quantity]", lowerArithmetic, ofProduct),
  arithmetic("/", "Divides; by zero gives Null.", "[Profit] / [Sales]", lowerDivision, asDouble),
  arithmetic(
    "%",
    "The remainder of a division, with the sign of the dividend; by zero gives Null.",
    "7 % 4",
    lowerRemainder,
    ofAll,
  ),
  arithmetic("^", "Raises to a power.", "[Side] ^ 2", lowerPower, asDouble),
  operator("Negate", {
    signature: { required: [argument("number", "number")] },
    result: "number",
    description: "Changes the sign.",
    example: "-[Sales]",
    precision: ofNegation,
    lowering: both(lowerNegation),
  }),
  operator("&", {
    signature: { required: [left("text"), right("text")] },
    result: "text",
    description: "Joins two texts.",
    example: '[First Name] & " " & [Last Name]',
    lowering: both((call) => lowerChain(call, call.arguments)),
  }),
  comparison("=", "Whether two values are equal; Null when one of them is Null."),
  comparison("!=", "Whether two values differ; Null when one of them is Null."),
  comparison("<", "Whether the first is less than the second."),
  comparison("<=", "Whether the first is at most the second."),
  comparison(">", "Whether the first is greater than the second."),
  comparison(">=", "Whether the first is at least the second."),
  operator("And", {
    signature: { required: [left("logical"), right("logical")] },
    result: "logical",
    description: "True when both are true.",
    example: '[Sales] > 100 And [Region] = "West"',
    lowering: both((call) => lowerChain(call, call.arguments)),
  }),
  operator("Or", {
    signature: { required: [left("logical"), right("logical")] },
    result: "logical",
    description: "True when one of them is true.",
    example: '[Region] = "West" Or [Region] = "East"',
    lowering: both((call) => lowerChain(call, call.arguments)),
  }),
  operator("Not", {
    signature: { required: [argument("condition", "logical")] },
    result: "logical",
    description: "True when the condition is false.",
    example: "Not IsNull([Region])",
    lowering: both((call) => sql`NOT ${operand(at(call, 0))}`),
  }),
  operator("Item", {
    signature: { required: [argument("value", "variant"), argument("key", ["text", "number"])] },
    result: "variant",
    description: "An item of an array, counted from zero, or a field of a record.",
    example: "Array(1, 2, 3)[0]",
    lowering: both(lowerItem),
  }),
  operator("Record", {
    signature: { required: [], repeated: [argument("key", "text"), argument("value", "any")] },
    result: "variant",
    description: "A record of named values.",
    example: "{ name: [Name], total: [Sales] }",
    lowering: both(lowerRecord),
  }),
];
