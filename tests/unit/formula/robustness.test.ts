import { describe, expect, test } from "vitest";
import { checkFormula } from "#lib/formula/check";
import type { LoweringContext } from "#lib/formula/compile";
import { lower } from "#lib/formula/compile";
import { desugar } from "#lib/formula/desugar";
import { parseFormula } from "#lib/formula/parse";
import { printFormula } from "#lib/formula/print";
import { hoverAt, signatureAt, suggest } from "#lib/formula/suggest";
import { type DialectName, dialectNames } from "#lib/sql/dialect";
import { raw, render } from "#lib/sql/fragment";
import { hostileTexts, randomTexts, textKinds } from "./random-texts.ts";
import { testScope } from "./scope.ts";

const scope = testScope();
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
  test.each(textKinds)("%s", (kind) => {
    for (const text of randomTexts(kind, 1, 7000)) exercise(text);
  });
});

describe("hostile texts of 64 KB", { timeout: 120_000 }, () => {
  test.each(hostileTexts())("%s", (_name, text) => {
    const { diagnostics } = checkFormula(text, scope);
    expect(diagnostics.length).toBeLessThanOrEqual(100);
    expect(diagnostics.every(({ span }) => span.from <= span.to && span.to <= text.length)).toBe(true);
    expect(diagnostics.every(({ message }) => message.length < 1000)).toBe(true);
    suggest(text, text.length, scope);
    signatureAt(text, text.length);
    hoverAt(text, Math.floor(text.length / 2), scope);
  });

  test("names that are near to a thousand others", () => {
    const names = Array.from({ length: 1000 }, (_one, index) => ({
      path: [`A rather long name of column ${index} of many, all much alike`],
      type: "number" as const,
    }));
    const wide = { ...scope, names, resolve: () => ({ kind: "unknown" as const }) };
    const text = Array.from(
      { length: 900 },
      (_one, index) => `[A rather long nam of column ${index} of many, all much alike]`,
    ).join(" + ");
    const { diagnostics } = checkFormula(text, wide);
    expect(diagnostics).toHaveLength(100);
    expect(diagnostics[0]?.fix?.title).toContain("A rather long name");
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
