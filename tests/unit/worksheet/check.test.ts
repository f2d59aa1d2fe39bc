import { describe, expect, test } from "vitest";
import { type CheckScope, checkFormulaIn, checkView } from "#lib/worksheet/check";
import type { Document, Worksheet } from "#lib/worksheet/worksheet";
import { shopSources } from "#tests/support/shop";
import { applyFix } from "#tests/unit/formula/apply-fix";

type Parts = Partial<Omit<Worksheet, "columns">> & { readonly columns: Readonly<Record<string, string>> };

/** A worksheet over Orders whose column ids are their names. */
function worksheet({ columns, ...more }: Parts): Worksheet {
  return {
    version: 1,
    name: "Test",
    source: { sourceId: "orders" },
    columns: Object.entries(columns).map(([name, formula]) => ({ id: name, name, formula })),
    groupings: [],
    summaries: [],
    filters: [],
    sort: [],
    limit: null,
    ...more,
  };
}

function scopeOf(sheet: Worksheet, others: Document["worksheets"] = {}): CheckScope {
  const document = { worksheets: { w: sheet, ...others }, controls: [] };
  return { sources: shopSources, document, customFunctions: [], weekStart: "sunday" };
}

/** `column: code` of each diagnostic of the worksheet. */
function codes(parts: Parts): readonly string[] {
  const sheet = worksheet(parts);
  const view = { worksheetId: "w", level: "base", columns: [] };
  return checkView(view, scopeOf(sheet)).diagnostics.map(
    (found) => `${found.columnId ?? found.filterId}: ${found.code}`,
  );
}

const byRegion = (calculations: string[]) => [{ id: "g", keys: ["Region"], calculations, sort: [] }];

describe("names", () => {
  test("inside its own formula a name never means itself", () => {
    expect(codes({ columns: { Sales: "[Sales] * 2", Twice: "[Sales]" } })).toEqual([]);
  });

  test("a column of the element hides a metric, and a metric a column of the source", () => {
    const sheet = worksheet({ columns: { Lines: '"mine"', Text: "[Lines]" } });
    const checked = checkView({ worksheetId: "w", level: "base", columns: ["Text"] }, scopeOf(sheet));
    expect(checked.schema[0]?.type).toBe("text");
  });

  test("an unknown column offers the nearest names", () => {
    const sheet = worksheet({ columns: { A: "[Regoin]" } });
    const [found] = checkView({ worksheetId: "w", level: "base", columns: ["A"] }, scopeOf(sheet)).diagnostics;
    expect(found?.message).toContain("Unknown column [Regoin]");
    expect(found?.message).toContain("Region");
  });

  test("columns of other sources are for Lookup and Rollup only; Lookup warns where several rows may match", () => {
    expect(codes({ columns: { A: "[Targets/Target]" } })).toHaveLength(1);
    expect(codes({ columns: { A: "Lookup([Targets/Target], [Region], [Targets/Region])" } })).toEqual([
      "A: lookup_several",
    ]);
  });
});

describe("Lookup and Rollup", () => {
  const code = (formula: string) => codes({ columns: { A: formula } }).filter((found) => found !== "A: lookup_several");

  test("read one other source, with keys of the same type", () => {
    expect(code("Rollup(Sum([Targets/Target]), [Region], [Products/Category])")).toEqual(["A: join_owner"]);
    expect(code("Rollup(Sum([Sales]), [Region], [Region])")).toEqual(["A: join_owner"]);
    expect(code("Rollup(Sum([Targets/Target] * [Sales]), [Region], [Targets/Region])")).toEqual([
      "A: join_local_column",
    ]);
    expect(code("Rollup(Sum([Targets/Target]), [Quantity], [Targets/Region])")).toEqual(["A: join_key_type"]);
  });

  test("Rollup aggregates, Lookup does not", () => {
    expect(code("Rollup([Targets/Target], [Region], [Targets/Region])")).toEqual(["A: join_formula"]);
    expect(code("Lookup(Sum([Targets/Target]), [Region], [Targets/Region])")).toEqual(["A: join_formula"]);
  });
});

describe("cycles", () => {
  test("are told on every column of the circle, and errors on those that read it; others compute", () => {
    const columns = { A: "[B] + 1", B: "[C] + 1", C: "[A] + 1", D: "[A]", E: "[Sales]" };
    expect(codes({ columns }).toSorted()).toEqual(["A: cycle", "B: cycle", "C: cycle", expect.stringMatching(/^D: /)]);
  });

  test("of a column with itself cannot be written: its name means the source's column, or nothing", () => {
    expect(codes({ columns: { X: "[X] + 1" } })).toEqual(["X: unknown_column"]);
  });
});

describe("levels", () => {
  test("a higher level needs an aggregate of a lower column", () => {
    const sheet = worksheet({ columns: { Region: "[Region]", Total: "[Sales]" }, groupings: byRegion(["Total"]) });
    const [found] = checkView({ worksheetId: "w", level: "g", columns: ["Total"] }, scopeOf(sheet)).diagnostics;
    expect(found).toMatchObject({ code: "lower_level", columnId: "Total", span: { from: 0, to: 7 } });
    expect(found?.message).toBe(
      "[Sales] has several values here. Aggregate it: Max([Sales]), Min([Sales]) or ListAggDistinct([Sales]).",
    );
    expect(found?.fix?.edits).toEqual([
      { span: { from: 0, to: 0 }, insert: "Max(" },
      { span: { from: 7, to: 7 }, insert: ")" },
    ]);
  });

  test("an aggregate needs a grouping, and a key cannot have one", () => {
    expect(codes({ columns: { A: "Sum([Sales])" } })).toEqual(["A: aggregate_at_base"]);
    expect(codes({ columns: { Region: "Sum([Sales])" }, groupings: byRegion([]) })).toEqual([
      "Region: aggregate_in_key",
    ]);
    expect(codes({ columns: { Region: "Rank([Sales])" }, groupings: byRegion([]) })).toEqual([
      "Region: aggregate_in_key",
    ]);
  });

  test("a total can be read at base, a share of it cannot be computed there", () => {
    expect(codes({ columns: { A: "[Sales] / GrandTotal(Sum([Sales]))" } })).toEqual([]);
    expect(codes({ columns: { A: "PercentOfTotal(Sum([Sales]))" } })).toEqual(["A: aggregate_at_base"]);
    expect(codes({ columns: { A: 'GrandTotal(Sum([Sales]), "sideways")' } })).toHaveLength(1);
  });

  test("a metric at base is an aggregate at base", () => {
    expect(codes({ columns: { A: "[Profit Ratio]" } })).toEqual(["A: aggregate_at_base", "A: aggregate_at_base"]);
  });

  test("an aggregate inside an aggregate is told to use a finer grouping", () => {
    const columns = { Region: "[Region]", A: "Max(Sum([Sales]))" };
    expect(codes({ columns, groupings: byRegion(["A"]) })).toEqual(["A: nested_aggregate"]);
  });

  test("the view cannot show a column of a lower level", () => {
    const sheet = worksheet({ columns: { Region: "[Region]", Sales: "[Sales]" }, groupings: byRegion([]) });
    const checked = checkView({ worksheetId: "w", level: "g", columns: ["Region", "Sales"] }, scopeOf(sheet));
    expect(checked.diagnostics.map((found) => [found.columnId, found.code])).toEqual([["Sales", "lower_level"]]);
  });
});

describe("fan-out", () => {
  const group = (formula: string) => codes({ columns: { Region: "[Region]", A: formula }, groupings: byRegion(["A"]) });

  test("a number of the one side cannot be summed on the many side", () => {
    expect(group("Sum([Products/List Price])")).toEqual(["A: fan_out"]);
    expect(group("Avg([List Price])")).toEqual(["A: fan_out"]);
    expect(group("Median([Products/List Price] * 2)")).toEqual(["A: fan_out"]);
  });

  test("Min, Max and CountDistinct pass, and so does a number of both sides", () => {
    for (const name of ["Min", "Max", "CountDistinct"]) expect(group(`${name}([Products/List Price])`)).toEqual([]);
    expect(group("Sum([Quantity] * [Products/List Price])")).toEqual([]);
    expect(group("Count([Products/Category])")).toEqual([]);
  });
});

describe("filters", () => {
  const filtered = (filter: object) =>
    codes({ columns: { Sales: "[Sales]", Region: "[Region]" }, filters: [filter as never] });
  const shared = { id: "f", exclude: false, nulls: "drop" };

  test("must fit the type of their column", () => {
    expect(filtered({ ...shared, kind: "range", columnId: "Region", min: 1, max: 2 })).toEqual(["f: filter_type"]);
    expect(filtered({ ...shared, kind: "list", columnId: "Sales", values: [1, "many"] })).toEqual(["f: filter_value"]);
    expect(filtered({ ...shared, kind: "formula", columnId: "base", formula: "[Sales] + 1" })).toEqual([
      "f: filter_type",
    ]);
    expect(filtered({ ...shared, kind: "list", columnId: "Nowhere", values: [1] })).toEqual(["f: unknown_column"]);
  });

  test("of dates need dates that exist", () => {
    const range = (start: string) => ({ kind: "between", start, end: null });
    const columns = { Date: "[Order Date]" };
    const at = (start: string) =>
      codes({ columns, filters: [{ ...shared, kind: "dateRange", columnId: "Date", range: range(start) } as never] });
    expect(at("2024-02-29")).toEqual([]);
    expect(at("2023-02-29")).toEqual(["f: filter_value"]);
    expect(at("tomorrow")).toEqual(["f: filter_value"]);
  });
});

test("formats follow the columns that numbers are made of", () => {
  const columns = { Region: "[Region]", Total: "Sum([Sales])", Share: "PercentOfTotal([Total])", Lines: "Count()" };
  const sheet = worksheet({ columns, groupings: byRegion(["Total", "Share", "Lines"]) });
  const { schema } = checkView({ worksheetId: "w", level: "g", columns: ["Total", "Share", "Lines"] }, scopeOf(sheet));
  expect(schema.map((column) => column.format?.kind)).toEqual(["currency", "percent", undefined]);
  expect(schema.map((column) => column.key)).toEqual(["total", "share", "lines"]);
});

test("an editor checks a formula at a level without adding a column", () => {
  const scope = scopeOf(worksheet({ columns: { Region: "[Region]" }, groupings: byRegion([]) }));
  expect(checkFormulaIn("w", "g", "Sum([Sales])", scope)).toMatchObject({ type: "number", diagnostics: [] });
  expect(checkFormulaIn("w", "base", "Sum([Sales])", scope).diagnostics[0]?.code).toBe("aggregate_at_base");
  const fix = checkFormulaIn("w", "base", "1 + Sum([Sales])", scope).diagnostics[0]?.fix;
  const mended = fix === undefined ? "" : applyFix("1 + Sum([Sales])", fix);
  expect(mended).toBe("1 + GrandTotal(Sum([Sales]))");
  expect(checkFormulaIn("w", "base", mended, scope).diagnostics).toEqual([]);
});

test("missing worksheets and levels are diagnostics", () => {
  const scope = scopeOf(worksheet({ columns: {} }));
  expect(checkView({ worksheetId: "none", level: "base", columns: [] }, scope).diagnostics[0]?.code).toBe(
    "unknown_worksheet",
  );
  expect(checkView({ worksheetId: "w", level: "g9", columns: [] }, scope).diagnostics[0]?.code).toBe("unknown_level");
});
