import { describe, expect, test } from "vitest";
import type { Cell } from "#lib/worksheet/result";
import { runBoth } from "#tests/support/run-worksheet";
import { prepareSheet, type SheetParts, type SheetView } from "#tests/support/sheets";
import { shopTables } from "#tests/support/shop";
import { useTwoEngines } from "#tests/support/two-engines";

const engines = useTwoEngines(shopTables);
const run = (parts: SheetParts, view: SheetView): Promise<Cell[][]> => runBoth(engines, prepareSheet(parts, view));

const columns = {
  Region: "[Region]",
  Date: "[Order Date]",
  Order: "[Order ID]",
  First: "First([Profit])",
  Last: "Last([Profit])",
  FirstKnown: "FirstNonNull([Profit])",
  LastKnown: "LastNonNull([Profit])",
  Products: 'ListAgg([Product Name], "+")',
};
const calculations = ["First", "Last", "FirstKnown", "LastKnown", "Products"];
const shown = { columns: ["Region", "First", "Last", "FirstKnown", "LastKnown", "Products"] };

describe("First, Last and ListAgg of a group", () => {
  test("follow the element's sort", async () => {
    const parts: SheetParts = {
      columns,
      groupings: [{ keys: ["Region"], calculations }],
      sort: [{ columnId: "Date", direction: "ascending" }],
    };
    const rows = await run(parts, shown);
    expect(rows.find(([region]) => region === "West")).toEqual(["West", 60, 12, 60, 12, "Desk+Chair+Lamp+Desk"]);
    expect(rows.find(([region]) => region === "North")).toEqual(["North", null, 50, 50, 50, "Chair"]);
    const back = await run({ ...parts, sort: [{ columnId: "Date", direction: "descending" }] }, shown);
    expect(back.find(([region]) => region === "West")).toEqual(["West", 12, 60, 12, 60, "Desk+Lamp+Chair+Desk"]);
  });

  test("go by value when nothing sorts the rows, or only what is made of the groups", async () => {
    for (const sort of [[], [{ columnId: "First", direction: "descending" as const }]]) {
      const rows = await run({ columns, groupings: [{ keys: ["Region"], calculations }], sort }, shown);
      expect(rows.find(([region]) => region === "West")).toEqual(["West", 8, null, 8, 60, "Chair+Desk+Desk+Lamp"]);
    }
  });

  test("of a column of the same level run over its rows", async () => {
    const parts: SheetParts = {
      columns: {
        Channel: "[Channel]",
        Month: 'DateTrunc("month", [Order Date])',
        Total: "Sum([Profit])",
        Start: "First([Total])",
        Known: "FirstNonNull([Total])",
        End: "LastNonNull(Sum([Profit]))",
      },
      groupings: [{ keys: ["Channel"] }, { keys: ["Month"], calculations: ["Total", "Start", "Known", "End"] }],
    };
    const rows = await run(parts, { level: "g2", columns: ["Channel", "Month", "Total", "Start", "Known", "End"] });
    expect(rows.filter(([channel]) => channel === "Online").map((row) => row.slice(2))).toEqual([
      [15.25, 15.25, 15.25, 12],
      [null, 15.25, 15.25, 12],
      [null, 15.25, 15.25, 12],
      [1, 15.25, 15.25, 12],
      [12, 15.25, 15.25, 12],
    ]);
  });

  test("of a finer grouping's column take the first of its groups, in its order", async () => {
    const parts: SheetParts = {
      columns: { ...columns, "Order Total": "Sum([Sales])", Opening: "First([Order Total])" },
      groupings: [
        { keys: ["Region"], calculations: ["Opening"] },
        { keys: ["Order"], calculations: ["Order Total"] },
      ],
      sort: [{ columnId: "Order", direction: "descending" }],
    };
    const rows = await run(parts, { columns: ["Region", "Opening"] });
    expect(rows.find(([region]) => region === "West")).toEqual(["West", 50.25]);
    expect(rows.find(([region]) => region === "East")).toEqual(["East", 320]);
  });

  test("stand in summaries and charts", async () => {
    const parts: SheetParts = {
      columns: { ...columns, Opening: "First([Sales])", Channel: "[Channel]" },
      groupings: [{ keys: ["Region"], calculations }],
      summaries: ["Opening"],
      sort: [{ columnId: "Date", direction: "descending" }],
    };
    expect(await run(parts, { level: "summary", columns: ["Opening"] })).toEqual([[60]]);
    expect(await run(parts, { columns: ["Channel", "First", "LastKnown"], chart: { x: "Channel" } })).toEqual([
      ["Online", 12, 20.25],
      ["Store", 6, 60],
      [null, 100, 100],
    ]);
  });
});
