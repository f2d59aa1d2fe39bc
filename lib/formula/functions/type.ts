import { dialects } from "../../sql/dialect.ts";
import { raw, type SqlFragment, sql } from "../../sql/fragment.ts";
import { lowerDateOfText, lowerEpoch } from "./date/date-text.ts";
import { argument, both, type FunctionDefinition, type LoweringCall } from "./definition.ts";
import { limitSql } from "./exact-sum.ts";
import { foldDate, foldNumber } from "./fold.ts";
import { maximumDigits, maximumScale } from "./precision-rules.ts";
import { at, callSql, castSql, nodeAt, nullSql, operand, toDouble } from "./sql.ts";

/** Conversions. One that fails gives Null, never an error. */

const numberPattern = "^\\s*[-+]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][-+]?[0-9]{1,2})?\\s*$";

type SourceType = "text" | "number" | "date" | "logical" | "variant";
type Conversion = (call: LoweringCall, value: SqlFragment) => SqlFragment;
type Conversions = Readonly<Record<SourceType, Conversion>>;

/** Picks the conversion by the argument's type. */
function converted(conversions: Conversions) {
  return both((call) => {
    const { type } = nodeAt(call, 0);
    if (type === "null" || type === "unknown") return nullSql(call.dialect, call.node.type);
    return conversions[type](call, at(call, 0));
  });
}

const keep: Conversion = (_call, value) => value;

/** Through the text of a JSON scalar. */
function throughText(conversion: Conversion): Conversion {
  return (call, value) => conversion(call, textOfJson(call, value));
}

export function textOfJson(call: LoweringCall, value: SqlFragment): SqlFragment {
  return call.dialect === "duckdb" ? sql`${operand(value)} ->> '$'` : sql`${operand(value)} #>> '{}'`;
}

/**
 * A number as Text writes numbers. PostgreSQL puts spaces behind the commas and colons of arrays and records; those outside of their
 * texts go.
 */
function textOfVariant(call: LoweringCall, value: SqlFragment): SqlFragment {
  return call.bind([value], ([json = value]) => {
    const text = textOfJson(call, json);
    if (call.dialect === "duckdb") {
      const number = textOfNumber(call, castSql(json, dialects.duckdb.types.double));
      return sql`CASE WHEN json_type(${json}) = 'DOUBLE' THEN ${number} ELSE ${text} END`;
    }
    const trimmed = sql`regexp_replace(${text}, '([.][0-9]*[1-9])0+$|[.]0+$', '\\1')`;
    const pattern = `((?:"(?:[^"\\\\]|\\\\.)*"|[^" ])+) ?`;
    const dense = sql`regexp_replace(${text}, '${raw(pattern)}', '\\1', 'g')`;
    return sql`CASE WHEN jsonb_typeof(${json}) IN ('array', 'object') THEN ${dense} WHEN jsonb_typeof(${json}) = 'number' THEN ${trimmed} ELSE ${text} END`;
  });
}

function textOfNumber(call: LoweringCall, value: SqlFragment): SqlFragment {
  const { precision } = nodeAt(call, 0);
  const text = dialects[call.dialect].types.text;
  if (precision?.kind === "integer") return castSql(value, text);
  if (call.dialect === "postgres") return castSql(callSql("trim_scale", castSql(value, "numeric")), text);
  if (precision?.kind === "decimal") return textOfDecimal(value, precision.digits, precision.scale);
  return call.bind([value], ([number = value]) => {
    const digits = sql`printf('%.15g', ${toDouble("duckdb", number)})`;
    const large = castSql(sql`TRY_CAST(${digits} AS DECIMAL(38, 0))`, "VARCHAR");
    const small = trimZeros(castSql(sql`TRY_CAST(${digits} AS DECIMAL(38, 22))`, "VARCHAR"), 22);
    return sql`CASE WHEN abs(${number}) >= 1e15 THEN ${large} ELSE ${small} END`;
  });
}

/** DuckDB leaves out the zero before the point where the type has no room for it. */
function textOfDecimal(value: SqlFragment, digits: number, scale: number): SqlFragment {
  const roomy = digits > scale ? value : castSql(value, dialects.duckdb.types.decimal(scale + 1, scale));
  return trimZeros(castSql(roomy, "VARCHAR"), scale);
}

function trimZeros(text: SqlFragment, scale: number): SqlFragment {
  return scale === 0 ? text : callSql("rtrim", callSql("rtrim", text, raw("'0'")), raw("'.'"));
}

function textOfDate(call: LoweringCall, value: SqlFragment): SqlFragment {
  const isDay = nodeAt(call, 0).grain === "day";
  if (call.dialect === "duckdb") {
    if (isDay) return callSql("strftime", value, raw("'%Y-%m-%d'"));
    return sql`rtrim(rtrim(strftime(${value}, '%Y-%m-%d %H:%M:%S.%f'), '0'), '.')`;
  }
  if (isDay) return callSql("to_char", value, raw("'YYYY-MM-DD'"));
  return sql`rtrim(rtrim(to_char(${value}, 'YYYY-MM-DD HH24:MI:SS.US'), '0'), '.')`;
}

/** A text column's numbers are exact, as far as 20 digits before the point and 18 behind it go; larger ones are Null. */
const numberInText = { kind: "decimal", digits: maximumDigits, scale: maximumScale } as const;

function numberOfText(call: LoweringCall, value: SqlFragment): SqlFragment {
  const { decimal } = dialects[call.dialect].types;
  const { digits, scale } = numberInText;
  if (call.dialect === "duckdb")
    return sql`TRY_CAST(regexp_extract(${value}, '${raw(numberPattern)}') AS ${raw(decimal(digits, scale))})`;
  return call.bind([value], ([text = value]) => {
    const number = sql`CASE WHEN ${text} ~ '${raw(numberPattern)}' THEN round(CAST(trim(${text}) AS numeric), ${raw(String(scale))}) END`;
    return call.bind([number], ([one = number]) => sql`CASE WHEN abs(${one}) < ${limitSql(scale)} THEN ${one} END`);
  });
}

/** Numbers in JSON are doubles by nature. */
function numberOfJson(call: LoweringCall, value: SqlFragment): SqlFragment {
  const text = textOfJson(call, value);
  if (call.dialect === "duckdb") return sql`TRY_CAST(regexp_extract(${text}, '${raw(numberPattern)}') AS DOUBLE)`;
  return call.bind([text], ([one = text]) => {
    return sql`CASE WHEN ${one} ~ '${raw(numberPattern)}' THEN ${toDouble("postgres", callSql("trim", one))} END`;
  });
}

function logicalOfText(_call: LoweringCall, value: SqlFragment): SqlFragment {
  const word = callSql("lower", callSql("trim", value, raw("' '")));
  return sql`CASE WHEN ${word} IN ('true', 't', 'yes', 'y', 'on', '1') THEN TRUE WHEN ${word} IN ('false', 'f', 'no', 'n', 'off', '0') THEN FALSE END`;
}

/** The cast stands outside: PostgreSQL would try a constant inside CASE while it plans. */
function jsonOfText(call: LoweringCall, value: SqlFragment): SqlFragment {
  if (call.dialect === "duckdb") return sql`TRY_CAST(${value} AS JSON)`;
  return call.bind([value], ([text = value]) => {
    return sql`CAST(CASE WHEN pg_input_is_valid(${text}, 'jsonb') THEN ${text} END AS jsonb)`;
  });
}

function toJson(call: LoweringCall, value: SqlFragment): SqlFragment {
  return callSql(call.dialect === "duckdb" ? "to_json" : "to_jsonb", value);
}

const toText: Conversions = {
  text: keep,
  number: textOfNumber,
  date: textOfDate,
  logical: (call, value) => castSql(value, dialects[call.dialect].types.text),
  variant: textOfVariant,
};

const toNumber: Conversions = {
  text: numberOfText,
  number: keep,
  date: (call, value) => lowerEpoch(call.dialect, value),
  logical: (_call, value) => sql`CASE WHEN ${value} THEN 1 WHEN NOT ${operand(value)} THEN 0 END`,
  variant: numberOfJson,
};

const toDate: Conversions = {
  text: lowerDateOfText,
  number: (call) => call.lowerCall("DateFromUnix", call.node.arguments),
  date: keep,
  logical: () => raw("CAST(NULL AS TIMESTAMP)"),
  variant: throughText(lowerDateOfText),
};

const toLogical: Conversions = {
  text: logicalOfText,
  number: (_call, value) => sql`${operand(value)} <> 0`,
  date: () => raw("CAST(NULL AS BOOLEAN)"),
  logical: keep,
  variant: throughText(logicalOfText),
};

const toVariant: Conversions = {
  text: toJson,
  number: (call, value) => castSql(textOfNumber(call, value), dialects[call.dialect].types.variant),
  date: (call, value) => toJson(call, textOfDate(call, value)),
  logical: toJson,
  variant: keep,
};

function type(definition: Omit<FunctionDefinition, "category" | "levelKind">): FunctionDefinition {
  return { category: "type", levelKind: "row", ...definition };
}

const value = argument("value", "any");

export const typeFunctions: readonly FunctionDefinition[] = [
  type({
    name: "Text",
    signature: { required: [value] },
    result: "text",
    description: "The value as text: numbers without trailing zeros, dates as 2024-01-31 or 2024-01-31 10:58:00.",
    example: "Text([Order Number])",
    lowering: converted(toText),
  }),
  type({
    name: "Number",
    signature: { required: [value] },
    result: "number",
    description: "The value as a number; Null when the text is not one. True is 1, a date its seconds since 1970.",
    example: 'Number("12.5")',
    precision: ([operand]) => {
      if (operand?.type === "number") return operand.precision;
      if (operand?.type === "text") return numberInText;
      return operand?.type === "logical" ? { kind: "integer", digits: 10, scale: 0 } : { kind: "double" };
    },
    fold: foldNumber,
    lowering: converted(toNumber),
  }),
  type({
    name: "Date",
    signature: { required: [argument("value", ["text", "number", "date", "variant"])] },
    result: "date",
    description: "The value as a date: of ISO text, or of seconds since 1970; Null when it is none.",
    example: 'Date("2024-01-31")',
    grain: ([operand]) => operand?.grain ?? "time",
    fold: foldDate,
    lowering: converted(toDate),
  }),
  type({
    name: "Logical",
    signature: { required: [argument("value", ["text", "number", "logical", "variant"])] },
    result: "logical",
    description: "True for the texts true, yes, y, t, on, 1 and for numbers but zero; Null when the text is neither.",
    example: 'Logical("true")',
    lowering: converted(toLogical),
  }),
  type({
    name: "Json",
    signature: { required: [argument("text", ["text", "variant"])] },
    result: "variant",
    description: "The JSON that a text holds; Null when it holds none.",
    example: 'Json("{\\"a\\": 1}").a',
    lowering: converted({ ...toVariant, text: jsonOfText }),
  }),
  type({
    name: "Variant",
    signature: { required: [value] },
    result: "variant",
    description: "The value as an item of arrays and records.",
    example: "Variant([Sales])",
    lowering: converted(toVariant),
  }),
];
