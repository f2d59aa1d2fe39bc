import { desc, eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { db } from "#db/client";
import { grantToEveryone, removeSourceGrant } from "#db/queries/source-grants";
import { auditEntry } from "#db/schema/audit-entry";
import { result } from "#db/schema/run";
import { source } from "#db/schema/source";
import { exportAnswer, exportThread } from "#lib/ai/ask/export-markdown";
import { shareThread, unshareThread } from "#lib/ai/ask/share-thread";
import { getSharedAnswer, getSharedSummary } from "#lib/ai/ask/shared-answer";
import { stopEngines } from "#lib/data/duckdb/engines";
import type { Person } from "#lib/permissions";
import { createOrganization, createPerson, useDatabase } from "#tests/support/database";
import { amountBy, ask, calling, createSales, saying, scripted, writeSalesVersion } from "./support.ts";

useDatabase();

let owner: Person;
let colleague: Person;
let stranger: Person;
let sourceId: string;
let runId: string;
let threadId: string;
let linkId: string;
const signal = new AbortController().signal;

beforeAll(async () => {
  const organization = await createOrganization();
  owner = await createPerson({ organization, name: "Ada" });
  colleague = await createPerson({ organization, permissions: ["useAsk"] });
  stranger = await createPerson();
  sourceId = await createSales(owner);
  const model = scripted([
    calling("run-worksheet", { worksheet: amountBy("Region") }),
    saying("East leads with {{r1:1.total}}, and all together made {{r1:total.total}}."),
  ]);
  const answer = await ask(owner, model, "Sales by region?");
  runId = answer.id;
  threadId = answer.threadId;
  linkId = (await shareThread(owner, threadId)).link?.id ?? "";
});

afterAll(() => stopEngines());

const open = (viewer: Person) => getSharedAnswer(viewer, { linkId, runId }, signal);
const textOf = ({ parts }: Awaited<ReturnType<typeof open>>): string =>
  parts.flatMap((part) => (part.type === "text" ? [part.text] : [])).join("");
const resultIdsOf = ({ parts }: Awaited<ReturnType<typeof open>>): string[] =>
  parts.flatMap((part) => (part.type === "data-result" ? [part.data.resultId] : []));

test("a colleague sees the answer with results and proofs of their own", async () => {
  expect(await getSharedSummary(colleague, linkId)).toMatchObject({
    ownerName: "Ada",
    isOwn: false,
    answers: [{ runId, question: "Sales by region?" }],
  });
  const answer = await open(colleague);
  expect(answer.notes).toEqual([]);
  expect(textOf(answer)).toBe(
    "East leads with [$2,600.50](#number-n1), and all together made [$4,850.75](#number-n2).",
  );
  expect(answer.parts.findLast((part) => part.type === "data-verification")?.data).toEqual({
    proved: 2,
    matched: 0,
    unverified: 0,
  });
  const [own] = resultIdsOf(answer);
  const [row] = await db()
    .select({ userId: result.userId })
    .from(result)
    .where(eq(result.id, own ?? ""));
  expect(row?.userId).toBe(colleague.userId);
});

test("numbers that new data makes others are marked, and the text stays", async () => {
  const [before] = await db().select({ version: source.version }).from(source).where(eq(source.id, sourceId));
  await writeSalesVersion(owner, "2", "('East', 1000.00), ('West', 1850.25), ('South', 300), ('North', 1700.50)");
  await db().update(source).set({ version: "2" }).where(eq(source.id, sourceId));
  try {
    const answer = await open(colleague);
    expect(answer.notes).toEqual([expect.stringMatching(/^One number is not what was shared/)]);
    expect(textOf(answer)).toBe(
      "East leads with [$1,850.25](#number-n1), and all together made [$4,850.75](#number-n2).",
    );
    const numbers = answer.parts.flatMap((part) => (part.type === "data-number" ? [part.data] : []));
    expect(numbers.map(({ status }) => status)).toEqual(["unverified", "proved"]);
    expect(JSON.stringify(answer)).not.toContain("2,600");
  } finally {
    await db()
      .update(source)
      .set({ version: before?.version ?? null })
      .where(eq(source.id, sourceId));
  }
});

test("under a row rule the owner's text is left out, and facts of the viewer's rows are told", async () => {
  await db().update(source).set({ rowRule: '[Region] != "East"' }).where(eq(source.id, sourceId));
  try {
    const answer = await open(colleague);
    expect(answer.notes[0]).toMatch(/other rows than Ada/);
    expect(JSON.stringify(answer)).not.toMatch(/East|2,600|4,850/);
    expect(textOf(answer)).toMatch(/1,?850\.25/);
  } finally {
    await db().update(source).set({ rowRule: null }).where(eq(source.id, sourceId));
  }
});

test("who may not use the source gets neither rows nor text nor its name", async () => {
  await removeSourceGrant(owner, sourceId, grantToEveryone(owner));
  const answer = await open(colleague);
  expect(answer.parts).toEqual([]);
  expect(answer.notes).toEqual([expect.stringMatching(/data that you may not see.*Ada/)]);
  expect(JSON.stringify(answer)).not.toMatch(/Sales|East|2,600/);
  expect(textOf(await open(owner))).toContain("2,600.50");
});

test("another organization and a removed link find nothing; making and removing are audited", async () => {
  await expect(getSharedSummary(stranger, linkId)).rejects.toMatchObject({ code: "not_found" });
  await expect(shareThread(colleague, threadId)).rejects.toMatchObject({ code: "not_found" });
  await unshareThread(owner, threadId);
  await expect(getSharedSummary(owner, linkId)).rejects.toMatchObject({ code: "not_found" });
  await expect(open(colleague)).rejects.toMatchObject({ code: "not_found" });
  const entries = await db()
    .select({ action: auditEntry.action, target: auditEntry.target })
    .from(auditEntry)
    .where(eq(auditEntry.userId, owner.userId))
    .orderBy(desc(auditEntry.id))
    .limit(2);
  expect(entries).toEqual([
    { action: "thread.unshare", target: threadId },
    { action: "thread.share", target: threadId },
  ]);
});

test("an answer and its thread become Markdown that nothing in the data can break", async () => {
  const model = scripted([
    calling("run-worksheet", { worksheet: amountBy("Product") }),
    saying("Chairs made {{r1:1.total}}, 77777 in all."),
  ]);
  const { id, threadId: thread } = await ask(owner, model, "Sales by | product <b>?");
  const { text } = await exportAnswer(owner, id);
  expect(text).toContain("## Sales by \\| product \\<b\\>?");
  expect(text).toContain("77777 (not verified) in all");
  expect(text).toContain("| Product | Total |\n| --- | ---: |\n");
  expect(text).toContain("- Total: `Sum([Amount])`");
  expect(text).toMatch(/Source: Sales · as of 2026-11-01 · \d rows/);
  expect(text).not.toMatch(/#number-|!\[x\]|[\u202e\u{E0041}]/u);
  expect((await exportThread(owner, thread)).text).toContain(text.trim());
});
