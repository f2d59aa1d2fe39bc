import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkFormula } from "#lib/formula/check";
import type { LoweringContext } from "#lib/formula/compile";
import { lower } from "#lib/formula/compile";
import { desugar } from "#lib/formula/desugar";
import { functionTable } from "#lib/formula/functions/table";
import { parseFormula } from "#lib/formula/parse";
import { printFormula } from "#lib/formula/print";
import { type DialectName, dialectNames } from "#lib/sql/dialect";
import { raw, render } from "#lib/sql/fragment";
import { testScope } from "./scope.ts";

const scope = testScope();
const seeds = [...functionTable.values()].map(({ example }) => example);
const pieces = [
  ..."()[]{},;:.+-*/%^&=<>!\"'\\ \n\t0123456789eE",
  "And",
  "or",
  "NOT",
  "Null",
  "true",
  "[Sales]",
  "[Region",
  "If(",
  "Sum(",
  "//x\n",
  "/*",
  "*/",
  "\u0000",
  "é",
  "🎉",
  "\ud800",
  "“",
  "==",
  "<>",
  "&&",
  "is null",
  "case when",
  "between",
  "{FIXED",
];

function contextOf(dialect: DialectName): LoweringContext {
  return {
    dialect,
    timeZone: "UTC",
    weekStart: "sunday",
    asOf: "2026-11-01",
    person: { email: "", firstName: "", fullName: "", teams: [], attributes: {} },
    reference: () => raw('"column"'),
    computed: (call) => (call.levelKind === "total" || call.levelKind === "join" ? raw('"computed"') : undefined),
    window: { partitionBy: [], orderBy: [raw('"order"')] },
  };
}

/** Everything that happens to a formula on a key press, and to a sound one when it runs. */
function exercise(text: string): void {
  const { expression, comments } = parseFormula(text);
  printFormula(expression, comments);
  const checked = checkFormula(text, scope);
  for (const { span, fix } of checked.diagnostics) {
    const ends = [span.to, ...(fix?.edits ?? []).map((edit) => edit.span.to)];
    if (span.from < 0 || ends.some((end) => end > text.length)) throw new Error(`A span lies outside of ${text}`);
  }
  if (checked.expression === null) {
    if (checked.diagnostics.length === 0) throw new Error(`Nothing is said about ${text}`);
    return;
  }
  for (const dialect of dialectNames) render(lower(desugar(checked.expression, dialect), contextOf(dialect)));
}

describe("no text throws", { timeout: 120_000 }, () => {
  test("random strings", () => {
    fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 40 }), exercise), { numRuns: 4000, seed: 1 });
  });

  test("random pieces of formulas", () => {
    const text = fc.array(fc.constantFrom(...pieces), { maxLength: 25 }).map((parts) => parts.join(""));
    fc.assert(fc.property(text, exercise), { numRuns: 8000, seed: 2 });
  });

  test("mutated formulas", () => {
    const mutation = fc.record({
      seed: fc.constantFrom(...seeds),
      at: fc.nat(60),
      length: fc.nat(4),
      insert: fc.constantFrom("", ...pieces),
    });
    const text = mutation.map(({ seed, at, length, insert }) => seed.slice(0, at) + insert + seed.slice(at + length));
    fc.assert(fc.property(text, exercise), { numRuns: 8000, seed: 3 });
  });
});

describe("limits", { timeout: 60_000 }, () => {
  const codes = (text: string) => parseFormula(text).diagnostics.map(({ code }) => code);

  test("64 KB are fine, more is a diagnostic", () => {
    expect(codes(`"${"x".repeat(65_534)}"`)).toEqual([]);
    expect(codes(`"${"x".repeat(65_535)}"`)).toEqual(["too_long"]);
  });

  test("a sum of 30,000 terms is checked and lowered", () => {
    const text = Array.from({ length: 30_000 }, () => "1").join("+");
    exercise(text);
    expect(checkFormula(text, scope).diagnostics).toEqual([]);
    expect(printFormula(parseFormula(text).expression, [])).toBe(text.replaceAll("+", " + "));
  });

  test.each([
    ["brackets", "(", "1", ")"],
    ["calls", "Abs(", "1", ")"],
    ["signs", "-", "1", ""],
    ["Not", "Not ", "True", ""],
    ["powers", "2 ^ ", "2", ""],
  ])("200 nested %s are fine, 201 are too deep", (_name, open, inner, close) => {
    const nested = (depth: number) => open.repeat(depth) + inner + close.repeat(depth);
    exercise(nested(200));
    expect(codes(nested(200))).toEqual([]);
    expect(codes(nested(201))).toEqual(["too_deep"]);
    expect(codes(nested(5000))).toEqual(["too_deep"]);
  });

  test("functions that use an argument twice do not double their SQL", () => {
    const text = `${"Sqrt(Round(".repeat(60)}[Ratio]${", 2))".repeat(60)}`;
    const { expression } = checkFormula(text, scope);
    if (expression === null) throw new Error("The formula has errors.");
    for (const dialect of dialectNames)
      expect(render(lower(expression, contextOf(dialect))).sql.length).toBeLessThan(60_000);
  });
});
