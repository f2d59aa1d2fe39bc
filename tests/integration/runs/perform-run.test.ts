import { setTimeout as pause } from "node:timers/promises";
import { eq, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { db } from "#db/client";
import { createRunEvents, endRun, getRunProgress, updateHeartbeat } from "#db/queries/run-progress";
import { createRun, getRun } from "#db/queries/runs";
import { accountTypePermission } from "#db/schema/account-type";
import { run } from "#db/schema/run";
import { user } from "#db/schema/user";
import type { RunChunk } from "#lib/contract/run-chunks";
import { AskbookError } from "#lib/errors";
import type { Person, SystemActor } from "#lib/permissions";
import { firstChunks, performRun, type RunWork } from "#lib/runs/perform-run";
import { type RunEvent, readRunEvents } from "#lib/runs/read-run-events";
import { getRunDetail } from "#lib/runs/run-detail";
import { stopRun } from "#lib/runs/stop-run";
import { getThreadDetail } from "#lib/runs/thread-detail";
import { createPerson, useDatabase } from "#tests/support/database";

useDatabase();

const never = new AbortController().signal;

async function storeRun(viewer: Person, options: { threadId?: string; parentRunId?: string | null } = {}) {
  const input = { kind: "ask", question: "How many?" } as const;
  return createRun(viewer, { kind: "ask", instanceId: "test", input, title: "How many?", ...options }, firstChunks);
}

async function readAll(viewer: Person, runId: string, after = 0): Promise<RunEvent[]> {
  const events: RunEvent[] = [];
  for await (const event of readRunEvents(viewer, runId, { after, signal: never })) events.push(event);
  return events;
}

const text = (events: readonly RunEvent[]): string =>
  events.flatMap(({ chunk }) => (chunk.type === "text-delta" ? [chunk.delta] : [])).join("");

const saying =
  (words: readonly string[], milliseconds = 0): RunWork =>
  async ({ write, signal }) => {
    write({ type: "start-step" });
    write({ type: "text-start", id: "t" });
    for (const word of words) {
      write({ type: "text-delta", id: "t", delta: word });
      if (milliseconds > 0) await pause(milliseconds, undefined, { signal });
    }
    write({ type: "text-end", id: "t" });
  };

test("a run is told live, then folded into one message", async () => {
  const viewer = await createPerson();
  const { runId, threadId } = await storeRun(viewer);
  const reader = readAll(viewer, runId);
  await performRun(viewer, runId, saying(["Three", " hundred", " rows."], 60));

  const events = await reader;
  expect(events.at(0)?.chunk).toEqual({ type: "start", messageId: runId, messageMetadata: { runId } });
  expect(events.at(-1)?.chunk.type).toBe("finish");
  expect(text(events)).toBe("Three hundred rows.");
  expect(events.map((event) => event.seq)).toEqual(events.map((_, index) => index + 1));

  expect(await getRunDetail(viewer, runId)).toMatchObject({ status: "done", text: "Three hundred rows.", error: null });
  const thread = await getThreadDetail(viewer, threadId);
  expect(thread.messages.map((message) => message.id)).toEqual([`${runId}-question`, runId]);
});

test("the first event is there before any work is done, and later readers go on where they were", async () => {
  const viewer = await createPerson();
  const { runId } = await storeRun(viewer);
  const work = performRun(viewer, runId, saying(["a", "b", "c", "d", "e", "f"], 80));
  const seen: RunEvent[] = [];
  for await (const event of readRunEvents(viewer, runId, { after: 0, signal: never })) {
    seen.push(event);
    if (seen.length === 4) break;
  }
  const rest = await readAll(viewer, runId, seen.at(-1)?.seq);
  await work;
  expect(text(seen) + text(rest)).toBe("abcdef");
  expect(rest[0]?.seq).toBe(5);
});

test("two readers see the same", async () => {
  const viewer = await createPerson();
  const { runId } = await storeRun(viewer);
  const readers = [readAll(viewer, runId), readAll(viewer, runId)];
  await performRun(viewer, runId, saying(["one ", "two ", "three"], 120));
  const [left, right] = await Promise.all(readers);
  expect(left).toEqual(right);
});

test("a run of another instance wakes its readers here", async () => {
  const viewer = await createPerson();
  const { runId } = await storeRun(viewer);
  const reader = readAll(viewer, runId);
  await pause(300);
  const writer: SystemActor = { kind: "system", organizationId: viewer.organizationId, purpose: "be elsewhere" };
  const startedAt = performance.now();
  const chunks: RunChunk[] = [
    { type: "text-start", id: "t" },
    { type: "text-delta", id: "t", delta: "Far away." },
  ];
  await createRunEvents(writer, [{ runId, seq: 3, chunks }]);
  await endRun(viewer, runId, { status: "done", parts: [], error: null });
  expect(text(await reader)).toBe("Far away.");
  expect(performance.now() - startedAt).toBeLessThan(1_500);
});

test("runs of another instance that are written at once wake the readers of each", async () => {
  const viewer = await createPerson();
  const stored = await Promise.all([storeRun(viewer), storeRun(viewer), storeRun(viewer)]);
  const readers = stored.map(({ runId }) => untilText(viewer, runId));
  await pause(300);
  const writer: SystemActor = { kind: "system", organizationId: viewer.organizationId, purpose: "be elsewhere" };
  const startedAt = performance.now();
  await createRunEvents(
    writer,
    stored.map(({ runId }, index) => ({
      runId,
      seq: 3,
      chunks: [
        { type: "text-start", id: "t" },
        { type: "text-delta", id: "t", delta: `Run ${index}.` },
      ],
    })),
  );
  expect(await Promise.all(readers)).toEqual(["Run 0.", "Run 1.", "Run 2."]);
  expect(performance.now() - startedAt).toBeLessThan(1_500);
});

async function untilText(viewer: Person, runId: string): Promise<string> {
  for await (const { chunk } of readRunEvents(viewer, runId, { after: 0, signal: never }))
    if (chunk.type === "text-delta") return chunk.delta;
  return "";
}

test("what was stopped says nothing any more", async () => {
  const viewer = await createPerson();
  const { runId } = await storeRun(viewer);
  let speakLate = (): void => undefined;
  const work = performRun(viewer, runId, async (context) => {
    speakLate = () => context.write({ type: "text-delta", id: "t", delta: " Too late." });
    await saying(["In time."], 60_000)(context);
  });
  const reader = readAll(viewer, runId);
  await pause(300);
  await stopRun(viewer, runId);
  await work;
  speakLate();
  expect(text(await reader)).toBe("In time.");
  expect(await getRunDetail(viewer, runId)).toMatchObject({ status: "stopped", text: "In time." });
  expect(text(await readAll(viewer, runId))).toBe("In time.");
});

test("a reader that has everything gets an empty list and waits, also when it is woken for nothing", async () => {
  const viewer = await createPerson();
  const { runId } = await storeRun(viewer);
  const { events } = await getRunProgress(viewer, runId, 0);
  expect((await getRunProgress(viewer, runId, events.at(-1)?.seq ?? 0)).events).toEqual([]);

  const reader = readAll(viewer, runId);
  await pause(300);
  for (const wake of globalThis.askbookRunBus?.readers.get(runId) ?? []) wake();
  await performRun(viewer, runId, saying(["Here."]));
  expect(text(await reader)).toBe("Here.");
});

test("an answer whose events are gone is told again from its message", async () => {
  const viewer = await createPerson();
  const { runId } = await storeRun(viewer);
  await performRun(viewer, runId, saying(["Kept."]));
  await db().execute(sql`delete from run_event where run_id = ${runId}`);
  const events = await readAll(viewer, runId, 2);
  expect(events[0]).toMatchObject({ seq: 1, chunk: { type: "start" } });
  expect(text(events)).toBe("Kept.");
  expect(events.at(-1)?.chunk.type).toBe("finish");
});

test("stop aborts the work, keeps what was written and closes what was open", async () => {
  const viewer = await createPerson();
  const { runId } = await storeRun(viewer);
  let wasAborted = false;
  const work = performRun(viewer, runId, async ({ write, signal }) => {
    signal.addEventListener("abort", () => {
      wasAborted = true;
    });
    write({ type: "tool-input-available", toolCallId: "c", toolName: "find-sources", input: { query: "x" } });
    await saying(["Half", " done"], 60_000)({ write, signal, runId });
  });
  const reader = readAll(viewer, runId);
  await pause(300);
  await stopRun(viewer, runId);
  await work;
  const events = await reader;
  expect(wasAborted).toBe(true);
  expect(events.at(-1)?.chunk).toEqual({ type: "abort", reason: "stopped" });
  const detail = await getRunDetail(viewer, runId);
  expect(detail).toMatchObject({ status: "stopped", text: "Half" });
  const types = events.map(({ chunk }) => chunk.type);
  expect(types).toEqual(expect.arrayContaining(["text-end", "tool-output-error", "data-notice"]));
});

test("a failure keeps the partial answer and says what happened", async () => {
  const viewer = await createPerson();
  const { runId } = await storeRun(viewer);
  await performRun(viewer, runId, async (context) => {
    await saying(["So far so good."])(context);
    throw new AskbookError("ai_not_configured", { message: "The AI provider was removed." });
  });
  const events = await readAll(viewer, runId);
  expect(events.at(-1)?.chunk).toEqual({ type: "error", errorText: "The AI provider was removed." });
  expect(await getRunDetail(viewer, runId)).toMatchObject({
    status: "failed",
    text: "So far so good.",
    error: { code: "ai_not_configured", message: "The AI provider was removed." },
  });
});

test("a bug shows no text of its own", async () => {
  const viewer = await createPerson();
  const { runId } = await storeRun(viewer);
  await performRun(viewer, runId, async () => {
    throw new Error("secret internals");
  });
  expect(JSON.stringify([await readAll(viewer, runId), await getRunDetail(viewer, runId)])).not.toContain("secret");
});

test("text that the database cannot keep is told without what it cannot keep", async () => {
  const viewer = await createPerson();
  const { runId } = await storeRun(viewer);
  await performRun(viewer, runId, async (context) => {
    context.write({
      type: "tool-input-available",
      toolCallId: "c",
      toolName: "find-sources",
      input: { "a\u0000": "\ud83d" },
    });
    await saying(["nul \u0000", " done 😀"], 150)(context);
  });
  expect(text(await readAll(viewer, runId))).toBe("nul  done 😀");
  expect(await getRunDetail(viewer, runId)).toMatchObject({ status: "done", text: "nul  done 😀" });
});

test("a run whose process died is ended by whoever reads it, once", async () => {
  const viewer = await createPerson();
  const { runId } = await storeRun(viewer);
  const orphan: RunChunk[] = [
    { type: "text-start", id: "t" },
    { type: "text-delta", id: "t", delta: "Half an" },
  ];
  await db().execute(
    sql`insert into run_event (organization_id, run_id, seq, chunks) values (${viewer.organizationId}, ${runId}, 3, ${JSON.stringify(orphan)}::jsonb)`,
  );
  await db().update(run).set({ heartbeatAt: sql`now() - interval '16 seconds'` });
  const [left, right] = await Promise.all([readAll(viewer, runId), readAll(viewer, runId)]);
  expect(left).toEqual(right);
  expect(left.at(-1)?.chunk.type).toBe("error");
  expect(await getRunDetail(viewer, runId)).toMatchObject({ status: "interrupted", text: "Half an" });
  expect(await updateHeartbeat(viewer, runId)).toMatchObject({ running: false, stopRequested: false });
});

test("the eleventh run of a person waits and says so", async () => {
  const viewer = await createPerson();
  const release = Promise.withResolvers<void>();
  let working = 0;
  const stored = await Promise.all(Array.from({ length: 10 }, () => storeRun(viewer)));
  const busy = stored.map(({ runId }) =>
    performRun(viewer, runId, () => {
      working += 1;
      return release.promise;
    }),
  );
  await expect.poll(() => working).toBe(10);
  const { runId } = await storeRun(viewer);
  const eleventh = performRun(viewer, runId, saying(["At last."]));
  await pause(200);
  expect(text(await currentEvents(viewer, runId))).toBe("");
  release.resolve();
  await Promise.all([...busy, eleventh]);
  const notices = (await readAll(viewer, runId)).flatMap(({ chunk }) =>
    chunk.type === "data-notice" ? [chunk.data.code] : [],
  );
  expect(notices).toEqual(["queued", "started"]);
  expect((await getRun(viewer, runId)).status).toBe("done");
});

async function currentEvents(viewer: Person, runId: string): Promise<RunEvent[]> {
  const seen: RunEvent[] = [];
  for await (const event of readRunEvents(viewer, runId, { after: 0, signal: AbortSignal.timeout(100) }))
    seen.push(event);
  return seen;
}

test("a follow-up and an edited question make a tree", async () => {
  const viewer = await createPerson();
  const first = await storeRun(viewer);
  await performRun(viewer, first.runId, saying(["1"]));
  const { threadId } = first;
  const second = await storeRun(viewer, { threadId });
  await performRun(viewer, second.runId, saying(["2"]));
  const edited = await storeRun(viewer, { threadId, parentRunId: first.runId });
  await performRun(viewer, edited.runId, saying(["2b"]));
  const runsOf = async (leaf?: string) =>
    (await getThreadDetail(viewer, threadId, leaf)).messages.flatMap(({ id, role }) =>
      role === "assistant" ? [id] : [],
    );
  expect(await runsOf()).toEqual([first.runId, edited.runId]);
  expect(await runsOf(second.runId)).toEqual([first.runId, second.runId]);
  await expect(storeRun(await createPerson(), { threadId })).rejects.toMatchObject({ code: "not_found" });
});

test.concurrent.each([
  ["their account type loses the permission", (viewer: Person) => takePermissions(viewer)],
  [
    "they are deactivated",
    (viewer: Person) => db().update(user).set({ deactivatedAt: new Date() }).where(eq(user.id, viewer.userId)),
  ],
])("a run ends, and its stream with it, when %s", async (_, change) => {
  const viewer = await createPerson();
  const { runId } = await storeRun(viewer);
  let isAborted = false;
  const reader = readAll(viewer, runId);
  const work = performRun(viewer, runId, async ({ write, signal }) => {
    write({ type: "start-step" });
    await change(viewer);
    await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
    isAborted = true;
  });
  const events = await reader;
  await work;
  expect(isAborted).toBe(true);
  expect(events.at(-1)?.chunk).toMatchObject({
    type: "error",
    errorText: expect.stringContaining("Your account type no longer includes this"),
  });
});

function takePermissions({ accountTypeId }: Person) {
  return db().delete(accountTypePermission).where(eq(accountTypePermission.accountTypeId, accountTypeId));
}
