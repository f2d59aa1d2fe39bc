import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, test } from "vitest";
import { findWorkbookGrants } from "#db/queries/workbook-grants";
import { findWorkbooks } from "#db/queries/workbooks";
import { runElementSchema, updateSharingSchema } from "#lib/contract/workbooks";
import { deleteSource } from "#lib/data/delete-source";
import { getResultRows } from "#lib/data/results";
import type { Person } from "#lib/permissions";
import type { WorkbookDocument } from "#lib/workbook/workbook";
import { deleteWorkbook, makeWorkbook } from "#lib/workbook-store/create-workbook";
import { openExploration } from "#lib/workbook-store/explorations";
import { publishWorkbook } from "#lib/workbook-store/publish";
import { getWorkbookDetail, listVersions } from "#lib/workbook-store/read-workbook";
import { runElement } from "#lib/workbook-store/run-element";
import { saveDocument } from "#lib/workbook-store/save-document";
import { updateSharing } from "#lib/workbook-store/sharing";
import { createSales } from "#tests/integration/ai/ask/support";
import { createPerson } from "#tests/support/database";
import { tableElement, worksheetOf } from "#tests/support/workbooks";
import { ada, colleague, document, share, sourceId, useSalesWorkbook, workbookId } from "./sales-workbook.ts";

useSalesWorkbook();

const signal = new AbortController().signal;

let editor: Person;

beforeEach(async () => {
  editor = await colleague(["build"]);
  await share("edit");
  await publishWorkbook(ada, workbookId, 1);
});

const saying = (text: string): WorkbookDocument => ({
  ...document,
  elements: { ...document.elements, words: { kind: "text", id: "words", text } },
});
const whole = { worksheetId: "sales", level: "by-region", columns: ["region", "total"] };
const run = (who: Person, asked: object, view: object, id = workbookId) =>
  runElement(who, id, runElementSchema.parse({ stage: "published", document: asked, view }), signal);
const codesOf = (outcomes: readonly PromiseSettledResult<unknown>[]): string[] =>
  outcomes.flatMap((one) => (one.status === "rejected" ? [String(one.reason.code ?? one.reason)] : []));

test("twenty saves by two people: each either counts or is told, and all that counted are there", async () => {
  const written: number[] = [];
  const save = async (index: number): Promise<void> => {
    for (;;) {
      const who = index % 2 === 0 ? ada : editor;
      const { document: seen, revision } = await getWorkbookDetail(who, workbookId, "draft");
      const words = seen.elements["words"];
      if (words?.kind !== "text") throw new Error("The words are gone.");
      const text = `${words.text} ${index}.`;
      const next = { ...seen, elements: { ...seen.elements, words: { ...words, text } } };
      try {
        written.push(await saveDocument(who, workbookId, { document: next, revision }));
        return;
      } catch (error) {
        expect(error).toMatchObject({ code: "conflict" });
      }
    }
  };
  await Promise.all(Array.from({ length: 20 }, (_, index) => save(index)));
  expect(written.toSorted((left, right) => left - right)).toEqual(Array.from({ length: 20 }, (_, index) => index + 2));
  const { document: end } = await getWorkbookDetail(ada, workbookId, "draft");
  for (let index = 0; index < 20; index += 1) expect(JSON.stringify(end)).toContain(` ${index}.`);
});

test("what is published is one of the saves, whole, and the numbers of versions have no holes", async () => {
  const outcomes = await Promise.allSettled([
    ...Array.from({ length: 8 }, (_, index) =>
      saveDocument(editor, workbookId, { document: saying(`${index}`), revision: 1 }),
    ),
    ...Array.from({ length: 8 }, () => publishWorkbook(ada, workbookId, 1)),
    ...Array.from({ length: 8 }, () => publishWorkbook(editor, workbookId, 2)),
  ]);
  expect(new Set(codesOf(outcomes))).toEqual(new Set(["conflict"]));
  const numbers = (await listVersions(ada, workbookId)).map(({ number }) => number);
  expect(numbers).toEqual(Array.from({ length: numbers.length }, (_, index) => numbers.length - index));
  const { document: seen } = await getWorkbookDetail(ada, workbookId, "published");
  const { document: draft } = await getWorkbookDetail(ada, workbookId, "draft");
  expect([document, draft]).toContainEqual(seen);
});

test("deleting while others save, publish and look leaves nothing behind", async () => {
  const outcomes = await Promise.allSettled([
    ...Array.from({ length: 6 }, (_, index) =>
      saveDocument(editor, workbookId, { document: saying(`${index}`), revision: 1 }),
    ),
    publishWorkbook(editor, workbookId, 1),
    deleteWorkbook(ada, workbookId),
    run(editor, document, whole),
    deleteWorkbook(ada, workbookId),
  ]);
  for (const code of codesOf(outcomes)) expect(["conflict", "not_found"]).toContain(code);
  await expect(getWorkbookDetail(ada, workbookId, "draft")).rejects.toMatchObject({ code: "not_found" });
});

test("access that is taken away is gone at the next request, in every tab", async () => {
  const explorer = await colleague(["exploreFull"]);
  const exploration = await openExploration(explorer, { from: "workbook", workbookId });
  await run(explorer, document, whole);
  await share(null);
  await expect(run(explorer, document, whole)).rejects.toMatchObject({ code: "not_found" });
  await expect(saveDocument(editor, workbookId, { document: saying("late"), revision: 1 })).rejects.toMatchObject({
    code: "not_found",
  });
  await expect(publishWorkbook(editor, workbookId, 1)).rejects.toMatchObject({ code: "not_found" });
  expect((await getWorkbookDetail(explorer, exploration, "draft")).base).toBeNull();
  expect((await findWorkbooks(explorer)).map(({ id }) => id)).not.toContain(workbookId);
});

test("two tabs that begin to explore at once explore the same", async () => {
  const explorer = await colleague(["exploreBasic"]);
  const ids = await Promise.all(
    Array.from({ length: 5 }, () => openExploration(explorer, { from: "workbook", workbookId })),
  );
  expect(new Set(ids).size).toBe(1);
});

describe("saving an exploration as a workbook", () => {
  test("removes no workbook, and makes none when the exploration is another's", async () => {
    const explorer = await colleague(["exploreFull"]);
    const exploration = await openExploration(explorer, { from: "workbook", workbookId });
    for (const explorationId of [workbookId, exploration, randomUUID()]) {
      const before = (await findWorkbooks(ada)).length;
      await expect(makeWorkbook(ada, { name: "Mine", description: "", document, explorationId })).rejects.toMatchObject(
        { code: "not_found" },
      );
      expect((await findWorkbooks(ada)).length).toBe(before);
    }
    expect((await getWorkbookDetail(explorer, exploration, "draft")).kind).toBe("exploration");
  });
});

test("a share with a source that is not the sharer's gives nothing at all", async () => {
  const before = await findWorkbookGrants(ada, workbookId);
  const foreign = await createSales(await createPerson());
  for (const grantSourceIds of [[sourceId], [foreign], [randomUUID()]]) {
    const input = { granteeKind: "user", granteeId: ada.userId, access: "view", grantSourceIds };
    await expect(updateSharing(editor, workbookId, updateSharingSchema.parse(input))).rejects.toMatchObject({
      code: "not_found",
    });
  }
  expect(await findWorkbookGrants(ada, workbookId)).toEqual(before);
});

test.each(["user", "account-type"] as const)("a grant to a foreign %s is refused", async (granteeKind) => {
  const stranger = await createPerson();
  const granteeId = granteeKind === "user" ? stranger.userId : stranger.accountTypeId;
  const input = updateSharingSchema.parse({ granteeKind, granteeId, access: "view" });
  await expect(updateSharing(ada, workbookId, input)).rejects.toMatchObject({ code: "not_found" });
});

test("a source that is removed leaves a sentence in its own elements alone", async () => {
  const removedId = await createSales(ada, "Short-lived");
  const both: WorkbookDocument = {
    ...document,
    worksheets: { ...document.worksheets, brief: worksheetOf("Brief", { sourceId: removedId }) },
    elements: { ...document.elements, brief: tableElement("brief", "brief") },
    pages: document.pages.map((page, index) =>
      index > 0
        ? page
        : { ...page, layout: [...page.layout, { elementId: "brief", x: 0, y: 50, width: 24, height: 8 }] },
    ),
  };
  const id = await makeWorkbook(ada, { name: "Both", description: "", document: both, explorationId: null });
  await publishWorkbook(ada, id, 1);
  const brief = { ...whole, worksheetId: "brief" };
  const { result } = await run(ada, both, brief, id);
  await deleteSource(ada, removedId);
  await expect(run(ada, both, brief, id)).rejects.toMatchObject({
    code: "not_found",
    message: expect.stringContaining("source"),
  });
  await expect(getResultRows(ada, result.id, { offset: 0, limit: 10 })).rejects.toMatchObject({ code: "not_found" });
  expect((await run(ada, both, whole, id)).result.rowCount).toBe(4);
  expect(await saveDocument(ada, id, { document: both, revision: 1 })).toBe(2);
});
