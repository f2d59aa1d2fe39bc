import { describe, expect, it } from "vitest";
import { findDate } from "#lib/ai/built-in/mentions/find-dates";
import { lemmaOf, stemOf } from "#lib/ai/built-in/text/lemma";
import { parseNumber } from "#lib/ai/built-in/text/numbers";
import { isAbbreviationOf, isTypoOf } from "#lib/ai/built-in/text/similarity";
import { tokenize } from "#lib/ai/built-in/text/tokens";

describe("words", () => {
  it("finds singulars and stems", () => {
    expect(["countries", "classes", "bus", "women", "ids", "status"].map(lemmaOf)).toEqual([
      "country",
      "class",
      "bus",
      "woman",
      "id",
      "status",
    ]);
    expect(stemOf("opening")).toBe(stemOf("opened"));
    expect(stemOf("settlement")).toBe(stemOf("settled"));
  });

  it("keeps quotations and dates whole, and takes joined names apart", () => {
    const kinds = tokenize('name = "Tony Award" since 2025-03-31 by AirportCode').map(({ kind, text }) => [kind, text]);
    expect(kinds).toContainEqual(["quoted", "Tony Award"]);
    expect(kinds).toContainEqual(["quoted", "2025-03-31"]);
    expect(kinds.slice(-2)).toEqual([
      ["word", "Airport"],
      ["word", "Code"],
    ]);
  });

  it("reads numbers as people write them", () => {
    expect(["1,250", "1.5k", "$300", "20%"].map((text) => parseNumber(text)?.value)).toEqual([1250, 1500, 300, 20]);
    expect(parseNumber("12th")).toBeNull();
  });

  it("knows a slip from another word, and a short form from its word", () => {
    expect(isTypoOf("accelration", "acceleration")).toBe(true);
    expect(isTypoOf("orign", "origin")).toBe(true);
    expect(isTypoOf("sales", "sale")).toBe(false);
    expect(isAbbreviationOf("dept", "department")).toBe(true);
    expect(isAbbreviationOf("qty", "quality")).toBe(true);
    expect(isAbbreviationOf("cat", "dog")).toBe(false);
  });
});

describe("date phrases", () => {
  it.each([
    ["Q3 2026", { kind: "between", start: "2026-07-01", end: "2026-09-30" }],
    ["march", { kind: "between", start: "2026-03-01", end: "2026-03-31" }],
    ["december", { kind: "between", start: "2025-12-01", end: "2025-12-31" }],
    ["5 march 2024", { kind: "between", start: "2024-03-05", end: "2024-03-05" }],
    ["year to date", { kind: "relative", direction: "to_date", period: "year", length: 1, offset: 0 }],
    ["past 6 months", { kind: "relative", direction: "last", period: "month", length: 6, offset: 0 }],
    ["yesterday", { kind: "between", start: "2026-10-31", end: "2026-10-31" }],
  ])("%s", (text, range) => {
    expect(findDate(tokenize(text), 0, "2026-11-01")?.range).toEqual(range);
  });

  it("leaves a bare year to the reader", () => {
    expect(findDate(tokenize("2025"), 0, "2026-11-01")).toBeNull();
  });
});
