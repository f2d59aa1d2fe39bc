import { raw, type SqlFragment, sql } from "../../../sql/fragment.ts";
import type { CheckedExpression } from "../../checked.ts";
import {
  type ArgumentProblem,
  argument,
  both,
  type FunctionDefinition,
  type Lowering,
  type LoweringCall,
} from "../definition.ts";
import { asInteger } from "../precision-rules.ts";
import { at, callSql, castSql, literalText, nodeAt, operand, textSql, wholeSql } from "../sql.ts";
import { readPattern } from "./pattern.ts";
import { cased } from "./text-form.ts";
import { longest, text, textFunction } from "./text-function.ts";

/** `\` makes the next sign stand for itself; a pattern that ends in it can match nothing. */
function lowerLike(word: "LIKE" | "ILIKE"): Lowering {
  return (call) => {
    const value = word === "ILIKE" ? cased(call) : operand(at(call, 0));
    const like = (pattern: SqlFragment) => sql`${value} ${raw(word)} ${operand(pattern)} ESCAPE '\\'`;
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

const pattern = argument("pattern", "text", { literal: true });

export const matchingFunctions: readonly FunctionDefinition[] = [
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
