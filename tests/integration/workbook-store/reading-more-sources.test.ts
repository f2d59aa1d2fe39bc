import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { db } from "#db/client";
import { grantToEveryone, removeSourceGrant } from "#db/queries/source-grants";
import { source } from "#db/schema/source";
import { runElementSchema } from "#lib/contract/workbooks";
import type { WorkbookDocument } from "#lib/workbook/workbook";
import { runElement } from "#lib/workbook-store/run-element";
import { getSharing } from "#lib/workbook-store/sharing";
import { createSales } from "#tests/integration/ai/ask/support";
import { sampleDocument, tableElement, worksheetOf } from "#tests/support/workbooks";
import {
  ada,
  document,
  explorer,
  exploring,
  publish,
  run,
  salariesId,
  signal,
  usePublishedCharts,
  viewer,
  whole,
} from "./published-charts.ts";

/** Somebody who may look at a workbook tries to read other worksheets and sources than it reads. */

usePublishedCharts();

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
