import { describe, expect, test } from "vitest";
import { exampleFormula } from "#components/help/example-formula";
import { describeFunctions } from "#components/help/function-help";
import { searchFunctions } from "#components/help/search-functions";
import { functionNames } from "#lib/formula/functions/table";
import { parseFormula } from "#lib/formula/parse";
import { createPreview } from "#lib/worksheet/formula-preview";
import { shopSources } from "#tests/support/shop";

const functions = describeFunctions();
const namesFor = (words: string) => searchFunctions(functions, words).map(({ name }) => name);

describe("the function reference", () => {
  test("has every function that may be called, once", () => {
    expect(functions.map(({ name }) => name).toSorted()).toEqual(functionNames.toSorted());
  });

  test("says each argument once, with type and values", () => {
    for (const { arguments: list } of functions) {
      expect(new Set(list.map(({ name }) => name)).size).toBe(list.length);
      expect(list.every(({ type }) => type !== "")).toBe(true);
    }
    const [precision] = functions.find(({ name }) => name === "DateTrunc")?.arguments ?? [];
    expect(precision).toMatchObject({ name: "precision", type: "Text", presence: "required" });
    expect(precision?.values).toContain("quarter");
  });

  test("has examples that can be read", () => {
    for (const { example } of functions) expect([example, parseFormula(example).diagnostics]).toEqual([example, []]);
  });

  test("finds by name first, then by alias and description", () => {
    expect(namesFor("month")[0]).toBe("Month");
    expect(namesFor("monthn")).toEqual(["MonthName"]);
    expect(namesFor("NDV")[0]).toBe("CountDistinct");
    expect(namesFor("date trunc")).toContain("DateTrunc");
    expect(namesFor("")).toHaveLength(functions.length);
    expect(namesFor("zebra")).toEqual([]);
  });
});

describe("the first formula of a source", () => {
  test.each([...shopSources.values()])("runs on $name", (source) => {
    const scope = { sources: shopSources, customFunctions: [], weekStart: "sunday" } as const;
    expect(createPreview(source.id, exampleFormula(source), 100, scope).ok).toBe(true);
  });

  test("is left empty where there is no column", () => {
    expect(exampleFormula({ columns: [] })).toBe("");
  });
});
