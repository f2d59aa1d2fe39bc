import { describe, expect, test } from "vitest";
import { draft, formulaColumn, groupBy } from "#tests/support/drafts";
import { prepare, runBoth } from "#tests/support/run-worksheet";
import { nothingSource, orderLinesSource, shopTables } from "#tests/support/shop";
import { useTwoEngines } from "#tests/support/two-engines";

const engines = useTwoEngines(shopTables);
const total = formulaColumn("Total = Sum([Sales])");
const month = formulaColumn('Month = DateTrunc("month", [Order Date])');

describe("grouping", () => {
  test("by one key, sorted and limited", async () => {
    const byRegion = draft({
      columns: [total],
      groupings: [groupBy(["Region"], ["Total"])],
      sort: [{ column: "Total", direction: "descending" }],
      limit: 3,
    });
    expect(await runBoth(engines, prepare(byRegion))).toEqual([
      ["East", 470.5],
      ["West", 380.25],
      ["North", 235.25],
    ]);
  });

  test("null is a group of its own and sorts last in both directions; text sorts by code point", async () => {
    const rising = draft({ columns: [total], groupings: [groupBy(["Region"], ["Total"])] });
    const falling = draft({
      columns: [total],
      groupings: [groupBy(["Region"], ["Total"], [{ column: "Region", direction: "descending" }])],
    });
    const regions = ["East", "North", "West", "east", "Östra"];
    expect((await runBoth(engines, prepare(rising))).map(([region]) => region)).toEqual([...regions, null]);
    expect((await runBoth(engines, prepare(falling))).map(([region]) => region)).toEqual([
      ...regions.toReversed(),
      null,
    ]);
  });

  test("by a computed key, with a filter on the column that it comes from", async () => {
    const monthly = draft({
      columns: [month, total, formulaColumn("Lines = Count()"), formulaColumn("Average = Avg([Quantity])")],
      groupings: [groupBy(["Month"], ["Total", "Lines", "Average"])],
      filters: [
        { kind: "between-dates", column: "Order Date", start: "2024-01-31", end: "2024-12-31", exclude: false },
      ],
    });
    expect(await runBoth(engines, prepare(monthly))).toEqual([
      ["2024-01-01 00:00:00", 250, 1, 5],
      ["2024-02-01 00:00:00", 155.25, 2, 2],
      ["2024-03-01 00:00:00", 320, 1, 4],
      ["2024-12-01 00:00:00", 100.5, 1, 2],
    ]);
  });

  test("by two keys in one grouping and in two", async () => {
    const keys = [
      [groupBy(["Region", "Returned"], ["Lines"])],
      [groupBy(["Region"], []), groupBy(["Returned"], ["Lines"])],
    ];
    for (const groupings of keys) {
      const rows = await runBoth(engines, prepare(draft({ columns: [formulaColumn("Lines = Count()")], groupings })));
      expect(rows).toEqual([
        ["East", false, 3],
        ["North", false, 1],
        ["North", null, 1],
        ["West", false, 3],
        ["West", true, 1],
        ["east", false, 1],
        ["Östra", true, 1],
        [null, true, 1],
      ]);
    }
  });

  test("a metric of the source, and a ratio of aggregates", async () => {
    const ratios = draft({
      columns: [formulaColumn("Margin = Sum([Profit]) / Sum([Sales])")],
      groupings: [groupBy(["Channel"], ["Profit Ratio", "Margin", "Lines"])],
    });
    const rows = await runBoth(engines, prepare(ratios));
    expect(rows.map(([channel, ratio, margin, lines]) => [channel, ratio === margin, lines])).toEqual([
      ["Online", true, 6],
      ["Store", true, 5],
      [null, true, 1],
    ]);
  });

  test("a key without any calculation lists its values", async () => {
    const rows = await runBoth(engines, prepare(draft({ groupings: [groupBy(["Channel"], [])] })));
    expect(rows).toEqual([["Online"], ["Store"], [null]]);
  });
});

describe("the summary", () => {
  test("aggregates all rows", async () => {
    const summary = draft({
      columns: [
        total,
        formulaColumn("Regions = CountDistinct([Region])"),
        formulaColumn("Big = CountIf([Sales] > 100)"),
      ],
      summaries: ["Total", "Regions", "Big"],
    });
    expect(await runBoth(engines, prepare(summary))).toEqual([[1256.5, 5, 5]]);
  });

  test("of an empty table has one row, a grouping none", async () => {
    const columns = [formulaColumn("Total = Sum([Amount])"), formulaColumn("Lines = Count()")];
    const options = { source: nothingSource };
    const summary = draft({ columns, summaries: ["Total", "Lines"] });
    const grouped = draft({ columns, groupings: [groupBy(["Label"], ["Total", "Lines"])] });
    expect(await runBoth(engines, prepare(summary, options))).toEqual([[null, 0]]);
    expect(await runBoth(engines, prepare(grouped, options))).toEqual([]);
  });
});

describe("base rows", () => {
  test("sorted, with ties broken by the visible columns, and limited", async () => {
    const list = draft({
      show: ["Sales", "Order ID", "Product Name"],
      sort: [{ column: "Sales", direction: "descending" }],
      limit: 5,
    });
    expect(await runBoth(engines, prepare(list))).toEqual([
      [320, 5, "Chair"],
      [250, 2, "Desk"],
      [160, 9, "Chair"],
      [100.5, 1, "Desk"],
      [100.5, 6, "Desk"],
    ]);
  });

  test("of a physical table, all its columns", async () => {
    const rows = await runBoth(engines, prepare(draft({}), { source: orderLinesSource }));
    expect(rows).toHaveLength(12);
    expect(rows[0]).toHaveLength(10);
  });
});

describe("relationships", () => {
  test("never multiply rows: of several matches the smallest, of none null", async () => {
    const byProduct = draft({
      columns: [formulaColumn("Lines = Count()"), formulaColumn("Quantity Sum = Sum([Quantity])")],
      groupings: [groupBy(["Products/Product Name"], ["Lines", "Quantity Sum"])],
    });
    expect(await runBoth(engines, prepare(byProduct))).toEqual([
      ["Chair", 3, 7],
      ["Desk", 4, 10],
      ["Lamp", 2, 8],
      ["Pen", 2, 7],
      [null, 1, 3],
    ]);
  });

  test("are joined only when a column of the other side is used", () => {
    const plain = prepare(draft({ columns: [total], groupings: [groupBy(["Region"], ["Total"])] }));
    const related = prepare(draft({ columns: [total], groupings: [groupBy(["Category"], ["Total"])] }));
    expect(plain.compile("duckdb").sql).not.toContain("JOIN");
    expect(related.compile("duckdb").sql.match(/JOIN/g)).toHaveLength(1);
  });
});
