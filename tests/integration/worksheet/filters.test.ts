import { describe, expect, test } from "vitest";
import type { DraftFilter } from "#lib/worksheet/draft";
import type { Cell } from "#lib/worksheet/result";
import type { Filter } from "#lib/worksheet/worksheet";
import { draft, formulaColumn, groupBy } from "#tests/support/drafts";
import { prepare, prepareView, runBoth } from "#tests/support/run-worksheet";
import { shopSources, shopTables } from "#tests/support/shop";
import { useTwoEngines } from "#tests/support/two-engines";

const engines = useTwoEngines(shopTables);

/** Order numbers of the lines that stay. */
async function kept(...filters: readonly DraftFilter[]): Promise<Cell[]> {
  const list = draft({
    filters: [...filters],
    show: ["Order ID"],
    sort: [{ column: "Order ID", direction: "ascending" }],
  });
  return (await runBoth(engines, prepare(list))).map(([id]) => id ?? null);
}

const list = (
  column: string,
  values: Extract<DraftFilter, { kind: "list" }>["values"],
  exclude = false,
): DraftFilter => ({
  kind: "list",
  column,
  values,
  exclude,
});
const range = (column: string, min: number | null, max: number | null, exclude = false): DraftFilter => ({
  kind: "range",
  column,
  min,
  max,
  exclude,
});
const text = (operator: Extract<DraftFilter, { kind: "text" }>["operator"], value: string, more = {}): DraftFilter => ({
  kind: "text",
  column: "Region",
  operator,
  text: value,
  matchCase: false,
  exclude: false,
  ...more,
});

describe("lists", () => {
  test("keep what they name; excluding keeps rows without a value", async () => {
    expect(await kept(list("Region", ["East"]))).toEqual([1, 1, 5]);
    expect(await kept(list("Region", ["East", "Östra"]))).toEqual([1, 1, 5, 11]);
    expect(await kept(list("Region", ["East", "West", "North"], true))).toEqual([6, 8, 11]);
  });

  test("name null like a value", async () => {
    expect(await kept(list("Region", ["East", null]))).toEqual([1, 1, 5, 6]);
    expect(await kept(list("Region", [null], true))).toHaveLength(11);
    expect(await kept(list("Region", [null]))).toEqual([6]);
  });

  test("of numbers, dates and Logical values", async () => {
    expect(await kept(list("Quantity", [5, "7"]))).toEqual([2, 7]);
    expect(await kept(list("Order Date", ["2024-02-29", "2025-01-01"]))).toEqual([4, 7]);
    expect(await kept(list("Returned", [true]))).toEqual([2, 6, 11]);
  });

  test("without values restrict nothing", async () => {
    expect(await kept(list("Region", []))).toHaveLength(12);
  });

  test("treat hostile values as data", async () => {
    expect(await kept(list("Region", ["'; DROP TABLE order_lines; --", '"', "\\", "$1"]))).toEqual([]);
  });
});

describe("ranges", () => {
  test("include both ends; either may be open", async () => {
    expect(await kept(range("Sales", 100.5, 250))).toEqual([1, 2, 6, 9]);
    expect(await kept(range("Sales", null, 50))).toEqual([1, 8]);
    expect(await kept(range("Sales", 250, null))).toEqual([2, 5]);
    expect(await kept(range("Sales", 50, null, true))).toEqual([7, 8]);
  });
});

describe("dates", () => {
  const between = (start: string | null, end: string | null, exclude = false): DraftFilter => ({
    kind: "between-dates",
    column: "Order Date",
    start,
    end,
    exclude,
  });

  test("include the whole last day", async () => {
    expect(await kept(between("2024-12-31", "2025-01-01"))).toEqual([6, 7]);
    expect(await kept(between("2025-02-28", null))).toEqual([9, 10, 11]);
    expect(await kept(between(null, "2024-01-31 00:00:00"))).toEqual([1, 1, 2]);
    expect(await kept(between("2024-01-01", "2024-12-31", true))).toEqual([7, 8, 9, 10, 11]);
  });

  const relative = (
    direction: Extract<DraftFilter, { kind: "relative-date" }>["direction"],
    period: Extract<DraftFilter, { kind: "relative-date" }>["period"],
    length = 1,
    offset = 0,
  ): DraftFilter => ({
    kind: "relative-date",
    column: "Order Date",
    direction,
    period,
    length,
    offset,
    exclude: false,
  });

  test("are counted from the source's as-of", async () => {
    expect(await kept(relative("last", "month"))).toEqual([10, 11]);
    expect(await kept(relative("last", "quarter"))).toEqual([7, 8, 9, 10, 11]);
    expect(await kept(relative("last", "month", 2))).toEqual([8, 9, 10, 11]);
    expect(await kept(relative("current", "year"))).toEqual([7, 8, 9, 10, 11]);
    expect(await kept(relative("last", "year"))).toEqual([1, 1, 2, 3, 4, 5, 6]);
  });
});

describe("text", () => {
  test("ignores case unless told not to", async () => {
    expect(await kept(text("equals", "EAST"))).toEqual([1, 1, 5, 8]);
    expect(await kept(text("equals", "east", { matchCase: true }))).toEqual([8]);
    expect(await kept(text("contains", "as"))).toEqual([1, 1, 5, 8]);
    expect(await kept(text("startsWith", "ö"))).toEqual([11]);
    expect(await kept(text("endsWith", "TH"))).toEqual([4, 9]);
    expect(await kept(text("like", "%e_t"))).toEqual([2, 3, 7, 10]);
    expect(await kept(text("contains", "as", { exclude: true }))).toEqual([2, 3, 4, 6, 7, 9, 10, 11]);
  });

  test("takes % and _ literally except in like", async () => {
    expect(await kept(text("contains", "%"))).toEqual([]);
    expect(await kept(text("contains", "_"))).toEqual([]);
  });

  test("matches patterns", async () => {
    expect(await kept(text("matches", "^(ea|we)st$"))).toEqual([1, 1, 2, 3, 5, 7, 8, 10]);
  });
});

describe("formulas", () => {
  test("a null condition counts as not true", async () => {
    expect(await kept({ kind: "formula", formula: "[Profit] > 50", level: null })).toEqual([2, 5]);
    expect(await kept({ kind: "formula", formula: "Not [Returned]", level: null })).toEqual([1, 1, 3, 5, 7, 8, 9, 10]);
  });

  test("over a related column", async () => {
    expect(await kept({ kind: "formula", formula: '[Products/Category] = "Furniture"', level: null })).toEqual([
      1, 2, 3, 5, 6, 9, 10,
    ]);
  });

  test("with an aggregate act on the grouping", async () => {
    const big = draft({
      columns: [formulaColumn("Total = Sum([Sales])")],
      groupings: [groupBy(["Region"], ["Total"])],
      filters: [{ kind: "formula", formula: "Sum([Quantity]) >= 7", level: "Region" }],
    });
    expect(await runBoth(engines, prepare(big))).toEqual([
      ["East", 470.5],
      ["West", 380.25],
    ]);
  });
});

describe("aggregates", () => {
  const byRegion = (filter: DraftFilter) =>
    draft({
      columns: [formulaColumn("Total = Sum([Sales])"), formulaColumn("Share = PercentOfTotal(Sum([Sales]))")],
      groupings: [groupBy(["Region"], ["Total", "Share"])],
      filters: [filter],
    });

  test("are filtered after they are computed: shares stay shares of everything", async () => {
    const rows = await runBoth(engines, prepare(byRegion(range("Total", 300, null))));
    expect(rows.map(([region, total]) => [region, total])).toEqual([
      ["East", 470.5],
      ["West", 380.25],
    ]);
    expect(Number(rows[0]?.[2])).toBeCloseTo(470.5 / 1256.5, 9);
  });

  test("rows below a filtered group disappear with it", async () => {
    const base = prepare(byRegion(range("Total", 300, null)), { level: "base", columns: ["Region", "Total"] });
    const rows = await runBoth(engines, base);
    expect(rows.map(([region]) => region).toSorted()).toEqual(["East", "East", "East", "West", "West", "West", "West"]);
  });

  test("a filter on a key acts before the aggregates", async () => {
    const rows = await runBoth(engines, prepare(byRegion(list("Region", ["East", "West"]))));
    expect(Number(rows[0]?.[2])).toBeCloseTo(470.5 / 850.75, 9);
  });
});

describe("top n", () => {
  const top = (n: number, direction: "top" | "bottom", per: "parent" | "all"): DraftFilter => ({
    kind: "top",
    column: "Total",
    n,
    direction,
    per,
  });
  const nested = (filter: DraftFilter) =>
    draft({
      columns: [formulaColumn("Total = Sum([Sales])")],
      groupings: [groupBy(["Region"], []), groupBy(["Channel"], ["Total"])],
      filters: [filter],
    });

  test("per parent and of all", async () => {
    expect(await runBoth(engines, prepare(nested(top(1, "top", "parent"))))).toEqual([
      ["East", null, 320],
      ["North", "Store", 160],
      ["West", "Store", 330],
      ["east", "Online", 10],
      ["Östra", "Store", 60],
      [null, "Store", 100.5],
    ]);
    expect(await runBoth(engines, prepare(nested(top(2, "top", "all"))))).toEqual([
      ["East", null, 320],
      ["West", "Store", 330],
    ]);
    expect(await runBoth(engines, prepare(nested(top(1, "bottom", "all"))))).toEqual([["east", "Online", 10]]);
  });

  test("of base rows keeps all that share the last place and drops nulls", async () => {
    const rows = draft({
      show: ["Order ID", "Sales"],
      filters: [{ kind: "top", column: "Sales", n: 4, direction: "top", per: "all" }],
      sort: [{ column: "Sales", direction: "descending" }],
    });
    expect((await runBoth(engines, prepare(rows))).map(([id]) => id)).toEqual([5, 2, 9, 1, 6]);
  });
});

describe("controls", () => {
  const controls = [
    { kind: "list" as const, id: "regions", name: "Regions", value: ["East", "North"], multiple: true },
    { kind: "dateRange" as const, id: "dates", name: "Dates", start: "2024-02-01", end: null },
    { kind: "number" as const, id: "least", name: "Least", value: 100 },
  ];
  const withFilter = (filter: Filter) => {
    const base = prepare(draft({ show: ["Order ID", "Region", "Order Date", "Sales"] }), { controls });
    const worksheet = base.document.worksheets["w1"];
    if (worksheet === undefined) throw new Error("no worksheet");
    const document = { ...base.document, worksheets: { w1: { ...worksheet, filters: [filter] } } };
    return prepareView(base.view, document, {
      sources: shopSources,
      document,
      customFunctions: [],
      weekStart: "sunday",
    });
  };
  const shared = { id: "f", exclude: false, nulls: "drop" as const };

  test("give lists, ranges and bounds their values", async () => {
    const byList = withFilter({ ...shared, columnId: "region", kind: "list", values: { controlId: "regions" } });
    expect(await runBoth(engines, byList)).toHaveLength(5);
    const byDates = withFilter({
      ...shared,
      columnId: "order_date",
      kind: "dateRange",
      range: { kind: "between", start: { controlId: "dates" }, end: { controlId: "dates" } },
    });
    expect(await runBoth(engines, byDates)).toHaveLength(9);
    const byNumber = withFilter({
      ...shared,
      columnId: "sales",
      kind: "range",
      min: { controlId: "least" },
      max: null,
    });
    expect(await runBoth(engines, byNumber)).toHaveLength(5);
  });

  test("stand in formulas by their id", async () => {
    const rows = prepare(
      draft({
        columns: [formulaColumn("Over = [Sales] > [least]")],
        show: ["Order ID"],
        filters: [list("Over", [true])],
      }),
      { controls },
    );
    expect(await runBoth(engines, rows)).toHaveLength(5);
  });
});
