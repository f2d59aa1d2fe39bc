import { describe, expect, test } from "vitest";
import { checkFormulaIn, checkView, type ViewDiagnostic } from "#lib/worksheet/check";
import { type SheetParts, type SheetView, sheet, sheetScope, sheetView } from "#tests/support/sheets";
import { applyFix } from "../formula/apply-fix.ts";

const base: SheetParts = {
  columns: {
    Region: "[Region]",
    Channel: "[Channel]",
    Total: "Sum([Sales])",
    Labelled: '[Region] & " " & Text([Total])',
  },
  groupings: [{ keys: ["Region"] }, { keys: ["Channel"], calculations: ["Total", "Labelled", "Asked"] }],
};
const chart = { x: "Region", color: "Channel" };
const pivot = { rows: ["Region"], columns: ["Channel"] };

function check(formula: string, view: Partial<SheetView> = {}, parts: Partial<SheetParts> = {}) {
  const scope = sheetScope(sheet({ ...base, ...parts, columns: { ...base.columns, Asked: formula } }));
  const shown = { level: "g2", columns: ["Region", "Channel", "Asked"], ...view };
  return checkView(sheetView(shown), scope).diagnostics;
}

function fixed(formula: string, found: ViewDiagnostic | undefined): string {
  return found?.fix === undefined ? formula : applyFix(formula, found.fix);
}

const errors = (found: readonly ViewDiagnostic[]) =>
  found.filter(({ severity }) => severity === "error").map(({ columnId, code }) => `${columnId}: ${code}`);

describe("modes of totals", () => {
  const tableModes = '"grand_total" and "parent_grouping"';
  test.each([
    ["x_axis", {}, `"x_axis" has no meaning in this table. It has ${tableModes}.`, "grand_total"],
    ["row_parent", {}, `"row_parent" has no meaning in this table. It has ${tableModes}.`, "parent_grouping"],
    [
      "row",
      { chart },
      '"row" has no meaning in this chart. It has "grand_total", "parent_grouping", "x_axis" and "color".',
      "x_axis",
    ],
    [
      "column",
      { chart: { x: "Region" }, columns: ["Region", "Asked"] },
      '"column" has no meaning in this chart. It has "grand_total", "parent_grouping" and "x_axis".',
      "grand_total",
    ],
    [
      "color",
      { chart: { x: "Region" }, columns: ["Region", "Asked"] },
      '"color" has no meaning in this chart. It has "grand_total", "parent_grouping" and "x_axis".',
      "grand_total",
    ],
    [
      "color",
      { pivot },
      '"color" has no meaning in this pivot. It has "grand_total", "parent_grouping", "row", "column", "row_parent" and "column_parent".',
      "column",
    ],
  ])("%s where it is missing: %o", (mode, view, message, offered) => {
    const formula = `PercentOfTotal(Sum([Sales]), "${mode}")`;
    const [found, ...others] = check(formula, view);
    expect(others).toEqual([]);
    expect(found).toMatchObject({ columnId: "Asked", code: "total_mode", message });
    expect(formula.slice(found?.span.from, found?.span.to)).toBe(`"${mode}"`);
    const mended = fixed(formula, found);
    expect(mended).toBe(`PercentOfTotal(Sum([Sales]), "${offered}")`);
    expect(check(mended, view)).toEqual([]);
  });

  test.each([
    ["x_axis", { chart }],
    ["color", { chart }],
    ["row", { pivot }],
    ["column", { pivot }],
    ["row_parent", { pivot }],
    ["column_parent", { pivot }],
    ["parent_grouping", {}],
    ["parent_grouping", { chart }],
    ["grand_total", { pivot }],
  ])("%s where it stands", (mode, view) => {
    expect(check(`Subtotal([Total], "${mode}")`, view)).toEqual([]);
  });

  test("the number of levels is for parents only, and a whole number from 1", () => {
    const formula = 'Subtotal(Sum([Sales]), "row", 2)';
    const [found] = check(formula, { pivot });
    expect(found).toMatchObject({ code: "total_levels", message: '"row" takes no number of levels.' });
    expect(fixed(formula, found)).toBe('Subtotal(Sum([Sales]), "row")');
    expect(check('Subtotal(Sum([Sales]), "row_parent", 2)', { pivot })).toEqual([]);
    expect(errors(check('PercentOfTotal([Total], "parent_grouping", 0)'))).toEqual(["Asked: total_levels"]);
    expect(errors(check('PercentOfTotal([Total], "parent_grouping", 1.5)'))).toEqual(["Asked: total_levels"]);
    expect(errors(check('PercentOfTotal([Total], "parent_grouping", [Total])'))).toEqual(["Asked: literal_required"]);
  });

  test("the other columns of the worksheet still have no errors", () => {
    const found = check('Subtotal([Total], "x_axis")', { columns: ["Region", "Channel", "Total"] });
    expect(errors(found)).toEqual(["Asked: total_mode"]);
  });

  test("a total cannot go by a column that needs a key which the total has not", () => {
    const [found] = check("GrandTotal(Max([Labelled]))");
    expect(found).toBeUndefined();
    expect(errors(check("GrandTotal([Labelled])"))).toEqual(["Asked: lower_level"]);
  });
});

describe("places of a view", () => {
  test("are for columns of base rows, each once, that the view shows", () => {
    expect(errors(check("1", { chart: { x: "Total" }, columns: ["Total"] }))).toEqual(["Total: view_key"]);
    expect(errors(check("1", { chart: { x: "Nowhere" }, columns: ["Nowhere"] }))[0]).toBe("Nowhere: unknown_column");
    expect(errors(check("1", { pivot: { rows: ["Region"], columns: ["Region"] }, columns: ["Region"] }))).toEqual([
      "Region: view_key",
    ]);
    expect(errors(check("1", { chart: { x: "Region" }, columns: ["Total"] }))).toEqual(["Region: view_key"]);
    expect(errors(check("1", { chart, pivot }))).toEqual(["undefined: view_key"]);
  });

  test("decide which columns have one value on a row", () => {
    const view = { chart: { x: "Channel" }, columns: ["Channel", "Region"] };
    expect(errors(check("1", view))).toEqual(["Region: lower_level"]);
    expect(errors(check("1", { ...view, columns: ["Channel", "Labelled"] }))).toEqual(["Labelled: lower_level"]);
    expect(errors(check("Len([Labelled])", { ...view, columns: ["Channel", "Asked"] }))).toEqual([
      "Asked: lower_level",
    ]);
  });

  test("a column of the view's own axes cannot be aggregated again", () => {
    const parts: Partial<SheetParts> = {
      columns: { ...base.columns, Year: "Year([Order Date])", Share: 'PercentOfTotal(Sum([Sales]), "x_axis")' },
      groupings: [
        { keys: ["Region"], calculations: ["Asked"] },
        { keys: ["Channel"], calculations: ["Total", "Share"] },
      ],
    };
    const scope = sheetScope(sheet({ ...base, ...parts, columns: { ...parts.columns, Asked: "Max([Share])" } }));
    const view = { level: "g2", chart: { x: "Year" }, columns: ["Year", "Asked"] };
    expect(errors(checkView(sheetView(view), scope).diagnostics)).toEqual(["Asked: nested_aggregate"]);
  });

  test("a filter needs a value on the view's rows", () => {
    const filters: SheetParts["filters"] = [
      { id: "f", columnId: "Labelled", kind: "list", values: ["a"], exclude: false, nulls: "keep" },
    ];
    const found = check("1", { chart: { x: "Channel" }, columns: ["Channel", "Total"] }, { filters });
    expect(found.map(({ filterId, code }) => [filterId, code])).toEqual([["f", "filter_level"]]);
    expect(check("1", { chart }, { filters })).toEqual([]);
  });
});

test("an editor checks a formula as a calculation of a chart", () => {
  const scope = sheetScope(sheet({ ...base, columns: { ...base.columns, Asked: "1" } }));
  const view = sheetView({ level: "g2", columns: ["Channel"], chart: { x: "Channel" } });
  const formula = 'PercentOfTotal([Total], "x_axis")';
  expect(checkFormulaIn("w", "g2", formula, scope, view).diagnostics).toEqual([]);
  expect(checkFormulaIn("w", "g2", formula, scope).diagnostics[0]?.code).toBe("total_mode");
});

describe("VisibilityLimit", () => {
  const of = (columns: Readonly<Record<string, string>>, parts: Partial<SheetParts> = {}) => {
    const scope = sheetScope(sheet({ columns, ...parts }));
    return checkView({ worksheetId: "w", level: "base", columns: [] }, scope).diagnostics;
  };
  const sorted = [
    { keys: ["Top"], calculations: ["Total"], sort: [{ columnId: "Total", direction: "descending" as const }] },
  ];
  const columns = { Top: "VisibilityLimit([Region], 3)", Total: "Sum([Sales])" };

  test("is a key whose grouping is sorted, else it warns", () => {
    expect(of(columns, { groupings: sorted })).toEqual([]);
    const [found] = of(columns, { groupings: [{ keys: ["Top"], calculations: ["Total"] }] });
    expect(found).toMatchObject({ columnId: "Top", code: "no_sort", severity: "warning" });
  });

  test("stands once in a formula, with a number of rows that is known", () => {
    const twice = "Coalesce(VisibilityLimit([Region], 3), VisibilityLimit([Channel], 3))";
    const [found] = of({ ...columns, Top: twice }, { groupings: sorted });
    expect(found).toMatchObject({ code: "visibility_limit", span: { from: 39, to: twice.length - 1 } });
    for (const limit of ["0", "1.5", "[Sales]"]) {
      const problems = of({ ...columns, Top: `VisibilityLimit([Region], ${limit})` }, { groupings: sorted });
      expect(errors(problems)).toContain("Top: argument_value");
    }
  });

  test("has nothing to choose from in a summary, and as a key it is made of base rows", () => {
    expect(errors(of({ A: "VisibilityLimit(Max([Region]), 3)" }, { summaries: ["A"] }))).toEqual([
      "A: visibility_limit",
    ]);
    expect(errors(of({ ...columns, Top: "VisibilityLimit(Max([Region]), 3)" }, { groupings: sorted }))).toEqual([
      "Top: aggregate_in_key",
    ]);
  });
});

describe("DateLookback", () => {
  const of = (formula: string, key: string, level = "g1") => {
    const columns = { Month: key, Region: "[Region]", Total: "Sum([Sales])", Asked: formula };
    const groupings = [{ keys: ["Month", "Region"], calculations: level === "g1" ? ["Total", "Asked"] : ["Total"] }];
    const scope = sheetScope(sheet({ columns, groupings }));
    return errors(checkView({ worksheetId: "w", level: "g1", columns: [] }, scope).diagnostics);
  };
  const month = 'DateTrunc("month", [Order Date])';

  test("needs a key that is a plain DateTrunc or a day", () => {
    expect(of('DateLookback([Total], [Month], 1, "month")', month)).toEqual([]);
    expect(of(`DateLookback([Total], ${month}, 1, "month")`, month)).toEqual([]);
    expect(of('DateLookback([Total], [Month], 1, "month")', "[Order Date]")).toEqual([]);
    expect(of('DateLookback([Total], [Month], 1, "year")', `DateAdd("month", 3, ${month})`)).toEqual([
      "Asked: lookback_date",
    ]);
    expect(of('DateLookback([Total], Date([Region]), 1, "year")', month)).toEqual(["Asked: lookback_date"]);
  });

  test("does not look among base rows", () => {
    expect(of('DateLookback([Sales], [Order Date], 1, "month")', month, "base")).toEqual(["Asked: lookback_level"]);
  });
});

describe("rows that are asked for by values", () => {
  const within = (columnId: string, value: string | number | boolean | null, level = "g2") =>
    check("Sum([Sales])", { level, columns: ["Region"], within: [{ columnId, value }] })
      .filter(({ code }) => code === "view_within")
      .map(({ message }) => message);
  test("keys of the level, and on base rows what these alone decide", () => {
    expect(within("Region", "East")).toEqual([]);
    expect(within("Channel", null)).toEqual([]);
    expect(within("Channel", "Store", "base")).toEqual([]);
  });
  test.each([
    ["Gone", "East", "g2", "The rows are asked for by a column that does not exist."],
    ["Total", 5, "g2", "The rows of this level cannot be asked for by [Total]."],
    ["Total", 5, "base", "The rows of this level cannot be asked for by [Total]."],
    ["Channel", "Store", "g1", "The rows of this level cannot be asked for by [Channel]."],
  ] as const)("not %s at %s of %s", (columnId, value, level, message) => {
    expect(within(columnId, value, level)).toEqual([message]);
  });
  test("values are of the column's type", () => {
    const parts: SheetParts = { columns: { Month: 'DateTrunc("month", [Order Date])', Units: "[Quantity]" } };
    const scope = sheetScope(sheet(parts));
    const asked = (columnId: string, value: string | number | boolean) =>
      checkView(sheetView({ level: "base", columns: ["Units"], within: [{ columnId, value }] }), scope).diagnostics.map(
        ({ message }) => message,
      );
    expect(asked("Month", "2024-01-01")).toEqual([]);
    expect(asked("Month", "2024-01-01T00:00:00")).toEqual([]);
    expect(asked("Units", "12345678901234567890.5")).toEqual([]);
    expect(asked("Month", "January")).toEqual(['"January" is no value of [Month].']);
    expect(asked("Units", true)).toEqual(["true is no value of [Units]."]);
    expect(asked("Units", "1; DROP TABLE orders")).toEqual(['"1; DROP TABLE orders" is no value of [Units].']);
  });
});
