import { describe, expect, test } from "vitest";
import type { Person } from "#lib/permissions";
import type { WorkbookDocument } from "#lib/workbook/workbook";
import { saveDocument } from "#lib/workbook-store/save-document";
import { createSales } from "#tests/integration/ai/ask/support";
import { sampleDocument, tableElement } from "#tests/support/workbooks";
import {
  ada,
  document,
  explorer,
  exploring,
  publish,
  rowsOf,
  run,
  usePublishedCharts,
  viewer,
  whole,
  workbookId,
} from "./published-charts.ts";

/** Somebody who may look at a workbook tries to read more of its sources than it shows. */

usePublishedCharts();

test("what the workbook shows", async () => {
  expect(await rowsOf(viewer, whole)).toEqual([["East"], [2600.5]]);
});

describe("the rows under a chart", () => {
  const rows = { worksheetId: "chart", level: "base", columns: ["region", "amount"] };

  test("are for those who explore, with keys or without", async () => {
    await expect(run(viewer, rows)).rejects.toMatchObject({ code: "forbidden" });
    await expect(run(viewer, { ...rows, worksheetId: "sales" })).rejects.toMatchObject({ code: "forbidden" });
    await expect(run(viewer, { ...rows, within: [] })).rejects.toMatchObject({ code: "forbidden" });
    await expect(run(viewer, { ...rows, within: [{ columnId: "region", value: "East" }] })).rejects.toMatchObject({
      code: "forbidden",
    });
  });

  test("do not come in the guise of a chart or a pivot of all columns", async () => {
    const guises = [
      { ...rows, chart: { x: "amount", color: "region", trellis: null } },
      { ...rows, pivot: { rows: ["region", "amount"], columns: [] } },
      { ...whole, columns: ["region", "amount"] },
      { ...whole, columns: ["amount"], chart: { x: "amount", color: null, trellis: null } },
    ];
    for (const guise of guises)
      await expect(run(viewer, guise), JSON.stringify(guise)).rejects.toMatchObject({
        code: expect.stringMatching(/forbidden|formula_invalid/),
      });
  });

  test("of a table are what it shows", async () => {
    const withTable = sampleDocument(await createSales(ada, "Sales of a table"));
    const id = await publish(withTable);
    const shown = { worksheetId: "sales", level: "base", columns: ["region", "amount"] };
    expect((await run(viewer, shown, withTable, id)).result.rowCount).toBe(6);
  });
});

describe("a table that hides columns", () => {
  let hiding: WorkbookDocument;
  let id: string;
  const rows = { worksheetId: "sales", level: "base", columns: ["region"] };
  const groups = { worksheetId: "sales", level: "by-region", columns: ["region"] };
  const totals = { ...groups, columns: ["total"], pivot: { rows: [], columns: [], isTotals: true } };
  const tell = (who: Person, view: object, asked: object = hiding) => run(who, view, asked, id);

  const hide = async (shown: readonly string[]) => {
    const start = sampleDocument(await createSales(ada, `Sales of ${shown.join(" and ")}`));
    const table = { ...tableElement("table", "sales"), columns: [...shown] };
    hiding = { ...start, elements: { table }, pages: start.pages.filter((page) => page.id === "second"), controls: [] };
    id = await publish(hiding);
  };

  test("gives those who look the columns that it shows, on the levels that it has", async () => {
    await hide(["amount"]);
    await tell(viewer, { ...rows, columns: ["amount"] });
    await tell(viewer, groups);
    const group = { ...rows, columns: ["amount"], within: [{ columnId: "region", value: "East" }] };
    expect((await tell(viewer, group)).result.rowCount).toBe(2);
  });

  test.each([
    ["a hidden column of the rows", { ...rows, columns: ["amount", "region"] }],
    ["a hidden calculation", { ...groups, columns: ["region", "total"] }],
    ["the total of a hidden calculation", totals],
    ["groups by a column that groups nothing", { ...groups, chart: { x: "amount", color: null, trellis: null } }],
    ["the rows that hold a value", { ...rows, columns: ["amount"], within: [{ columnId: "amount", value: 100 }] }],
  ])("keeps %s for those who explore", async (_, view) => {
    await expect(tell(viewer, view)).rejects.toMatchObject({ code: "forbidden" });
  });

  test("neither sorts nor filters by them for who may only look", async () => {
    const { sales } = hiding.worksheets;
    const sorted = { ...sales, sort: [{ columnId: "region", direction: "ascending" }] };
    const kept = { id: "f", columnId: "region", kind: "list", values: ["East"], exclude: false, nulls: "drop" };
    for (const changed of [sorted, { ...sales, filters: [kept] }])
      await expect(
        tell(viewer, { ...rows, columns: ["amount"] }, { ...hiding, worksheets: { sales: changed } }),
      ).rejects.toMatchObject({ code: "forbidden" });
  });

  test("of groups alone does not tell how many rows they have", async () => {
    await hide(["region", "total"]);
    await tell(viewer, { ...groups, columns: ["region", "total"] });
    await tell(viewer, totals);
    await expect(tell(viewer, rows)).rejects.toMatchObject({ code: "forbidden" });
  });
});

test("the values of a control are what it offers", async () => {
  const choice = { kind: "control", id: "choice", controlId: "Region-choice" } as const;
  const offering: WorkbookDocument = {
    ...document,
    elements: { ...document.elements, choice: { ...choice, options: { worksheetId: "chart", columnId: "region" } } },
  };
  const id = await publish(offering);
  const values = (columnId: string) => ({
    worksheetId: "chart",
    level: "base",
    columns: [columnId],
    chart: { x: columnId, color: null, trellis: null },
  });
  expect(await rowsOf(viewer, values("region"), offering, id)).toEqual([["East"]]);
  await expect(run(viewer, values("amount"), offering, id)).rejects.toMatchObject({ code: "forbidden" });
});

test("an exploration is its owner's alone, and saves nothing into the workbook", async () => {
  const exploration = await exploring();
  for (const who of [ada, viewer])
    await expect(run(who, whole, document, exploration)).rejects.toMatchObject({ code: "not_found" });
  const changed = { ...document, pages: document.pages.map((page) => ({ ...page, name: "Mine" })) };
  await expect(saveDocument(explorer, workbookId, { document: changed, revision: 1 })).rejects.toMatchObject({
    code: "forbidden",
  });
});

test("live text reads what its formula says and no other", async () => {
  const live = {
    version: 1,
    name: "Live value 1 of words",
    source: { worksheetId: "sales", level: "base" },
    columns: [{ id: "value", name: "Live value 1", formula: "Max([Amount])" }],
    groupings: [],
    summaries: ["value"],
    filters: [],
    sort: [],
    limit: null,
  };
  const asked = (formula: string, id = "live-words-0") => ({
    ...document,
    worksheets: { ...document.worksheets, [id]: { ...live, columns: [{ ...live.columns[0], formula }] } },
  });
  const view = { worksheetId: "live-words-0", level: "summary", columns: ["value"] };
  expect(await rowsOf(viewer, view, asked("Sum([Amount])"))).toEqual([[2600.5]]);
  await expect(run(viewer, view, asked("Max([Amount])"))).rejects.toMatchObject({ code: "forbidden" });
  const other = asked("Sum([Amount])", "live-words-1");
  await expect(run(viewer, { ...view, worksheetId: "live-words-1" }, other)).rejects.toMatchObject({
    code: "forbidden",
  });
});
