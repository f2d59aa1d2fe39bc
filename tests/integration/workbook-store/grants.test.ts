import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { db } from "#db/client";
import { findSources } from "#db/queries/sources";
import { source } from "#db/schema/source";
import { pictureInputSchema } from "#lib/contract/picture";
import { createExplorationSchema, runElementSchema } from "#lib/contract/workbooks";
import { exportCsv } from "#lib/data/export-csv";
import { getResultRows, readResult } from "#lib/data/results";
import { runView } from "#lib/data/run-view";
import { openUnderlying } from "#lib/data/underlying";
import { defaultAccountTypes, type Person } from "#lib/permissions";
import { drawResultPicture } from "#lib/picture/result-picture";
import { deleteWorkbook } from "#lib/workbook-store/create-workbook";
import { openExploration } from "#lib/workbook-store/explorations";
import { publishWorkbook } from "#lib/workbook-store/publish";
import { runElement } from "#lib/workbook-store/run-element";
import { chartOf } from "#tests/support/charts";
import { ada, colleague, document, share, sourceId, useSalesWorkbook, workbookId } from "./sales-workbook.ts";

/** What a grant of a workbook comes to for the results that were read from it: the second key beside the account type. */

useSalesWorkbook();

const { signal } = new AbortController();
const range = { offset: 0, limit: 10 };
const whole = { worksheetId: "sales", level: "by-region", columns: ["region", "total"] };
const picture = pictureInputSchema.parse({ chart: chartOf({ mark: "bar", x: "region", y: ["total"] }) });

beforeEach(() => publishWorkbook(ada, workbookId, 1));

async function look(who: Person): Promise<string> {
  const asked = runElementSchema.parse({ stage: "published", document, view: whole });
  return (await runElement(who, workbookId, asked, signal)).result.id;
}

const ways = {
  csv: (who: Person, id: string) => exportCsv(who, id, signal),
  png: (who: Person, id: string) => drawResultPicture(who, id, picture, "svg"),
  "underlying data": (who: Person, id: string) => openUnderlying(who, id, { keys: [] }, signal),
  "an exploration of it": (who: Person, id: string) =>
    openExploration(who, createExplorationSchema.parse({ from: "results", name: "Mine", resultIds: [id] })),
} as const;

describe.each(Object.entries(ways))("%s of an element", (_, take) => {
  test("takes exploring of the workbook, whatever the account type", async () => {
    await share("view");
    const analyst = await colleague(defaultAccountTypes.analyze.permissions);
    const id = await look(analyst);
    expect((await getResultRows(analyst, id, range)).rowCount).toBe(4);
    await expect(take(analyst, id)).rejects.toMatchObject({
      code: "forbidden",
      message: expect.stringContaining("Its owner can share it"),
    });
    await share("explore");
    await expect(take(analyst, id)).resolves.toBeDefined();
  });

  test("takes the account type too, whatever the grant", async () => {
    await share("explore");
    const reader = await colleague(defaultAccountTypes.view.permissions);
    await expect(take(reader, await look(reader))).rejects.toMatchObject({ code: "forbidden" });
  });

  test("ends when the workbook is no longer shared", async () => {
    await share("explore");
    const analyst = await colleague(defaultAccountTypes.analyze.permissions);
    const id = await look(analyst);
    await share(null);
    await expect(take(analyst, id)).rejects.toMatchObject({ code: "not_found" });
    await expect(getResultRows(analyst, id, range)).rejects.toMatchObject({ code: "not_found" });
  });
});

test("the rows behind an element are of the workbook as well", async () => {
  await share("explore");
  const analyst = await colleague(defaultAccountTypes.act.permissions);
  const behind = await openUnderlying(analyst, await look(analyst), { keys: [] }, signal);
  await share("view");
  await expect(exportCsv(analyst, behind, signal)).rejects.toMatchObject({ code: "forbidden" });
});

test("the same query asked elsewhere gives a result of its own, which no workbook closes", async () => {
  await share("explore");
  const analyst = await colleague(defaultAccountTypes.analyze.permissions);
  const ofWorkbook = await look(analyst);
  const ofAsk = (await runView(analyst, { document, view: whole }, { signal })).id;
  expect(await look(analyst)).toBe(ofWorkbook);
  await share("view");
  await expect(exportCsv(analyst, ofWorkbook, signal)).rejects.toMatchObject({ code: "forbidden" });
  await expect(exportCsv(analyst, ofAsk, signal)).resolves.toBeDefined();
});

test("what was read from a workbook goes with it", async () => {
  const id = await look(ada);
  await deleteWorkbook(ada, workbookId);
  await expect(getResultRows(ada, id, range)).rejects.toMatchObject({ code: "not_found" });
});

describe("how many rows there are", () => {
  const setRule = (rowRule: string | null) => db().update(source).set({ rowRule }).where(eq(source.id, sourceId));

  test("is told under the rules of now, also of a result from before them", async () => {
    await share("view");
    const reader = await colleague(defaultAccountTypes.view.permissions);
    const id = await look(reader);
    expect((await readResult(reader, id, range, { signal })).result).toMatchObject({ rowCount: 4, truncated: false });
    await setRule('[Region] = "East"');
    try {
      const { result, rows } = await readResult(reader, id, range, { signal });
      expect([result.rowCount, rows.columns[0]]).toEqual([1, ["East"]]);
    } finally {
      await setRule(null);
    }
  });

  test("is not told of a source whose rule leaves each person other rows", async () => {
    const reader = await colleague(defaultAccountTypes.view.permissions);
    const countOf = async () => (await findSources(reader)).find(({ id }) => id === sourceId)?.rowCount;
    await db().update(source).set({ rowCount: 6 }).where(eq(source.id, sourceId));
    expect(await countOf()).toBe(6);
    await setRule('[Region] = "East"');
    try {
      expect(await countOf()).toBeNull();
    } finally {
      await setRule(null);
    }
  });
});
