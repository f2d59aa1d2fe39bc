import { describe, expect, test } from "vitest";
import { checkView } from "#lib/worksheet/check";
import type { Cell } from "#lib/worksheet/result";
import { runBoth } from "#tests/support/run-worksheet";
import {
  prepareSheet,
  type SheetParts,
  type SheetScope,
  type SheetView,
  sheet,
  sheetScope,
} from "#tests/support/sheets";
import { shopSources, shopTables } from "#tests/support/shop";
import { useTwoEngines } from "#tests/support/two-engines";
import { applyFix } from "#tests/unit/formula/apply-fix";

const engines = useTwoEngines(shopTables);
const run = (parts: SheetParts, view: SheetView, more: SheetScope = {}): Promise<Cell[][]> =>
  runBoth(engines, prepareSheet(parts, view, more));

function diagnosticsOf(parts: SheetParts) {
  return checkView({ worksheetId: "w", level: "base", columns: [] }, sheetScope(sheet(parts))).diagnostics;
}

describe("chasm: two facts that share a dimension", () => {
  const columns = {
    Region: "[Region]",
    Total: "Sum([Sales])",
    Lines: "Count()",
    Target: "Rollup(Sum([Targets/Target]), [Region], [Targets/Region])",
    Targets: "Rollup(Count(), [Region], [Targets/Region])",
    Bought: "Rollup(Sum([order_lines/quantity]), [Region], [order_lines/region])",
  };
  const parts: SheetParts = {
    columns,
    groupings: [{ keys: ["Region"], calculations: ["Total", "Lines", "Target", "Targets", "Bought"] }],
  };

  test("each is aggregated on its own rows before they meet", async () => {
    const rows = await run(parts, { columns: ["Region", "Total", "Lines", "Target", "Targets", "Bought"] });
    expect(rows).toEqual([
      ["East", 470.5, 3, 120, 1, 7],
      ["North", 235.25, 2, null, null, 5],
      ["West", 380.25, 4, 850, 4, 14],
      ["east", 10, 1, null, null, 1],
      ["Östra", 60, 1, null, null, 6],
      [null, 100.5, 1, null, null, null],
    ]);
  });

  test("on the dimension itself", async () => {
    const products: SheetParts = {
      source: { sourceId: "products" },
      columns: {
        Category: "[Category]",
        Prices: "Sum([List Price])",
        Sold: "Rollup(Sum([Orders/Sales]), [Category], [Orders/Category])",
      },
      groupings: [{ keys: ["Category"], calculations: ["Prices", "Sold"] }],
    };
    expect(await run(products, { columns: ["Category", "Prices", "Sold"] })).toEqual([
      ["Furniture", 200, 1061.25],
      ["Lighting", 45.5, 50],
      [null, 10, null],
    ]);
  });

  test("filters of this side leave the other alone, and those of a worksheet on the other side apply there", async () => {
    const filters: SheetParts["filters"] = [
      { id: "f", columnId: "base", kind: "formula", formula: '[Channel] = "Store"', exclude: false, nulls: "drop" },
    ];
    const late = sheet({
      name: "Late",
      source: { sourceId: "targets" },
      columns: { Region: "[Region]", Target: "[Target]" },
      filters: [
        {
          id: "f",
          columnId: "base",
          kind: "formula",
          formula: '[Month] >= Date("2024-02-01")',
          exclude: false,
          nulls: "drop",
        },
      ],
    });
    const more: SheetParts = {
      ...parts,
      filters,
      columns: { ...columns, Late: "Rollup(Sum([Late/Target]), [Region], [Late/Region])" },
      groupings: [{ keys: ["Region"], calculations: ["Total", "Target", "Late"] }],
    };
    const rows = await run(more, { columns: ["Region", "Total", "Target", "Late"] }, { others: { late } });
    expect(rows.find(([region]) => region === "West")).toEqual(["West", 330, 850, 650]);
  });
});

describe("fan: rows of the one side repeat", () => {
  test("a key that stands twice on the one side multiplies no rows", async () => {
    const parts: SheetParts = {
      columns: { Product: "[Products/Product Name]", Lines: "Count()", Total: "Sum([Sales])" },
      groupings: [{ keys: ["Product"], calculations: ["Lines", "Total"] }],
    };
    const rows = await run(parts, { columns: ["Product", "Lines", "Total"] });
    expect(rows.reduce((sum, [, lines]) => sum + Number(lines), 0)).toBe(12);
    expect(rows.find(([product]) => product === "Chair")).toEqual(["Chair", 3, 560]);
  });

  test("the fix with Rollup counts each row once", async () => {
    const formula = "Sum([Products/List Price])";
    const parts = (prices: string): SheetParts => ({
      columns: { Category: "[Category]", Prices: prices, Lines: "Count()" },
      groupings: [{ keys: ["Category"], calculations: ["Prices", "Lines"] }],
    });
    const [found] = diagnosticsOf(parts(formula));
    expect(found?.code).toBe("fan_out");
    const fixed = found?.fix === undefined ? formula : applyFix(formula, found.fix);
    expect(fixed).toBe("Rollup(Sum([Products/List Price]), [Category], [Products/Category])");
    expect(diagnosticsOf(parts(fixed))).toEqual([]);
    expect(await run(parts(fixed), { columns: ["Category", "Prices", "Lines"] })).toEqual([
      ["Furniture", 200, 7],
      ["Lighting", 45.5, 2],
      [null, null, 3],
    ]);
  });

  test("where keys are not of the related source, its different values can be counted", () => {
    const formula = "2 * Avg([List Price])";
    const parts = (price: string): SheetParts => ({
      columns: { Region: "[Region]", Price: price },
      groupings: [{ keys: ["Region"], calculations: ["Price"] }],
    });
    const [found] = diagnosticsOf(parts(formula));
    expect(found?.code).toBe("fan_out");
    const fixed = found?.fix === undefined ? formula : applyFix(formula, found.fix);
    expect(fixed).toBe("2 * CountDistinct([List Price])");
    expect(diagnosticsOf(parts(fixed))).toEqual([]);
  });

  test("a key that is a number of the one side is not summed either", () => {
    const columns = { Price: "[Products/List Price]", Sum: "Sum([Price])" };
    const found = diagnosticsOf({ columns, groupings: [{ keys: ["Price"], calculations: ["Sum"] }] });
    expect(found.map(({ columnId, code }) => [columnId, code])).toEqual([["Sum", "fan_out"]]);
  });
});

describe("Lookup", () => {
  test("of several matches takes the smallest of each type, with a warning", async () => {
    const columns = {
      Order: "[Order ID]",
      Region: "[Region]",
      Least: "Lookup([Targets/Target], [Region], [Targets/Region])",
      Earliest: "Lookup([Targets/Month], [Region], [Targets/Region])",
      Name: "Lookup([Products/Product Name], [Order ID] + 6, [Products/Product ID])",
      Returned: "Lookup([Orders/Returned], [Region], [Orders/Region])",
    };
    expect([...new Set(diagnosticsOf({ columns }).map(({ code, severity }) => `${severity} ${code}`))]).toEqual([
      "warning lookup_several",
    ]);
    const rows = await run({ columns }, { level: "base", columns: Object.keys(columns) });
    expect(rows).toHaveLength(12);
    expect(rows.find(([order]) => order === 2)).toEqual([2, "West", 50, "2024-01-01 00:00:00", null, false]);
    expect(rows.find(([order]) => order === 6)).toEqual([6, null, null, null, "Chair", null]);
    expect(rows.find(([order]) => order === 11)?.at(-1)).toBe(true);
  });

  test("has no warning where the key is known to be unique", () => {
    const products = shopSources.get("products");
    if (products === undefined) throw new Error("The shop has products.");
    const unique = products.columns.map((column) =>
      column.id === "product_id" ? { ...column, isUnique: true } : column,
    );
    const sources = new Map([...shopSources, ["products", { ...products, columns: unique }] as const]);
    const parts: SheetParts = { columns: { A: "Lookup([Products/Category], [Order ID], [Products/Product ID])" } };
    const scope = sheetScope(sheet(parts), { sources });
    expect(checkView({ worksheetId: "w", level: "base", columns: [] }, scope).diagnostics).toEqual([]);
  });
});

describe("keys of Lookup and Rollup", () => {
  test("several must all match, in the order in which they are paired", async () => {
    const parts: SheetParts = {
      columns: {
        Month: 'DateTrunc("month", [Order Date])',
        Region: "[Region]",
        Target: "Rollup(Sum([Targets/Target]), [Month], [Targets/Month], [Region], [Targets/Region])",
        First: "Lookup([Targets/Target], [Region], [Targets/Region], [Month], [Targets/Month])",
      },
      groupings: [{ keys: ["Region", "Month"], calculations: ["Target", "First"] }],
    };
    const rows = await run(parts, { columns: ["Region", "Month", "Target", "First"] });
    expect(rows.filter(([, , target]) => target !== null)).toEqual([
      ["East", "2024-01-01 00:00:00", 120, 120],
      ["West", "2024-01-01 00:00:00", 200, 200],
      ["West", "2024-02-01 00:00:00", 150, 50],
      ["West", "2025-03-01 00:00:00", 500, 500],
    ]);
  });

  test("a Null matches nothing, not even a Null, and counts stay", async () => {
    const parts: SheetParts = {
      columns: {
        Channel: "[Channel]",
        Same: "Rollup(Count(), [Channel], [order_lines/channel])",
        Lines: "Count()",
        Any: "Lookup([order_lines/region], [Channel], [order_lines/channel])",
      },
      groupings: [{ keys: ["Channel"], calculations: ["Same", "Lines", "Any"] }],
    };
    expect(await run(parts, { columns: ["Channel", "Lines", "Same", "Any"] })).toEqual([
      ["Online", 6, 6, "East"],
      ["Store", 5, 5, "North"],
      [null, 1, null, null],
    ]);
  });
});
