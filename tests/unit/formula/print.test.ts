import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { functionTable } from "#lib/formula/functions/table";
import { parseFormula } from "#lib/formula/parse";
import { scanTokens } from "#lib/formula/parse/tokens";
import { printFormula } from "#lib/formula/print";
import { renameReference } from "#lib/formula/rename";
import type { BinaryOperator, Expression } from "#lib/formula/syntax";

const print = (text: string) => {
  const { expression, comments } = parseFormula(text);
  return printFormula(expression, comments);
};

test.each([
  ["sum( [Sales] )", "Sum([Sales])"],
  ["ndv([a])", "CountDistinct([a])"],
  ["1+2*3", "1 + 2 * 3"],
  ["(1+2)*3", "(1 + 2) * 3"],
  ["1-(2-3)", "1 - (2 - 3)"],
  ["((1))", "1"],
  ["1<>2", "1 != 2"],
  ["'a'", '"a"'],
  ["not(1=2)", "Not (1 = 2)"],
  ["not isnull([a])", "Not IsNull([a])"],
  ["-(-1)", "-(-1)"],
  ["(-2)^2", "(-2) ^ 2"],
  ["-2^2", "-2 ^ 2"],
  ["TRUE and null", "True And Null"],
  ["[ a b ]", "[a b]"],
  ["{a:1}", "{ a: 1 }"],
  ["Array(1)[0].x", "Array(1)[0].x"],
  ["1 // one\n+ 2", "1 // one\n+ 2"],
  ["/* a */ 1 /* b */ + 2 /* c */", "/* a */ 1 /* b */ + 2 /* c */"],
  ["Sum( // the sales\n [Sales])", "Sum(// the sales\n[Sales])"],
])("%s is printed %s", (text, expected) => {
  expect(print(text)).toBe(expected);
  expect(print(expected)).toBe(expected);
});

const span = { from: 0, to: 0 };
const operators: readonly BinaryOperator[] = [
  "Or",
  "And",
  "=",
  "!=",
  "<",
  "<=",
  ">",
  ">=",
  "&",
  "+",
  "-",
  "*",
  "/",
  "%",
  "^",
];
const word = fc.constantFrom("Sales", "Order Date", "a]b", "back\\slash", 'quo"te', "日本", "e\u0301");
const leaf: fc.Arbitrary<Expression> = fc.oneof(
  fc.constantFrom("0", "15.25", "5.07E10", "1e-3").map((text): Expression => ({ kind: "number", text, span })),
  fc.string().map((value): Expression => ({ kind: "text", value: value.replaceAll("\0", ""), span })),
  fc.boolean().map((value): Expression => ({ kind: "logical", value, span })),
  fc.constant<Expression>({ kind: "null", span }),
  fc.array(word, { minLength: 1, maxLength: 2 }).map((path): Expression => ({ kind: "reference", path, span })),
);
const tree = fc.letrec<{ node: Expression }>((tie) => ({
  node: fc.oneof(
    { depthSize: "medium" },
    leaf,
    fc
      .tuple(fc.constantFrom(...operators), tie("node"), tie("node"))
      .map(
        ([operator, left, right]): Expression => ({ kind: "binary", operator, operatorSpan: span, left, right, span }),
      ),
    fc
      .tuple(fc.constantFrom("Not" as const, "-" as const), tie("node"))
      .map(([operator, operand]): Expression => ({ kind: "unary", operator, operand, span })),
    fc
      .tuple(fc.constantFrom("Sum", "If", "Custom_1"), fc.array(tie("node"), { maxLength: 3 }))
      .map(([name, operands]): Expression => ({ kind: "call", name, nameSpan: span, arguments: operands, span })),
    fc.tuple(tie("node"), tie("node")).map(([object, index]): Expression => ({ kind: "index", object, index, span })),
    tie("node").map((object): Expression => ({ kind: "field", object, name: "part", span })),
    fc
      .array(fc.record({ key: fc.constantFrom("a", "b c", "and"), value: tie("node") }), { maxLength: 2 })
      .map((entries): Expression => ({ kind: "record", entries, span })),
  ),
})).node;

function withoutSpans(node: Expression): unknown {
  return JSON.parse(
    JSON.stringify(node, (key, value: unknown) => (key.toLowerCase().endsWith("span") ? undefined : value)),
  );
}

test("parsing what was printed gives the same syntax", { timeout: 60_000 }, () => {
  fc.assert(
    fc.property(tree, (expression) => {
      const text = printFormula(expression, []);
      const parsed = parseFormula(text);
      expect(parsed.diagnostics, text).toEqual([]);
      expect(withoutSpans(parsed.expression), text).toEqual(withoutSpans(expression));
      expect(printFormula(parsed.expression, parsed.comments)).toBe(text);
    }),
    { numRuns: 1500, seed: 4 },
  );
});

test("comments stay, names are canonical, and printing again changes nothing", { timeout: 60_000 }, () => {
  const examples = [...functionTable.values()]
    .filter(({ isInternal }) => isInternal !== true)
    .map((one) => one.example);
  const comment = fc.constantFrom("", "", "", " /* c */ ", " // to the end\n", " /* two\nlines */ ", " /**/ ");
  fc.assert(
    fc.property(
      fc.constantFrom(...examples),
      fc.array(comment, { minLength: 40, maxLength: 40 }),
      (example, comments) => {
        const words = scanTokens(example).map(({ text }, index, all) =>
          all[index + 1]?.text === "(" ? text.toUpperCase() : text,
        );
        const parsed = parseFormula(
          words.map((word, index) => `${word}${comments[index % comments.length]}`).join(" "),
        );
        const text = printFormula(parsed.expression, parsed.comments);
        const again = parseFormula(text);
        expect(again.diagnostics, text).toEqual([]);
        expect(again.comments.map((one) => one.text.trim())).toEqual(parsed.comments.map((one) => one.text.trim()));
        expect(printFormula(again.expression, again.comments)).toBe(text);
        expect(printFormula(again.expression, [])).toBe(printFormula(parseFormula(example).expression, []));
      },
    ),
    { numRuns: 1000, seed: 6 },
  );
});

describe("renaming", () => {
  test("changes every mention and nothing else", () => {
    const text = 'sum([sales])/* [Sales] */ + [Sales] & "[Sales]" + [Orders/Sales]';
    expect(renameReference(text, ["Sales"], ["Net/Sales ]"])).toBe(
      'sum([Net Sales \\]])/* [Sales] */ + [Net Sales \\]] & "[Sales]" + [Orders/Sales]',
    );
    expect(renameReference(text, ["orders", "sales"], ["Orders", "Profit"])).toContain("[Orders/Profit]");
  });

  test("works in a formula with errors", () => {
    expect(renameReference("Sum([a] + ", ["a"], ["b"])).toBe("Sum([b] + ");
  });
});
