import { describe, expect, test } from "vitest";
import type { Cell } from "#lib/worksheet/result";
import { draft, formulaColumn, groupBy } from "#tests/support/drafts";
import { prepare, prepareView, runBoth } from "#tests/support/run-worksheet";
import { shopSources, shopTables } from "#tests/support/shop";
import { useTwoEngines } from "#tests/support/two-engines";

const engines = useTwoEngines(shopTables);
const total = formulaColumn("Total = Sum([Sales])");
const month = formulaColumn('Month = DateTrunc("month", [Order Date])');

const nested = draft({
  columns: [
    total,
    formulaColumn("Region Total = Sum([Sales])"),
    formulaColumn("Share of Region = [Total] / [Region Total]"),
    formulaColumn('Share of Parent = PercentOfTotal(Sum([Sales]), "parent_grouping")'),
    formulaColumn("Share of All = PercentOfTotal([Total])"),
    formulaColumn("All = GrandTotal(Sum([Sales]))"),
    formulaColumn("Grand = Sum([Sales])"),
  ],
  groupings: [
    groupBy(["Region"], ["Region Total"]),
    groupBy(["Channel"], ["Total", "Share of Region", "Share of Parent", "Share of All", "All"]),
  ],
  summaries: ["Grand"],
});

describe("levels", () => {
  test("a lower level reads a higher one, and totals are aggregated again", async () => {
    const columns = [
      "Region",
      "Channel",
      "Total",
      "Region Total",
      "Share of Region",
      "Share of Parent",
      "All",
      "Grand",
    ];
    const rows = await runBoth(engines, prepare(nested, { columns }));
    const east = rows.find(([region, channel]) => region === "East" && channel === "Online");
    expect(east?.slice(2, 4)).toEqual([150.5, 470.5]);
    expect(Number(east?.[4])).toBeCloseTo(150.5 / 470.5, 9);
    expect(east?.[5]).toEqual(east?.[4]);
    expect(east?.slice(6)).toEqual([1256.5, 1256.5]);
    expect(rows.find(([region]) => region === null)).toEqual([null, "Store", 100.5, 100.5, 1, 1, 1256.5, 1256.5]);
  });

  test("shares of the grand total add up to one", async () => {
    const rows = await runBoth(engines, prepare(nested, { columns: ["Region", "Channel", "Share of All"] }));
    expect(rows.reduce((sum, row) => sum + Number(row[2]), 0)).toBeCloseTo(1, 9);
  });

  test("each level of one worksheet can be viewed", async () => {
    const outer = await runBoth(
      engines,
      prepare(nested, { level: "g1", columns: ["Region", "Region Total", "Grand"] }),
    );
    expect(outer[0]).toEqual(["East", 470.5, 1256.5]);
    const summary = await runBoth(engines, prepare(nested, { level: "summary", columns: ["Grand"] }));
    expect(summary).toEqual([[1256.5]]);
    const base = await runBoth(
      engines,
      prepare(nested, { level: "base", columns: ["Region", "Channel", "Total", "Grand"] }),
    );
    expect(base).toHaveLength(12);
  });

  test("a base column reads its group's aggregate", async () => {
    const shares = draft({
      columns: [formulaColumn("Region Total = Sum([Sales])"), formulaColumn("Share = [Sales] / [Region Total]")],
      groupings: [groupBy(["Region"], ["Region Total"])],
    });
    const rows = await runBoth(engines, prepare(shares, { level: "base", columns: ["Region", "Share"] }));
    const sums = new Map<Cell, number>();
    for (const [region = null, share] of rows) sums.set(region, (sums.get(region) ?? 0) + Number(share));
    expect([...sums.values()].map((sum) => Number(sum.toFixed(9)))).toEqual([1, 1, 1, 1, 1, 1]);
  });

  test("an aggregate over a finer grouping's column counts each of its groups once", async () => {
    const orders = draft({
      columns: [
        formulaColumn("Order Total = Sum([Sales])"),
        formulaColumn("Average Order = Avg([Order Total])"),
        formulaColumn("Orders = Count([Order ID])"),
        formulaColumn("Lines = Count()"),
      ],
      groupings: [groupBy(["Region"], ["Average Order", "Orders", "Lines"]), groupBy(["Order ID"], ["Order Total"])],
    });
    const rows = await runBoth(
      engines,
      prepare(orders, { level: "g1", columns: ["Region", "Average Order", "Orders", "Lines"] }),
    );
    expect(rows[0]).toEqual(["East", 235.25, 2, 3]);
  });

  test("an aggregate of a base column that reads a group's aggregate", async () => {
    const above = draft({
      columns: [
        formulaColumn("Mean = Avg([Sales])"),
        formulaColumn("Above = If([Sales] > [Mean], 1, 0)"),
        formulaColumn("Above Mean = Sum([Above])"),
        formulaColumn("Total = Sum([Sales])"),
      ],
      groupings: [groupBy(["Region"], ["Mean", "Above Mean", "Total"])],
    });
    expect(await runBoth(engines, prepare(above, { columns: ["Region", "Above Mean", "Total"] }))).toEqual([
      ["East", 1, 470.5],
      ["North", 1, 235.25],
      ["West", 1, 380.25],
      ["east", 0, 10],
      ["Östra", 0, 60],
      [null, 0, 100.5],
    ]);
  });

  test("the filter of base rows acts before every level", async () => {
    const rows = await runBoth(
      engines,
      prepare(
        { ...nested, filters: [{ kind: "list", column: "Channel", values: ["Store"], exclude: false }] },
        { columns: ["Region", "Total", "Region Total", "Grand"] },
      ),
    );
    expect(rows.find(([region]) => region === "West")).toEqual(["West", 330, 330, 650.5]);
  });
});

describe("windows", () => {
  test("run over the rows of their own level, partitioned by the parent grouping", async () => {
    const running = draft({
      columns: [
        month,
        total,
        formulaColumn("Running = CumulativeSum([Total])"),
        formulaColumn('Place = Rank([Total], "desc")'),
      ],
      groupings: [groupBy(["Region"], []), groupBy(["Month"], ["Total", "Running", "Place"])],
    });
    const rows = await runBoth(engines, prepare(running));
    expect(rows.filter(([region]) => region === "West")).toEqual([
      ["West", "2024-01-01 00:00:00", 250, 250, 1],
      ["West", "2024-02-01 00:00:00", 80, 330, 2],
      ["West", "2025-01-01 00:00:00", null, 330, 4],
      ["West", "2025-03-01 00:00:00", 50.25, 380.25, 3],
    ]);
  });

  test("follow the sort of their grouping", async () => {
    const running = draft({
      columns: [total, formulaColumn("Running = CumulativeSum([Total])")],
      groupings: [groupBy(["Channel"], ["Total", "Running"], [{ column: "Total", direction: "descending" }])],
    });
    expect(await runBoth(engines, prepare(running))).toEqual([
      ["Store", 650.5, 650.5],
      [null, 320, 970.5],
      ["Online", 286, 1256.5],
    ]);
  });

  test("over base rows are partitioned by the innermost grouping", async () => {
    const ranked = draft({
      columns: [
        formulaColumn('Place = Rank([Sales], "desc")'),
        formulaColumn("Amount = [Sales]"),
        formulaColumn("Lines = Count()"),
      ],
      groupings: [groupBy(["Channel"], ["Lines"])],
    });
    const rows = await runBoth(engines, prepare(ranked, { level: "base", columns: ["Channel", "Amount", "Place"] }));
    expect(
      rows
        .filter(([channel]) => channel === "Store")
        .map(([, sales, place]) => [sales, place])
        .toSorted(),
    ).toEqual(
      [
        [250, 1],
        [160, 2],
        [100.5, 3],
        [80, 4],
        [60, 5],
      ].toSorted(),
    );
  });

  test("may be aggregated by a higher level", async () => {
    const worst = draft({
      columns: [formulaColumn('Place = Rank([Sales], "desc")'), formulaColumn("Last Place = Max([Place])")],
      groupings: [groupBy(["Channel"], ["Last Place"])],
    });
    const rows = await runBoth(engines, prepare(worst, { columns: ["Channel", "Last Place"] }));
    expect(rows).toEqual([
      ["Online", 6],
      ["Store", 5],
      [null, 1],
    ]);
  });

  test("feed each other", async () => {
    const changes = draft({
      columns: [
        month,
        total,
        formulaColumn("Change = [Total] - Lag([Total])"),
        formulaColumn('Best = Rank([Change], "desc")'),
      ],
      groupings: [groupBy(["Month"], ["Total", "Change", "Best"])],
      filters: [
        { kind: "between-dates", column: "Order Date", start: "2024-01-01", end: "2024-12-31", exclude: false },
      ],
    });
    expect((await runBoth(engines, prepare(changes))).map((row) => row.slice(1))).toEqual([
      [400.5, null, 4],
      [155.25, -245.25, 3],
      [320, 164.75, 1],
      [100.5, -219.5, 2],
    ]);
  });
});

describe("Lookup and Rollup", () => {
  test("fetch from another source without multiplying rows", async () => {
    const against = draft({
      columns: [
        month,
        total,
        formulaColumn("Target = Rollup(Sum([Targets/Target]), [Region], [Targets/Region])"),
        formulaColumn("Month Target = Rollup(Sum([Targets/Target]), [Month], [Targets/Month])"),
        formulaColumn("First Target = Lookup([Targets/Target], [Region], [Targets/Region])"),
        formulaColumn("Lines = Count()"),
      ],
      groupings: [groupBy(["Region"], ["Total", "Target", "First Target", "Lines"])],
    });
    expect(
      await runBoth(engines, prepare(against, { columns: ["Region", "Total", "Target", "First Target", "Lines"] })),
    ).toEqual([
      ["East", 470.5, 120, 120, 3],
      ["North", 235.25, null, null, 2],
      ["West", 380.25, 850, 50, 4],
      ["east", 10, null, null, 1],
      ["Östra", 60, null, null, 1],
      [null, 100.5, null, null, 1],
    ]);
  });

  test("with several keys, at base, and aggregated there", async () => {
    const monthly = draft({
      columns: [
        month,
        formulaColumn("Target = Rollup(Sum([Targets/Target]), [Month], [Targets/Month], [Region], [Targets/Region])"),
        formulaColumn("Highest = Max([Target])"),
        formulaColumn("Lines = Count()"),
      ],
      groupings: [groupBy(["Region"], ["Highest", "Lines"])],
    });
    expect(await runBoth(engines, prepare(monthly, { columns: ["Region", "Highest", "Lines"] }))).toEqual([
      ["East", 120, 3],
      ["North", null, 2],
      ["West", 500, 4],
      ["east", null, 1],
      ["Östra", null, 1],
      [null, null, 1],
    ]);
  });

  test("read the source that a relationship leads to", async () => {
    const prices = draft({
      columns: [
        formulaColumn("Price Sum = Rollup(Sum([Products/List Price]), [Product Name], [Products/Product Name])"),
        formulaColumn("Highest = Max([Price Sum])"),
      ],
      groupings: [groupBy(["Product Name"], ["Highest"])],
    });
    expect((await runBoth(engines, prepare(prices)))[0]).toEqual(["Chair", 80]);
  });

  test("read the base rows of another worksheet, with its filters", async () => {
    const other = prepare({
      ...draft({
        name: "Online orders",
        show: ["Region", "Sales"],
        filters: [{ kind: "list", column: "Channel", values: ["Online"], exclude: false }],
      }),
    });
    const rows = await runBoth(
      engines,
      prepare(
        draft({
          columns: [
            total,
            formulaColumn("Online = Rollup(Sum([Online orders/Sales]), [Region], [Online orders/Region])"),
          ],
          groupings: [groupBy(["Region"], ["Total", "Online"])],
        }),
        { document: other.document },
      ),
    );
    expect(rows.slice(0, 3)).toEqual([
      ["East", 470.5, 150.5],
      ["North", 235.25, 75.25],
      ["West", 380.25, 50.25],
    ]);
  });
});

test("a worksheet can be built on a level of another", async () => {
  const inner = prepare(
    draft({
      name: "Regions",
      columns: [total],
      groupings: [groupBy(["Region"], ["Total"])],
      filters: [{ kind: "top", column: "Total", n: 3, direction: "top", per: "all" }],
    }),
  );
  const document = {
    ...inner.document,
    worksheets: {
      ...inner.document.worksheets,
      w2: {
        version: 1 as const,
        name: "On top",
        source: { worksheetId: "w1", level: "g1" },
        columns: [
          { id: "sum", name: "Sum", formula: "Sum([Total])" },
          { id: "count", name: "Count", formula: "Count()" },
        ],
        groupings: [],
        summaries: ["sum", "count"],
        filters: [],
        sort: [],
        limit: null,
      },
    },
  };
  const scope = { sources: shopSources, document, customFunctions: [], weekStart: "sunday" as const };
  const view = { worksheetId: "w2", level: "summary", columns: ["sum", "count"] };
  expect(await runBoth(engines, prepareView(view, document, scope))).toEqual([[1086, 3]]);
});
