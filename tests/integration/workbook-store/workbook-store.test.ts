import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, test } from "vitest";
import { grantToEveryone, removeSourceGrant } from "#db/queries/source-grants";
import { findWorkbooks } from "#db/queries/workbooks";
import type { RunElement } from "#lib/contract/workbooks";
import { createExplorationSchema, runElementSchema, updateSharingSchema } from "#lib/contract/workbooks";
import { runView } from "#lib/data/run-view";
import type { Permission, Person } from "#lib/permissions";
import type { WorkbookDocument } from "#lib/workbook/workbook";
import { deleteWorkbook, makeWorkbook } from "#lib/workbook-store/create-workbook";
import { openExploration, resetExploration } from "#lib/workbook-store/explorations";
import { discardDraft, publishWorkbook, restoreVersion } from "#lib/workbook-store/publish";
import { getWorkbookDetail, listVersions } from "#lib/workbook-store/read-workbook";
import { runElement } from "#lib/workbook-store/run-element";
import { saveDocument } from "#lib/workbook-store/save-document";
import { getSharing, updateSharing } from "#lib/workbook-store/sharing";
import type { Worksheet } from "#lib/worksheet/worksheet";
import { createPerson } from "#tests/support/database";
import { ada, colleague, document, share, sourceId, useSalesWorkbook, workbookId } from "./sales-workbook.ts";

useSalesWorkbook();

const signal = new AbortController().signal;
const viewing: readonly Permission[] = ["viewWorkbooks"];
const exploring: readonly Permission[] = ["exploreBasic"];
const analyzing: readonly Permission[] = ["exploreFull"];

function renamed(text: string): WorkbookDocument {
  return { ...document, elements: { ...document.elements, words: { kind: "text", id: "words", text } } };
}

describe("saving", () => {
  test("names the revision that it changes: the second of two editors is told, and nothing of the first is lost", async () => {
    expect(await saveDocument(ada, workbookId, { document: renamed("first"), revision: 1 })).toBe(2);
    await expect(saveDocument(ada, workbookId, { document: renamed("second"), revision: 1 })).rejects.toMatchObject({
      code: "conflict",
    });
    const { document: stored, revision } = await getWorkbookDetail(ada, workbookId, "draft");
    expect(stored.elements["words"]).toMatchObject({ text: "first" });
    expect(revision).toBe(2);
  });

  test("of ten saves of one revision at once, one succeeds", async () => {
    const saves = await Promise.allSettled(
      Array.from({ length: 10 }, (_, index) =>
        saveDocument(ada, workbookId, { document: renamed(`save ${index}`), revision: 1 }),
      ),
    );
    expect(saves.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });

  test("a document that does not hold together is refused with what is wrong", async () => {
    await expect(
      saveDocument(ada, workbookId, { document: { ...document, controls: [] }, revision: 1 }),
    ).rejects.toMatchObject({ code: "invalid_input", message: expect.stringContaining("control that does not exist") });
  });
});

describe("publishing", () => {
  test("viewers see what was published, editors the draft", async () => {
    await share("view");
    const reader = await colleague(viewing);
    await expect(getWorkbookDetail(reader, workbookId, "published")).rejects.toMatchObject({ code: "not_found" });
    expect(await findWorkbooks(reader)).not.toContainEqual(expect.objectContaining({ id: workbookId }));
    await publishWorkbook(ada, workbookId, 1);
    await saveDocument(ada, workbookId, { document: renamed("later"), revision: 1 });
    const seen = await getWorkbookDetail(reader, workbookId, "published");
    expect(seen).toMatchObject({ access: "view", stage: "published", hasChanges: true });
    expect(seen.document).toEqual(document);
    expect(await findWorkbooks(reader)).toContainEqual(expect.objectContaining({ id: workbookId, access: "view" }));
    await expect(getWorkbookDetail(reader, workbookId, "draft")).rejects.toMatchObject({ code: "forbidden" });
  });

  test("an older version comes back as a draft, and changes can be dropped", async () => {
    await publishWorkbook(ada, workbookId, 1);
    await saveDocument(ada, workbookId, { document: renamed("second"), revision: 1 });
    await expect(publishWorkbook(ada, workbookId, 1)).rejects.toMatchObject({ code: "conflict" });
    await publishWorkbook(ada, workbookId, 2);
    const versions = await listVersions(ada, workbookId);
    expect(versions.map(({ number }) => number)).toEqual([2, 1]);
    expect(await restoreVersion(ada, workbookId, { versionId: versions[1]?.id ?? "", revision: 2 })).toBe(3);
    expect((await getWorkbookDetail(ada, workbookId, "draft")).document).toEqual(document);
    expect(await discardDraft(ada, workbookId, 3)).toBe(4);
    expect((await getWorkbookDetail(ada, workbookId, "draft")).document).toEqual(renamed("second"));
  });
});

describe("exploring", () => {
  test("private changes go as far as the account type, and begin anew from what is published", async () => {
    await share("explore");
    await publishWorkbook(ada, workbookId, 1);
    const explorer = await colleague(exploring);
    const id = await openExploration(explorer, { from: "workbook", workbookId });
    expect(await openExploration(explorer, { from: "workbook", workbookId })).toBe(id);
    const found = await getWorkbookDetail(explorer, id, "draft");
    expect(found).toMatchObject({
      kind: "exploration",
      access: "explore",
      base: { id: workbookId, hasNewVersion: false },
    });
    await expect(saveDocument(explorer, id, { document: renamed("mine"), revision: 1 })).rejects.toMatchObject({
      code: "forbidden",
    });
    const filtered = changeSales({ limit: 3 });
    expect(await saveDocument(explorer, id, { document: filtered, revision: 1 })).toBe(2);
    await expect(getWorkbookDetail(ada, id, "draft")).rejects.toMatchObject({ code: "not_found" });
    await saveDocument(ada, workbookId, { document: renamed("new"), revision: 1 });
    await publishWorkbook(ada, workbookId, 2);
    expect((await getWorkbookDetail(explorer, id, "draft")).base?.hasNewVersion).toBe(true);
    await resetExploration(explorer, id);
    expect((await getWorkbookDetail(explorer, id, "draft")).document).toEqual(renamed("new"));
  });

  test("who may only look does not explore", async () => {
    await share("view");
    await publishWorkbook(ada, workbookId, 1);
    await expect(openExploration(await colleague(analyzing), { from: "workbook", workbookId })).rejects.toMatchObject({
      code: "forbidden",
    });
  });

  test("becomes a workbook, and is gone then", async () => {
    await publishWorkbook(ada, workbookId, 1);
    const explorationId = await openExploration(ada, { from: "workbook", workbookId });
    const created = await makeWorkbook(ada, { name: "Mine", description: "", document, explorationId });
    expect((await getWorkbookDetail(ada, created, "draft")).name).toBe("Mine");
    await expect(getWorkbookDetail(ada, explorationId, "draft")).rejects.toMatchObject({ code: "not_found" });
  });

  test("what an answer found stands on a page, chart above table, only for the one whose results they are", async () => {
    const view = { worksheetId: "sales", level: "by-region", columns: ["region", "total"] };
    const { id } = await runView(ada, { document, view }, { signal });
    const chart = document.elements["bars"]?.kind === "chart" ? document.elements["bars"].chart : null;
    const input = createExplorationSchema.parse({
      from: "results",
      name: "Sales by region",
      resultIds: [id],
      charts: { [id]: chart },
    });
    const found = await getWorkbookDetail(ada, await openExploration(ada, input), "draft");
    const layout = found.document.pages[0]?.layout ?? [];
    expect(layout.map(({ elementId, y }) => [found.document.elements[elementId]?.kind, y])).toEqual([
      ["chart", 0],
      ["table", 11],
    ]);
    expect(found.base).toBeNull();
    await expect(openExploration(await colleague(analyzing), input)).rejects.toMatchObject({ code: "not_found" });
  });
});

function changeSales(change: Partial<Worksheet>): WorkbookDocument {
  const { sales } = document.worksheets;
  if (sales === undefined) throw new Error("The sample has no worksheet of sales.");
  return { ...document, worksheets: { ...document.worksheets, sales: { ...sales, ...change } } };
}

describe("running an element", () => {
  const whole = { worksheetId: "sales", level: "by-region", columns: ["region", "total"] };
  const run = (viewer: Person, asked: Partial<RunElement>) =>
    runElement(
      viewer,
      workbookId,
      runElementSchema.parse({ stage: "published", document, view: whole, ...asked }),
      signal,
    );
  const rowsOf = ({ rows }: Awaited<ReturnType<typeof run>>) => rows.columns;

  beforeEach(async () => {
    await share("explore");
    await publishWorkbook(ada, workbookId, 1);
  });

  test("as it is stored takes access alone; the reader's own result", async () => {
    const page = await run(await colleague(viewing), {});
    expect(page.result.rowCount).toBe(4);
    expect(page.rows.columns[0]).toContain("East");
  });

  test("looked at twice is one result, and another's view of it a result of their own", async () => {
    const reader = await colleague(viewing);
    const first = await run(reader, {});
    expect((await run(reader, {})).result.id).toBe(first.result.id);
    expect((await run(await colleague(viewing), {})).result.id).not.toBe(first.result.id);
    expect((await run(reader, { view: { ...whole, columns: ["region"] } })).result.id).not.toBe(first.result.id);
  });

  test("with other filters takes exploring, with other formulas all of it", async () => {
    const narrowed = changeSales({
      filters: [{ kind: "list", id: "f", columnId: "region", exclude: false, nulls: "drop", values: ["West"] }],
    });
    const other = changeSales({
      columns: [
        { id: "region", name: "Region", formula: "[Region]" },
        { id: "total", name: "Total", formula: "Max([Amount])" },
      ],
    });
    await expect(run(await colleague(viewing), { document: narrowed })).rejects.toMatchObject({ code: "forbidden" });
    expect(rowsOf(await run(await colleague(exploring), { document: narrowed }))[0]).toEqual(["West"]);
    await expect(run(await colleague(exploring), { document: other })).rejects.toMatchObject({ code: "forbidden" });
    expect(rowsOf(await run(await colleague(analyzing), { document: other }))[0]).toHaveLength(4);
  });

  test("the rows behind a mark are for those who explore, those under a group of a table for all who see it", async () => {
    const behind = {
      worksheetId: "chart",
      level: "base",
      columns: ["region", "amount"],
      within: [{ columnId: "region", value: "East" }],
    };
    await expect(run(await colleague(viewing), { view: behind })).rejects.toMatchObject({ code: "forbidden" });
    expect(rowsOf(await run(await colleague(exploring), { view: behind }))[1]).toHaveLength(2);
    const opened = { ...behind, worksheetId: "sales" };
    expect(rowsOf(await run(await colleague(viewing), { view: opened }))[1]).toHaveLength(2);
  });

  test("a source that the reader may not use stays closed until it is granted, and the owner is told who lacks it", async () => {
    const reader = await colleague(viewing);
    expect((await getSharing(ada, workbookId)).grants).toMatchObject([{ name: "Everyone", lacks: [] }]);
    await removeSourceGrant(ada, sourceId, grantToEveryone(ada));
    await expect(run(reader, {})).rejects.toMatchObject({
      code: "not_found",
      message: expect.stringMatching(
        /“Sales” is built on a source .* you may not use\. Ask Ada, who owns this workbook/,
      ),
    });
    expect((await getSharing(ada, workbookId)).grants).toMatchObject([
      { name: "Everyone", lacks: [{ sourceId, name: "Sales", canGrant: true }] },
    ]);
    const grant = { granteeKind: "everyone", granteeId: null, access: "explore", grantSourceIds: [sourceId] } as const;
    await updateSharing(ada, workbookId, updateSharingSchema.parse(grant));
    expect((await run(reader, {})).result.rowCount).toBe(4);
  });

  test("as an earlier version had it is refused with what helps", async () => {
    const other = changeSales({ name: "Sales of all years" });
    await saveDocument(ada, workbookId, { document: other, revision: 1 });
    await publishWorkbook(ada, workbookId, 2);
    await expect(run(await colleague(viewing), {})).rejects.toMatchObject({
      code: "forbidden",
      message: expect.stringContaining("If it was published anew in the meantime, reload the page."),
    });
  });

  test("of another organization's workbook nobody hears", async () => {
    await expect(run(await createPerson(), {})).rejects.toMatchObject({ code: "not_found" });
  });
});

test("only the owner deletes a workbook, and its versions go with it", async () => {
  await share("edit");
  const editor = await colleague(["build"]);
  await expect(deleteWorkbook(editor, workbookId)).rejects.toMatchObject({ code: "forbidden" });
  await deleteWorkbook(ada, workbookId);
  await expect(getWorkbookDetail(ada, workbookId, "draft")).rejects.toMatchObject({ code: "not_found" });
});

test("a grant to somebody who is not there is refused", async () => {
  const input = updateSharingSchema.parse({ granteeKind: "user", granteeId: randomUUID(), access: "view" });
  await expect(updateSharing(ada, workbookId, input)).rejects.toMatchObject({ code: "not_found" });
});
