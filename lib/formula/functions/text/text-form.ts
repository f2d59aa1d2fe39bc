import { dialects } from "../../../sql/dialect.ts";
import { raw, type SqlFragment, sql } from "../../../sql/fragment.ts";
import { argument, both, type FunctionDefinition, type Lowering, type LoweringCall } from "../definition.ts";
import { asInteger } from "../precision-rules.ts";
import { at, callSql, castSql, infix, operand, wholeSql } from "../sql.ts";
import { count, longest, part, text, textFunction } from "./text-function.ts";

function simple(name: string, sqlName: string, description: string): FunctionDefinition {
  return textFunction({
    name,
    signature: { required: [text] },
    result: "text",
    description,
    example: `${name}([Name])`,
    lowering: both((call) => callSql(sqlName, at(call, 0))),
  });
}

/** What was compared by code point knows the case of ASCII only in PostgreSQL, until it has its own collation again. */
export function cased(call: LoweringCall): SqlFragment {
  return call.dialect === "postgres" ? sql`${operand(at(call, 0))} COLLATE "default"` : at(call, 0);
}

/** A text with other letters, compared by code point again: PostgreSQL refuses two collations in one expression. */
function recased(call: LoweringCall, sqlName: string): SqlFragment {
  const changed = callSql(sqlName, cased(call));
  return call.dialect === "postgres" ? sql`(${changed} COLLATE "C")` : changed;
}

/** DuckDB writes ß as ẞ in capitals, PostgreSQL leaves it. */
function lowerUpper(call: LoweringCall): SqlFragment {
  const upper = recased(call, "upper");
  return call.dialect === "duckdb" ? upper : callSql("replace", upper, raw("'ß'"), raw("'ẞ'"));
}

function lowerProper(call: LoweringCall): SqlFragment {
  if (call.dialect === "postgres") return recased(call, "initcap");
  const words = sql`regexp_extract_all(lower(${at(call, 0)}), '[\\p{L}\\p{N}]+|[^\\p{L}\\p{N}]+')`;
  return sql`array_to_string(list_transform(${words}, lambda word: upper(word[1]) || word[2:]), '')`;
}

function lowerPad(name: "lpad" | "rpad"): Lowering {
  return (call) => {
    const fill = call.arguments[2] === undefined ? raw("' '") : callSql("NULLIF", at(call, 2), raw("''"));
    return callSql(name, at(call, 0), wholeSql(call, 1, 0, longest), fill);
  };
}

/** DuckDB reverses what looks like one letter as one; here every code point counts for itself. */
function lowerReverse(call: LoweringCall): SqlFragment {
  if (call.dialect === "postgres") return callSql("reverse", at(call, 0));
  return sql`array_to_string(list_reverse(regexp_extract_all(${at(call, 0)}, '(?s).')), '')`;
}

function lowerRepeat(call: LoweringCall): SqlFragment {
  return call.bind([wholeSql(call, 1, -1, longest)], ([times = at(call, 1)]) => {
    return sql`CASE WHEN ${times} > 0 THEN ${callSql("repeat", at(call, 0), times)} END`;
  });
}

/** Of spaces alone: DuckDB would take every white space by itself. */
function trimmed(name: string, description: string): FunctionDefinition {
  return textFunction({
    name,
    signature: { required: [text] },
    result: "text",
    description,
    example: `${name}([Name])`,
    lowering: both((call) => callSql(name.toLowerCase(), at(call, 0), raw("' '"))),
  });
}

export const textFormFunctions: readonly FunctionDefinition[] = [
  textFunction({
    name: "Concat",
    signature: { required: [text], repeated: [text] },
    result: "text",
    description: "Joins texts; Null when one is Null.",
    example: 'Concat([First Name], " ", [Last Name])',
    lowering: both((call) => infix("||", ...call.arguments)),
  }),
  textFunction({
    name: "Len",
    signature: { required: [text] },
    result: "number",
    description: "The number of letters (code points).",
    example: "Len([Name])",
    precision: asInteger,
    lowering: both((call) => castSql(callSql("length", at(call, 0)), dialects[call.dialect].types.integer)),
  }),
  {
    ...simple("Lower", "lower", "The text in small letters."),
    lowering: both((call) => recased(call, "lower")),
  },
  textFunction({
    name: "Upper",
    signature: { required: [text] },
    result: "text",
    description: "The text in capital letters.",
    example: "Upper([Code])",
    lowering: both(lowerUpper),
  }),
  textFunction({
    name: "Proper",
    signature: { required: [text] },
    result: "text",
    description: "Every word with a capital first letter.",
    example: "Proper([Name])",
    lowering: both(lowerProper),
  }),
  trimmed("Trim", "The text without spaces at both ends."),
  trimmed("LTrim", "The text without spaces at its start."),
  trimmed("RTrim", "The text without spaces at its end."),
  ...(["LPad", "RPad"] as const).map((name) =>
    textFunction({
      name,
      signature: { required: [text, argument("length", "number")], optional: [argument("fill", "text")] },
      result: "text",
      description: `Fills up on the ${name === "LPad" ? "left" : "right"} to a length, or cuts to it.`,
      example: `${name}([Code], 8, "0")`,
      lowering: both(lowerPad(name === "LPad" ? "lpad" : "rpad")),
    }),
  ),
  textFunction({
    name: "Replace",
    signature: { required: [text, part, argument("replacement", "text")] },
    result: "text",
    description: "Replaces every occurrence of a part.",
    example: 'Replace([Phone], "-", "")',
    lowering: both((call) => callSql("replace", ...call.arguments)),
  }),
  textFunction({
    name: "Repeat",
    signature: { required: [text, count] },
    result: "text",
    description: "The text several times; Null when the count is not positive.",
    example: 'Repeat("ab", 2)',
    lowering: both(lowerRepeat),
  }),
  textFunction({
    name: "Reverse",
    signature: { required: [text] },
    result: "text",
    description: "The letters in reverse order.",
    example: "Reverse([Code])",
    lowering: both(lowerReverse),
  }),
  textFunction({
    name: "MD5",
    signature: { required: [text] },
    result: "text",
    description: "The MD5 hash as hexadecimal digits.",
    example: "MD5([E-mail])",
    lowering: both((call) => callSql("md5", at(call, 0))),
  }),
  textFunction({
    name: "SHA256",
    signature: { required: [text] },
    result: "text",
    description: "The SHA-256 hash as hexadecimal digits.",
    example: "SHA256([E-mail])",
    lowering: {
      duckdb: (call) => callSql("sha256", at(call, 0)),
      postgres: (call) => sql`encode(sha256(convert_to(${at(call, 0)}, 'UTF8')), 'hex')`,
    },
  }),
];
