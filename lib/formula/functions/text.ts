import { dialects } from "../../sql/dialect.ts";
import { raw, type SqlFragment, sql } from "../../sql/fragment.ts";
import type { CheckedExpression } from "../checked.ts";
import {
  type ArgumentProblem,
  argument,
  both,
  type FunctionDefinition,
  type Lowering,
  type LoweringCall,
} from "./definition.ts";
import { readPattern } from "./pattern.ts";
import { asInteger } from "./precision-rules.ts";
import { at, callSql, castSql, infix, literalNumber, literalText, nodeAt, operand, textSql, wholeSql } from "./sql.ts";

const text = argument("text", "text");
const count = argument("count", "number");
/** Longer results of padding and repeating are cut: a formula must not fill the memory of an engine. */
const longest = 100_000;

function textFunction(
  definition: Omit<FunctionDefinition, "category" | "levelKind"> & Partial<FunctionDefinition>,
): FunctionDefinition {
  return { category: "text", levelKind: "row", ...definition };
}

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

function test(name: string, description: string, example: string, lowering: Lowering): FunctionDefinition {
  return textFunction({
    name,
    signature: { required: [text, argument("part", "text")] },
    result: "logical",
    description,
    example,
    lowering: both(lowering),
  });
}

function lowerContains(call: LoweringCall): SqlFragment {
  const [value = raw("NULL"), ...parts] = call.arguments;
  const tests = parts.map((part) => sql`${callSql("strpos", value, part)} > 0`);
  return tests.length === 1 ? (tests[0] ?? raw("NULL")) : infix("OR", ...tests);
}

/** DuckDB writes ß as ẞ in capitals, PostgreSQL leaves it. */
function lowerUpper(call: LoweringCall): SqlFragment {
  const upper = callSql("upper", at(call, 0));
  return call.dialect === "duckdb" ? upper : callSql("replace", upper, raw("'ß'"), raw("'ẞ'"));
}

function lowerProper(call: LoweringCall): SqlFragment {
  if (call.dialect === "postgres") return callSql("initcap", at(call, 0));
  const words = sql`regexp_extract_all(lower(${at(call, 0)}), '[\\p{L}\\p{N}]+|[^\\p{L}\\p{N}]+')`;
  return sql`array_to_string(list_transform(${words}, lambda word: upper(word[1]) || word[2:]), '')`;
}

/** From a position, counted from 1, or from the end when it is negative. */
function lowerMid(call: LoweringCall): SqlFragment {
  const start = literalNumber(nodeAt(call, 1));
  const hasLength = call.arguments.length > 2;
  if (start !== undefined && start >= 0) {
    const from = raw(String(Math.max(1, Math.min(Math.trunc(start), longest * 10_000))));
    return callSql("substr", at(call, 0), from, ...(hasLength ? [wholeSql(call, 2, 0)] : []));
  }
  const values = [at(call, 0), wholeSql(call, 1), ...(hasLength ? [wholeSql(call, 2, 0)] : [])];
  return call.bind(values, ([value = at(call, 0), position = at(call, 1), length]) => {
    const fromEnd = sql`length(${value}) + ${position} + 1`;
    const from = sql`CASE WHEN ${position} > 0 THEN ${position} WHEN ${position} = 0 OR ${fromEnd} < 1 THEN 1 ELSE ${fromEnd} END`;
    const place = castSql(from, "integer");
    return callSql("substr", value, place, ...(length === undefined ? [] : [length]));
  });
}

function lowerPad(name: "lpad" | "rpad"): Lowering {
  return (call) => {
    const fill = call.arguments[2] === undefined ? raw("' '") : callSql("NULLIF", at(call, 2), raw("''"));
    return callSql(name, at(call, 0), wholeSql(call, 1, 0, longest), fill);
  };
}

/** Positions from 1, negative from the right; beyond either end the text is empty. */
function lowerSplitPart(call: LoweringCall): SqlFragment {
  const delimiter = callSql("NULLIF", at(call, 1), raw("''"));
  return callSql("split_part", at(call, 0), delimiter, callSql("NULLIF", wholeSql(call, 2), raw("0")));
}

/** `\` makes the next sign stand for itself; a pattern that ends in it can match nothing. */
function lowerLike(word: "LIKE" | "ILIKE"): Lowering {
  return (call) => {
    const like = (pattern: SqlFragment) => sql`${operand(at(call, 0))} ${raw(word)} ${operand(pattern)} ESCAPE '\\'`;
    if (literalText(nodeAt(call, 1)) !== undefined) return like(at(call, 1));
    return call.bind(
      [at(call, 1)],
      ([pattern = at(call, 1)]) =>
        sql`CASE WHEN right(${pattern}, 1) <> '\\' OR ${pattern} IS NULL THEN ${like(pattern)} END`,
    );
  };
}

function checkLike([, pattern]: readonly CheckedExpression[]): readonly ArgumentProblem[] {
  const written = literalText(pattern);
  if (written === undefined || !/(?:^|[^\\])(?:\\\\)*\\$/.test(written)) return [];
  return [
    {
      index: 1,
      code: "invalid_pattern",
      message: "The pattern ends in a backslash. Write it twice to mean the sign itself.",
    },
  ];
}

function checkPattern([, pattern]: readonly CheckedExpression[]): readonly ArgumentProblem[] {
  const written = literalText(pattern);
  const read = written === undefined ? null : readPattern(written);
  if (read === null || !("problem" in read)) return [];
  return [{ index: 1, code: "invalid_pattern", message: `This regular expression cannot be used: ${read.problem}.` }];
}

function checkReplacement(operands: readonly CheckedExpression[]): readonly ArgumentProblem[] {
  const found = checkPattern(operands);
  const written = literalText(operands[2]);
  const read = readPattern(literalText(operands[1]) ?? "");
  if (found.length > 0 || written === undefined || "problem" in read) return found;
  const wrong = [...written.matchAll(/\\([\s\S]?)/g)].find(
    ([, sign = ""]) => sign !== "\\" && !(/\d/.test(sign) && Number(sign) <= read.groups),
  );
  if (wrong === undefined) return [];
  return [
    {
      index: 2,
      code: "invalid_pattern",
      message: `"${wrong[0]}" in the replacement refers to no group of the pattern.`,
    },
  ];
}

/** Of a literal pattern, for this engine. */
function patternOf(call: LoweringCall): { readonly source: SqlFragment; readonly groups: number } {
  const read = readPattern(literalText(nodeAt(call, 1)) ?? "");
  if ("problem" in read) throw new Error(`The pattern of ${call.node.name} was not checked: ${read.problem}`);
  return { source: textSql(call.dialect, read.sources[call.dialect]), groups: read.groups };
}

function lowerRegexpExtract(call: LoweringCall): SqlFragment {
  const { source, groups } = patternOf(call);
  const group = raw(groups > 0 ? "1" : "0");
  const position =
    call.arguments[2] === undefined ? raw("1") : callSql("NULLIF", wholeSql(call, 2, 0, longest), raw("0"));
  if (call.dialect === "duckdb") return sql`regexp_extract_all(${at(call, 0)}, ${source}, ${group})[${position}]`;
  return callSql("regexp_substr", at(call, 0), source, raw("1"), position, raw("''"), group);
}

function lowerRegexpMatch(call: LoweringCall): SqlFragment {
  const { source } = patternOf(call);
  return call.dialect === "duckdb"
    ? callSql("regexp_matches", at(call, 0), source)
    : sql`${operand(at(call, 0))} ~ ${source}`;
}

function lowerRegexpReplace(call: LoweringCall): SqlFragment {
  const { source } = patternOf(call);
  const written = literalText(nodeAt(call, 2));
  const whole = call.dialect === "duckdb" ? "\\0" : "\\&";
  const replacement =
    written === undefined
      ? callSql("replace", at(call, 2), raw("'\\'"), raw("'\\\\'"))
      : textSql(
          call.dialect,
          written.replaceAll(/\\([\s\S])/g, (all, sign: string) => (sign === "0" ? whole : all)),
        );
  return callSql("regexp_replace", at(call, 0), source, replacement, raw("'g'"));
}

function lowerRegexpCount(call: LoweringCall): SqlFragment {
  const { source } = patternOf(call);
  if (call.dialect === "duckdb") return sql`len(regexp_extract_all(${at(call, 0)}, ${source}))`;
  return castSql(callSql("regexp_count", at(call, 0), source), "bigint");
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

const urlParts: Readonly<Record<string, string>> = {
  scheme: "^([A-Za-z][A-Za-z0-9+.-]*):",
  authority: "^(?:[A-Za-z][A-Za-z0-9+.-]*:)?//([^/?#]*)",
  userinfo: "^(?:[A-Za-z][A-Za-z0-9+.-]*:)?//([^/?#@]*)@",
  host: "^(?:[A-Za-z][A-Za-z0-9+.-]*:)?//(?:[^/?#@]*@)?(\\[[^/?#\\]]*\\]|[^/?#:]*)",
  port: "^(?:[A-Za-z][A-Za-z0-9+.-]*:)?//(?:[^/?#@]*@)?(?:\\[[^/?#\\]]*\\]|[^/?#:]*):([0-9]+)",
  path: "^(?:[A-Za-z][A-Za-z0-9+.-]*:)?(?://[^/?#]*)?([^?#]*)",
  query: "^[^?#]*[?]([^#]*)",
  fragment: "#(.*)$",
};

function lowerUrlPart(call: LoweringCall): SqlFragment {
  const pattern = textSql(call.dialect, urlParts[literalText(nodeAt(call, 0))?.toLowerCase() ?? ""] ?? "");
  if (call.dialect === "duckdb") return sql`regexp_extract_all(${at(call, 1)}, ${pattern}, 1)[1]`;
  return callSql("regexp_substr", at(call, 1), pattern, raw("1"), raw("1"), raw("''"), raw("1"));
}

const part = argument("part", "text");
const pattern = argument("pattern", "text", { literal: true });

export const textFunctions: readonly FunctionDefinition[] = [
  textFunction({
    name: "Concat",
    signature: { required: [text], repeated: [text] },
    result: "text",
    description: "Joins texts; Null when one is Null.",
    example: 'Concat([First Name], " ", [Last Name])',
    lowering: both((call) => infix("||", ...call.arguments)),
  }),
  textFunction({
    name: "Contains",
    signature: { required: [text, part], repeated: [part] },
    result: "logical",
    description: "Whether the text holds one of the parts; upper and lower case differ.",
    example: 'Contains([Product], "Chair", "Table")',
    lowering: both(lowerContains),
  }),
  test("StartsWith", "Whether the text begins with the part.", 'StartsWith([Product], "Oak")', (call) =>
    callSql("starts_with", ...call.arguments),
  ),
  test("EndsWith", "Whether the text ends with the part.", 'EndsWith([File], ".csv")', (call) =>
    call.dialect === "duckdb"
      ? callSql("ends_with", ...call.arguments)
      : call.bind([at(call, 1)], ([end = at(call, 1)]) => sql`right(${at(call, 0)}, length(${end})) = ${end}`),
  ),
  textFunction({
    name: "Find",
    signature: { required: [text, part] },
    result: "number",
    description: "Where the part begins in the text, from 1; 0 when it is not there.",
    example: 'Find([E-mail], "@")',
    precision: asInteger,
    lowering: both((call) => castSql(callSql("strpos", ...call.arguments), dialects[call.dialect].types.integer)),
  }),
  ...(["Left", "Right"] as const).map((name) =>
    textFunction({
      name,
      signature: { required: [text, count] },
      result: "text",
      description: `The ${name === "Left" ? "first" : "last"} letters; a negative count leaves so many out at the other end.`,
      example: `${name}([Code], 3)`,
      lowering: both((call) => callSql(name.toLowerCase(), at(call, 0), wholeSql(call, 1))),
    }),
  ),
  textFunction({
    name: "Mid",
    aliases: ["Substring"],
    signature: { required: [text, argument("start", "number")], optional: [argument("length", "number")] },
    result: "text",
    description: "The letters from a position on, counted from 1, or from the end when it is negative.",
    example: "Mid([Code], 2, 3)",
    lowering: both(lowerMid),
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
  simple("Lower", "lower", "The text in small letters."),
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
  simple("Trim", "trim", "The text without spaces at both ends."),
  simple("LTrim", "ltrim", "The text without spaces at its start."),
  simple("RTrim", "rtrim", "The text without spaces at its end."),
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
    name: "SplitPart",
    signature: { required: [text, argument("delimiter", "text"), argument("position", "number")] },
    result: "text",
    description: "A part between delimiters, counted from 1, or from the right when negative.",
    example: 'SplitPart([Path], "/", -1)',
    lowering: both(lowerSplitPart),
  }),
  ...(["Like", "ILike"] as const).map((name) =>
    textFunction({
      name,
      signature: { required: [text, argument("pattern", "text")] },
      result: "logical",
      description: `Whether the text fits a pattern: _ is one letter, % any number of them${name === "ILike" ? "; capitals do not matter" : ""}.`,
      example: `${name}([Product], "%chair%")`,
      check: checkLike,
      lowering: both(lowerLike(name === "Like" ? "LIKE" : "ILIKE")),
    }),
  ),
  textFunction({
    name: "RegexpExtract",
    signature: { required: [text, pattern], optional: [argument("position", "number")] },
    result: "text",
    description: "What a regular expression finds: its first group, else the whole match; Null when there is none.",
    example: 'RegexpExtract([Note], "order ([0-9]+)")',
    check: checkPattern,
    lowering: both(lowerRegexpExtract),
  }),
  textFunction({
    name: "RegexpMatch",
    signature: { required: [text, pattern] },
    result: "logical",
    description: "Whether a regular expression finds something in the text.",
    example: 'RegexpMatch([Code], "^[A-Z]{2}[0-9]+$")',
    check: checkPattern,
    lowering: both(lowerRegexpMatch),
  }),
  textFunction({
    name: "RegexpReplace",
    signature: { required: [text, pattern, argument("replacement", "text")] },
    result: "text",
    description: "Replaces everything that a regular expression finds; \\\\1 is its first group.",
    example: 'RegexpReplace([Phone], "[^0-9]", "")',
    check: checkReplacement,
    lowering: both(lowerRegexpReplace),
  }),
  textFunction({
    name: "RegexpCount",
    signature: { required: [text, pattern] },
    result: "number",
    description: "How often a regular expression finds something.",
    example: 'RegexpCount([Note], "[0-9]+")',
    precision: asInteger,
    check: checkPattern,
    lowering: both(lowerRegexpCount),
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
  textFunction({
    name: "UrlPart",
    signature: {
      required: [argument("component", "text", { values: Object.keys(urlParts) }), argument("url", "text")],
    },
    result: "text",
    description: "A component of a URL; Null when it is not there.",
    example: 'UrlPart("host", [Referrer])',
    lowering: both(lowerUrlPart),
  }),
];
