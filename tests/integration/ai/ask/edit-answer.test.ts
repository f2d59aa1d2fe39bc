import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { db } from "#db/client";
import { findCaptures } from "#db/queries/captures";
import { getRun } from "#db/queries/runs";
import { source } from "#db/schema/source";
import { readEarlierTurns } from "#lib/ai/ask/conversation";
import { changeHosting, removeProvider } from "#lib/ai/providers/remove-provider";
import { saveProvider } from "#lib/ai/providers/save-provider";
import { startRun } from "#lib/ai/start-run";
import type { RunDetail, StartRun } from "#lib/contract/runs";
import { stopEngines } from "#lib/data/duckdb/engines";
import { replayResult } from "#lib/data/replay";
import { getResultRows } from "#lib/data/results";
import type { Person } from "#lib/permissions";
import { readParts } from "#lib/runs/fold";
import { readRunEvents } from "#lib/runs/read-run-events";
import { getRunDetail } from "#lib/runs/run-detail";
import { getThreadDetail } from "#lib/runs/thread-detail";
import type { WorksheetDraft } from "#lib/worksheet/draft";
import { createPerson, useDatabase } from "#tests/support/database";
import { startOpenAiCompatibleServer } from "#tests/wire/openai-compatible-server";
import type { WireServer } from "#tests/wire/wire-server";
import { amountBy, createSales, writeSalesVersion } from "./support.ts";

useDatabase();

type Edit = Extract<StartRun, { kind: "edit" }>;

let viewer: Person;
let sourceId: string;
let server: WireServer;
let asked: RunDetail;

beforeAll(async () => {
  viewer = await createPerson();
  sourceId = await createSales(viewer);
  server = await startOpenAiCompatibleServer();
  await configure();
  server.setScript([
    { toolCalls: [{ name: "run-worksheet", input: { worksheet: amountBy("Region") } }] },
    { text: "East leads with {{r1:1.total}}." },
  ]);
  asked = await finish({ kind: "ask", question: "Sales by region?" });
  expect(asked).toMatchObject({ status: "done", text: "East leads with [$2,600.50](#number-n1)." });
});

afterAll(async () => {
  await server.close();
  stopEngines();
});

async function configure(): Promise<void> {
  const values = { baseUrl: server.url, chatModel: "test-model", embeddingModel: "", apiKey: "sk-canary-0123456789" };
  const outcome = await saveProvider(viewer, { kind: "openai-compatible", values, version: null, removedSecrets: [] });
  expect(outcome).toMatchObject({ saved: true });
}

async function finish(input: StartRun): Promise<RunDetail> {
  const { runId } = await startRun(viewer, input);
  for await (const _event of readRunEvents(viewer, runId, { after: 0, signal: AbortSignal.timeout(20_000) })) {
    // Until its end.
  }
  return getRunDetail(viewer, runId);
}

function edit(worksheet: WorksheetDraft, more: Partial<Edit> = {}): Edit {
  return {
    kind: "edit",
    threadId: asked.threadId ?? "",
    parentRunId: asked.id,
    sourceId,
    worksheet,
    mark: null,
    change: "Filter added",
    ...more,
  };
}

const westAndSouth: WorksheetDraft["filters"] = [
  { kind: "list", column: "Region", values: ["West", "South"], exclude: false },
];
const filtered = amountBy("Region", undefined, { filters: westAndSouth });

async function editedOf(run: RunDetail) {
  const parts = readParts((await getRun(viewer, run.id)).parts);
  return parts.find((part) => part.type === "data-edited")?.data;
}

async function columnsOf({ answerResultId }: RunDetail) {
  return (await getResultRows(viewer, answerResultId ?? "", { offset: 0, limit: 10 })).columns;
}

test("a changed filter recomputes as another version, its text marked as the earlier result's, and no provider is called", async () => {
  const before = server.requests.length;
  const edited = await finish(edit(filtered));
  expect(edited).toMatchObject({
    status: "done",
    kind: "edit",
    parentRunId: asked.id,
    change: "Filter added",
    question: "",
    results: [{ name: "Amount by Region", rowCount: 2 }],
    chart: { chart: { mark: "bar" } },
    text: asked.text,
    verification: null,
    usage: null,
  });
  expect(await columnsOf(edited)).toEqual([
    ["West", "South"],
    [1850.25, 300],
  ]);
  expect(await editedOf(edited)).toEqual({ change: "Filter added", prose: "stale", isTable: false, note: null });
  expect(server.requests.length).toBe(before);
  expect(await findCaptures(viewer, edited.id)).toEqual([]);
  expect(await replayResult(viewer, edited.answerResultId ?? "", AbortSignal.timeout(10_000))).toMatchObject({
    same: true,
    rowCount: 2,
  });

  // The thread shows the version in its answer's place, and the one before it is still there.
  const thread = await getThreadDetail(viewer, asked.threadId ?? "", edited.id);
  expect(thread.messages.map(({ id }) => id)).toEqual([`${asked.id}-question`, edited.id]);
  const earlier = await getThreadDetail(viewer, asked.threadId ?? "", asked.id);
  expect(earlier.messages.map(({ id }) => id)).toEqual([`${asked.id}-question`, asked.id]);

  // A follow-up starts from what was changed, and is not told the text that no longer holds.
  const { previous, messages } = await readEarlierTurns(viewer, edited.id);
  expect(previous).toMatchObject({ question: "Sales by region?", worksheet: { filters: westAndSouth }, mark: "bar" });
  expect(JSON.stringify(messages)).not.toContain("East leads");
});

test("a changed answer replays without a model, and tells what the data says otherwise", async () => {
  const edited = await finish(edit(filtered));
  const [row] = await db().select({ version: source.version }).from(source).where(eq(source.id, sourceId));
  await writeSalesVersion(viewer, "later", "('East', 1.00), ('West', 2000.25), ('North', 5.00)");
  await db().update(source).set({ version: "later" }).where(eq(source.id, sourceId));
  try {
    const before = server.requests.length;
    expect(await replayResult(viewer, edited.answerResultId ?? "", AbortSignal.timeout(10_000))).toMatchObject({
      same: false,
      rowCount: 1,
      differenceCount: 2,
      changes: [
        {
          kind: "changed",
          row: "West",
          cells: [{ column: "Total", before: "$1,850.25", after: "$2,000.25" }],
        },
        { kind: "removed", row: "South", cells: [] },
      ],
    });
    expect(server.requests.length).toBe(before);
  } finally {
    await db()
      .update(source)
      .set({ version: row?.version ?? null })
      .where(eq(source.id, sourceId));
  }
});

test("another chart type leaves the text as proved as it was", async () => {
  const edited = await finish(edit(amountBy("Region"), { mark: "pie", change: "Chart type: pie" }));
  expect(edited).toMatchObject({
    chart: { chart: { mark: "pie" } },
    text: asked.text,
    verification: asked.verification,
  });
  expect(await editedOf(edited)).toMatchObject({ prose: "kept" });
  const table = await finish(edit(amountBy("Region"), { mark: "table" }));
  expect(table).toMatchObject({ chart: null, results: [{ rowCount: 4 }] });
  const impossible = await finish(edit(amountBy("Region"), { mark: "histogram" }));
  expect(impossible.chart?.chart.mark).toBe("bar");
  expect((await editedOf(impossible))?.note).toContain("cannot be drawn");
});

test("what does not check is refused at once with its place, and nothing is stored", async () => {
  const runs = async () => (await getThreadDetail(viewer, asked.threadId ?? "")).runs.length;
  const before = await runs();
  await expect(startRun(viewer, edit(amountBy("Region", "Sum([Amout])")))).rejects.toMatchObject({
    code: "formula_invalid",
    field: 'column "Total"',
    message: expect.stringContaining("Amout"),
  });
  await expect(startRun(viewer, edit(filtered, { sourceId: crypto.randomUUID() }))).rejects.toMatchObject({
    code: "not_found",
    field: "source",
  });
  await expect(startRun(viewer, edit(filtered, { threadId: crypto.randomUUID() }))).rejects.toMatchObject({
    code: "not_found",
  });
  expect(await runs()).toBe(before);
});

test("another person's answer cannot be edited, nor one's own over a source of others", async () => {
  const stranger = await createPerson({ organization: { id: viewer.organizationId, name: "" } });
  await expect(startRun(stranger, edit(filtered))).rejects.toMatchObject({ code: "not_found" });
  const foreign = await createSales(await createPerson());
  await expect(startRun(viewer, edit(filtered, { sourceId: foreign }))).rejects.toMatchObject({
    code: "not_found",
    message: expect.stringContaining("deleted"),
  });
});

test("Explain again writes proved prose about the present result", async () => {
  const edited = await finish(edit(filtered));
  server.setScript([{ text: "West made {{r1:1.total}}, East nothing." }]);
  const before = server.requests.length;
  const threadId = asked.threadId ?? "";
  const explained = await finish({ kind: "explain-answer", threadId, parentRunId: edited.id });
  expect(explained).toMatchObject({
    status: "done",
    parentRunId: edited.id,
    text: "West made [$1,850.25](#number-n1), East nothing.",
    verification: { proved: 1 },
    results: [{ rowCount: 2 }],
    usage: { model: "test-model" },
  });
  expect(server.requests.length).toBe(before + 1);
  const sent = server.requests.at(-1)?.body ?? "";
  expect(sent).toContain("Sales by region?");
  expect(sent).not.toContain("East leads");
  expect(sent).not.toMatch(/"tools"|secret-/);
  const thread = await getThreadDetail(viewer, threadId, explained.id);
  expect(thread.messages.map(({ id }) => id)).toEqual([`${asked.id}-question`, explained.id]);
});

test("edits go on when AI is switched off, prose does not; the built-in writer proves what it says", async () => {
  await removeProvider(viewer);
  await changeHosting(viewer, "off");
  const edited = await finish(edit(filtered));
  expect(edited).toMatchObject({ status: "done", results: [{ rowCount: 2 }] });
  const explain = { kind: "explain-answer" as const, threadId: asked.threadId ?? "", parentRunId: edited.id };
  await expect(startRun(viewer, explain)).rejects.toMatchObject({ code: "ai_not_configured" });

  await changeHosting(viewer, "built-in");
  const explained = await finish(explain);
  expect(explained.text).toMatch(/^\[?West.* has the highest Total with \[\$1,850\.25\]/);
  expect(explained.verification).toMatchObject({ unverified: 0 });
});
