import { describe, expect, test } from "vitest";
import type { Diagnostic } from "#lib/formula/diagnostic";
import { parseFormula } from "#lib/formula/parse";
import type { Expression } from "#lib/formula/syntax";
import { applyFix } from "./apply-fix.ts";

/** The syntax as an s-expression. */
function shape(node: Expression): string {
  switch (node.kind) {
    case "number":
      return node.text;
    case "text":
      return JSON.stringify(node.value);
    case "logical":
      return node.value ? "true" : "false";
    case "reference":
      return `[${node.path.join("|")}]`;
    case "call":
      return `(${[node.name, ...node.arguments.map(shape)].join(" ")})`;
    case "unary":
      return `(${node.operator} ${shape(node.operand)})`;
    case "binary":
      return `(${node.operator} ${shape(node.left)} ${shape(node.right)})`;
    case "field":
      return `(. ${shape(node.object)} ${node.name})`;
    case "index":
      return `(at ${shape(node.object)} ${shape(node.index)})`;
    case "record":
      return `{${node.entries.map(({ key, value }) => `${key} ${shape(value)}`).join(" ")}}`;
    default:
      return node.kind;
  }
}

const brief = ({ code, span }: Diagnostic) => [code, span.from, span.to];

describe("precedence", () => {
  test.each([
    ["1 + 2 * 3", "(+ 1 (* 2 3))"],
    ["1 - 2 - 3", "(- (- 1 2) 3)"],
    ["-2 ^ 2", "(- (^ 2 2))"],
    ["2 ^ -1", "(^ 2 (- 1))"],
    ["2 ^ 3 ^ 2", "(^ 2 (^ 3 2))"],
    ['1 + 2 & "x"', '(& (+ 1 2) "x")'],
    ['"a" & "b" = "ab"', '(= (& "a" "b") "ab")'],
    ["Not 1 = 2 And True", "(And (Not (= 1 2)) true)"],
    ["True Or False And True", "(Or true (And false true))"],
    ["[A b].c[0]", "(at (. [A b] c) 0)"],
    ["[Orders/Order Date]", "[Orders|Order Date]"],
    ["[a\\]b\\\\c\\/d]", "[a]b\\c/d]"],
    ["1 <> 2", "(!= 1 2)"],
    ["1 == 2", "(= 1 2)"],
    ['\'it\' & "\\"q\\" \\n"', '(& "it" "\\"q\\" \\n")'],
    ['{ a: 1, "b c": Array(1) }', "{a 1 b c (Array 1)}"],
    ["not(TRUE)", "(Not true)"],
    ["+3", "3"],
    ["1 // two\n + /* three */ 4", "(+ 1 4)"],
  ])("%s", (text, expected) => {
    const { expression, diagnostics } = parseFormula(text);
    expect(shape(expression)).toBe(expected);
    expect(diagnostics).toEqual([]);
  });
});

describe("mistakes, by code and place", () => {
  test.each<[string, readonly (readonly [string, number, number])[], string | null]>([
    ["", [["incomplete", 0, 0]], null],
    ["1 +", [["incomplete", 2, 3]], null],
    ["Sum([a]", [["missing_bracket", 3, 4]], "Sum([a])"],
    [
      "Sum([a",
      [
        ["missing_bracket", 3, 4],
        ["missing_bracket", 4, 5],
      ],
      null,
    ],
    ["Sum([a]))", [["surplus_bracket", 8, 9]], "Sum([a])"],
    [
      'Left("ab, 1)',
      [
        ["missing_bracket", 4, 5],
        ["missing_quote", 5, 6],
      ],
      null,
    ],
    ["1 /* x", [["missing_comment_end", 2, 3]], "1 /* x*/"],
    ["Left([a]; 2)", [["wrong_separator", 8, 9]], "Left([a], 2)"],
    ["=1 + 2", [["leading_equals", 0, 1]], "1 + 2"],
    ["[a] is not null", [["is_null", 0, 15]], "IsNotNull([a])"],
    ["Abs([a]) IS NULL", [["is_null", 0, 16]], "IsNull(Abs([a]))"],
    ["[a] in (1, 2)", [["in_list", 0, 8]], "In([a], 1, 2)"],
    ["[a] like 'x%'", [["infix_function", 0, 13]], "Like([a], 'x%')"],
    ["[a] between 1 and 5", [["infix_function", 0, 19]], "Between([a], 1, 5)"],
    ["And(1 = 1, 2 = 2)", [["operator_as_function", 0, 17]], "((1 = 1) And (2 = 2))"],
    ["Count(*)", [["count_star", 0, 8]], "Count()"],
    ["Count(distinct [a])", [["count_distinct", 0, 19]], "CountDistinct([a])"],
    ["Sales * 2", [["bare_name", 0, 5]], "[Sales] * 2"],
    ["{FIXED [a] : Sum([b])}", [["level_of_detail", 0, 22]], "Sum([b])"],
    ["[a] [b]", [["missing_operator", 4, 7]], null],
    ["1 2", [["unexpected", 2, 3]], null],
    ["“x”", [["typographic_quote", 0, 3]], '"x"'],
    ["a\0", [["invalid_character", 1, 2]], "a"],
  ])("%s", (text, expected, mended) => {
    const { diagnostics } = parseFormula(text);
    expect(diagnostics.map(brief)).toEqual(expected);
    const fix = diagnostics[0]?.fix;
    if (mended !== null) expect(fix === undefined ? null : applyFix(text, fix)).toBe(mended);
  });

  test("one formula can have several", () => {
    const { diagnostics } = parseFormula("=If([a]; 1; 2");
    expect(diagnostics.map(({ code }) => code)).toEqual([
      "leading_equals",
      "missing_bracket",
      "wrong_separator",
      "wrong_separator",
    ]);
  });

  test("a CASE becomes If", () => {
    const text = 'CASE WHEN 1 = 1 THEN "a" WHEN 2 = 2 THEN "b" ELSE "c" END';
    const [found] = parseFormula(text).diagnostics;
    const mended = found?.fix === undefined ? "" : applyFix(text, found.fix);
    expect(mended.replaceAll(/\s+/g, " ").replaceAll(" ,", ",")).toBe('If( 1 = 1, "a", 2 = 2, "b", "c" )');
    expect(parseFormula(mended).diagnostics).toEqual([]);
  });
});
