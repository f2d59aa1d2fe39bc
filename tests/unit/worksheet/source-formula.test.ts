import { expect, test } from "vitest";
import { sourceFormulaOf } from "#lib/worksheet/source-formula";
import type { Worksheet } from "#lib/worksheet/worksheet";

function worksheet(formulas: Readonly<Record<string, string>>): Worksheet {
  const columns = Object.entries(formulas).map(([name, formula]) => ({ id: name.toLowerCase(), name, formula }));
  return {
    version: 1,
    name: "Test",
    source: { sourceId: "s" },
    columns,
    groupings: [],
    summaries: [],
    filters: [],
    sort: [],
    limit: null,
  };
}

test("columns of the worksheet are written out, those of the source stay", () => {
  const sheet = worksheet({ Net: "[Sales] - [Cost]", Half: "[net] / 2", Year: 'DateTrunc("year", [Order Date])' });
  expect(sourceFormulaOf(sheet, "half")).toBe("([Sales] - [Cost]) / 2");
  expect(sourceFormulaOf(sheet, "year")).toBe('DateTrunc("year", [Order Date])');
});

test("a column of the name of the source's means the source's in its own formula", () => {
  expect(sourceFormulaOf(worksheet({ Sales: "[Sales] * 2" }), "sales")).toBe("[Sales] * 2");
});

test("a circle and an unknown column give nothing", () => {
  expect(sourceFormulaOf(worksheet({ A: "[B]", B: "[A]" }), "a")).toBeNull();
  expect(sourceFormulaOf(worksheet({}), "a")).toBeNull();
});
