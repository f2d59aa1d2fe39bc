import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { db } from "#db/client";
import { grantToEveryone, removeSourceGrant } from "#db/queries/source-grants";
import { source } from "#db/schema/source";
import { drillDown } from "#lib/chart/drill";
import { runElementSchema, updateSharingSchema } from "#lib/contract/workbooks";
import { stopEngines } from "#lib/data/duckdb/engines";
import type { Permission, Person } from "#lib/permissions";
import type { WorkbookDocument } from "#lib/workbook/workbook";
import { makeWorkbook } from "#lib/workbook-store/create-workbook";
import { openExploration } from "#lib/workbook-store/explorations";
import { publishWorkbook } from "#lib/workbook-store/publish";
import { runElement } from "#lib/workbook-store/run-element";
import { saveDocument } from "#lib/workbook-store/save-document";
import { getSharing, updateSharing } from "#lib/workbook-store/sharing";
import type { Worksheet } from "#lib/worksheet/worksheet";
import { createSales } from "#tests/integration/ai/ask/support";
import { createOrganization, createPerson, useDatabase } from "#tests/support/database";
import { sampleDocument, tableElement, worksheetOf } from "#tests/support/workbooks";

/** Somebody who may look at a workbook tries to read more than it shows. */

useDatabase();

const signal = new AbortController().signal;

let organization: { readonly id: string; readonly name: string };
let ada: Person;
let viewer: Person;
let explorer: Person;
let salariesId: string;
let document: WorkbookDocument;
let workbookId: string;

const colleague = (...permissions: Permission[]) => createPerson({ organization, permissions });
const everyone = { granteeKind: "everyone", granteeId: null } as const;

beforeAll(async () => {
  organization = await createOrganization();
  ada = await createPerson({ organization, name: "Ada" });
  viewer = await colleague("viewWorkbooks");
  explorer = await colleague("exploreFull");
  salariesId = await createSales(ada, "Salaries");
  await removeSourceGrant(ada, salariesId, grantToEveryone(ada));
  document = chartsAlone(sampleDocument(await createSales(ada)));
  workbookId = await publish(document);
});

afterAll(() => stopEngines());

/** Charts of the sales, filtered by a control, with a text; no table shows their rows. */
function chartsAlone({ elements: { table: _, ...elements }, ...sample }: WorkbookDocument): WorkbookDocument {
  const sales: Worksheet = {
    ...worksheetOf("Sales", sample.worksheets["sales"]?.source ?? { sourceId: "" }),
    filters: [
      {
        kind: "list",
        id: "choice",
        columnId: "region",
        exclude: false,
        nulls: "drop",
        values: { controlId: "Region-choice" },
      },
    ],
  };
  return {
    ...sample,
    worksheets: { ...sample.worksheets, sales },
    controls: [{ kind: "list", id: "Region-choice", name: "Region", value: ["East"], multiple: true }],
    elements,
    pages: sample.pages.filter(({ id }) => id === "first"),
  };
}

async function publish(published: WorkbookDocument): Promise<string> {
  const id = await makeWorkbook(ada, { name: "Sales", description: "", document: published, explorationId: null });
  await updateSharing(ada, id, updateSharingSchema.parse({ ...everyone, access: "view" }));
  await publishWorkbook(ada, id, 1);
  return id;
}

const whole = { worksheetId: "chart", level: "by-region", columns: ["region", "total"] };
const run = (who: Person, view: object, asked: object = document, id = workbookId) =>
  runElement(who, id, runElementSchema.parse({ stage: "published", document: asked, view }), signal);
const rowsOf = async (...asked: Parameters<typeof run>) => (await run(...asked)).rows.columns;

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

describe("to drill and to look at whole rows", () => {
  const bars = () => {
    const { bars: element } = document.elements;
    const { chart: worksheet } = document.worksheets;
    if (element?.kind !== "chart" || worksheet === undefined) throw new Error("The sample has a chart.");
    return { chart: element.chart, worksheet };
  };
  const withChart = (worksheet: Worksheet) => ({
    ...document,
    worksheets: { ...document.worksheets, chart: worksheet },
  });
  const east = { seriesColumnId: null, keys: [{ columnId: "region", value: "East" }], range: null };
  const toAmounts = { kind: "dimension", name: "Amount (2)", formula: "[Amount]", isDate: false } as const;
  const drilled = () => {
    let count = 0;
    const reached = drillDown(bars(), east, toAmounts, () => `drilled-${count++}`);
    if (reached === null) throw new Error("The chart can be drilled.");
    return reached;
  };
  let act: Person;

  beforeAll(async () => {
    act = await colleague("exploreBasic");
    await updateSharing(ada, workbookId, updateSharingSchema.parse({ ...everyone, access: "explore" }));
  });
  afterAll(() => updateSharing(ada, workbookId, updateSharingSchema.parse({ ...everyone, access: "view" })));

  test("takes basic exploring", async () => {
    const { worksheet, chart } = drilled();
    expect((await run(act, chart.view, withChart(worksheet))).result.rowCount).toBe(2);
    await expect(run(viewer, chart.view, withChart(worksheet))).rejects.toMatchObject({ code: "forbidden" });
    const { worksheet: own } = bars();
    const wider = { ...own, columns: [...own.columns, { id: "under-0", name: "Amount (3)", formula: "[Amount]" }] };
    const rows = { worksheetId: "chart", level: "base", columns: ["region", "under-0"] };
    expect((await run(act, rows, withChart(wider))).result.rowCount).toBe(2);
  });

  test("is no way to formulas, calculations or sources of one's own", async () => {
    const { worksheet, chart } = drilled();
    const added = worksheet.columns.at(-1) ?? { id: "", name: "", formula: "" };
    const columns = (formula: string) => [...bars().worksheet.columns, { ...added, formula }];
    const [grouping] = worksheet.groupings;
    const filter = { id: "f", columnId: "region", kind: "formula", exclude: false, nulls: "drop" };
    const doctored = [
      { ...worksheet, columns: columns("[Amount] * 2") },
      { ...worksheet, columns: columns("[Salaries/Amount]") },
      { ...worksheet, columns: columns('DateTrunc("month", Date("2020-01-01"))') },
      { ...worksheet, columns: columns("Lookup([Salaries/Secret], [Region], [Salaries/Region])") },
      { ...worksheet, groupings: [{ ...grouping, calculations: ["total", added.id] }] },
      { ...worksheet, groupings: [...worksheet.groupings, { ...grouping, id: "more" }] },
      { ...worksheet, summaries: [added.id] },
      { ...worksheet, source: { sourceId: salariesId } },
      { ...worksheet, filters: [{ ...filter, formula: "[Amount] > 1 Or True" }] },
      { ...worksheet, filters: [{ ...filter, formula: "[Region] >= 1 And [Amount] < 2" }] },
    ];
    for (const one of doctored) {
      const asked = { ...document, worksheets: { ...document.worksheets, chart: one } };
      await expect(run(act, chart.view, asked), JSON.stringify(one)).rejects.toMatchObject({ code: "forbidden" });
    }
  });

  test("is not kept: a column more in an exploration takes all of exploring", async () => {
    const exploration = await openExploration(act, { from: "workbook", workbookId });
    const kept = withChart(drilled().worksheet);
    await expect(saveDocument(act, exploration, { document: kept, revision: 1 })).rejects.toMatchObject({
      code: "forbidden",
    });
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

describe("a document that leaves something out", () => {
  test("without its control a filter is not without effect", async () => {
    await expect(run(viewer, whole, { ...document, controls: [] })).rejects.toMatchObject({
      code: expect.stringMatching(/forbidden|formula_invalid/),
    });
  });

  test("with a control twice, the one that is stored counts", async () => {
    const [control] = document.controls;
    const other = { ...control, value: ["West"] };
    await expect(run(viewer, whole, { ...document, controls: [control, other] })).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(run(viewer, whole, { ...document, controls: [other, control] })).rejects.toMatchObject({
      code: "forbidden",
    });
  });

  test("without a worksheet that is named, no source of that name is read in its place", async () => {
    const named: WorkbookDocument = {
      ...document,
      worksheets: {
        ...document.worksheets,
        // Named as a source is, and filtered.
        narrow: { ...worksheetOf("Sales", { worksheetId: "sales", level: "base" }), name: "Narrow" },
      },
    };
    const { narrow: _, ...without } = named.worksheets;
    const id = await publish(named);
    expect((await run(viewer, whole, { ...named, worksheets: without }, id)).result.rowCount).toBe(1);
  });
});

describe("sources that the viewer lacks", () => {
  test.each([
    ["a source", { source: () => ({ sourceId: salariesId }) }],
    ["a name in a formula", { formula: "Rollup(Sum([Salaries/Amount]), [Region], [Salaries/Region])" }],
    ["a name in a lookup", { formula: "Lookup([Salaries/Secret], [Region], [Salaries/Region])" }],
  ])("are not reached by %s of a doctored document", async (_, doctored) => {
    const source = "source" in doctored ? doctored.source() : document.worksheets["sales"]?.source;
    const columns =
      "formula" in doctored
        ? [
            { id: "region", name: "Region", formula: "[Region]" },
            { id: "spy", name: "Spy", formula: doctored.formula },
          ]
        : worksheetOf("", { sourceId: "" }).columns;
    const spy = { ...worksheetOf("Spy", source ?? { sourceId: "" }), columns, groupings: [] };
    const view = { worksheetId: "spy", level: "base", columns: [columns.at(-1)?.id] };
    const asked = { ...document, worksheets: { ...document.worksheets, spy } };
    const exploration = await exploring();
    for (const who of [viewer, explorer])
      await expect(run(who, view, asked)).rejects.toMatchObject({
        code: expect.stringMatching(/forbidden|not_found|formula_invalid/),
      });
    await expect(
      runElement(explorer, exploration, runElementSchema.parse({ stage: "draft", document: asked, view }), signal),
    ).rejects.toMatchObject({ code: expect.stringMatching(/not_found|formula_invalid/) });
  });

  test("stay closed when the workbook itself reads them, and its sharing says who lacks them, formulas included", async () => {
    const lookup = { id: "spy", name: "Spy", formula: "Lookup([Salaries/Amount], [Region], [Salaries/Region])" };
    const { sales } = document.worksheets;
    if (sales === undefined) throw new Error("The sample has sales.");
    const reading = {
      ...document,
      worksheets: { ...document.worksheets, sales: { ...sales, columns: [...sales.columns, lookup] } },
    };
    const id = await publish(reading);
    expect((await run(viewer, whole, reading, id)).result.rowCount).toBe(1);
    const [grant] = (await getSharing(ada, id)).grants;
    expect(grant?.lacks.map(({ name }) => name)).toEqual(["Salaries"]);
  });
});

describe("sources that a relationship reaches", () => {
  const lacksOf = async (id: string) => (await getSharing(ada, id)).grants[0]?.lacks.map(({ name }) => name);

  /** Sales whose relationship `Salaries` leads to the source of that name, which nobody else may use. */
  async function publishRelated(formula: string) {
    const salesId = await createSales(ada, `Sales with ${formula}`);
    const keys = [{ local: "[Region]", foreign: "region" }];
    const relationships = [{ id: "r", name: "Salaries", toSourceId: salariesId, keys }];
    await db().update(source).set({ relationships }).where(eq(source.id, salesId));
    const start = sampleDocument(salesId);
    const { sales } = start.worksheets;
    if (sales === undefined) throw new Error("The sample has sales.");
    const columns = [...sales.columns, { id: "related", name: "Related", formula }];
    const related = { ...start, worksheets: { ...start.worksheets, sales: { ...sales, columns } } };
    const table = { ...tableElement("table", "sales"), columns: ["amount", "related"] };
    const shown = { ...related, elements: { ...related.elements, table } };
    return { id: await publish(shown), salesId, shown };
  }

  test("are read through it by whoever may use the source that has it, and nobody lacks them", async () => {
    const { id, shown } = await publishRelated("[Salaries/Year]");
    const view = { worksheetId: "sales", level: "base", columns: ["amount", "related"] };
    expect((await run(viewer, view, shown, id)).result.rowCount).toBe(6);
    expect(await lacksOf(id)).toEqual([]);
  });

  test("are lacked with it by who may not use the source that has it", async () => {
    const { id, salesId, shown } = await publishRelated("[Salaries/Year] + 1");
    await removeSourceGrant(ada, salesId, grantToEveryone(ada));
    const view = { worksheetId: "sales", level: "base", columns: ["related"] };
    await expect(run(viewer, view, shown, id)).rejects.toMatchObject({ code: "not_found" });
    expect(await lacksOf(id)).toEqual(["Sales with [Salaries/Year] + 1"]);
  });
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

async function exploring(): Promise<string> {
  await updateSharing(ada, workbookId, updateSharingSchema.parse({ ...everyone, access: "explore" }));
  const id = await openExploration(explorer, { from: "workbook", workbookId });
  await updateSharing(ada, workbookId, updateSharingSchema.parse({ ...everyone, access: "view" }));
  return id;
}
