import { randomUUID } from "node:crypto";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { setTimeout as pause } from "node:timers/promises";
import { db } from "#db/client";
import { createRun } from "#db/queries/runs";
import { user } from "#db/schema/user";
import type { Person } from "#lib/permissions";
import { firstChunks, performRun, type RunWork } from "#lib/runs/perform-run";
import { readRunEvents } from "#lib/runs/read-run-events";
import { getRunDetail } from "#lib/runs/run-detail";
import { lendDatabase, withProduct } from "./with-product.ts";

const answers = 100;
const people = 10;
const words = 200;
const millisecondsAWord = 30;
const mostDelayMs = 50;

export type StreamLoad = {
  readonly answers: number;
  /** Answers whose reader or whose stored text is not what was written. */
  readonly lost: number;
  readonly kilobytesPerAnswer: number;
  readonly delayP99Ms: number;
  readonly delayMaxMs: number;
};

/** 100 answers of 200 words written, stored and read at once in this process, on the database of a product of its own. */
export async function measureStreams(): Promise<StreamLoad> {
  return withProduct({}, (product) =>
    lendDatabase(product, async (viewer) => streamAtOnce(await createReaders(viewer))),
  );
}

export function printStreams({ lost, kilobytesPerAnswer, delayP99Ms, delayMaxMs }: StreamLoad): void {
  console.table([
    {
      measured: `${answers} answers streaming at once`,
      lost,
      "kB per answer": Math.round(kilobytesPerAnswer),
      "event loop p99 ms": Math.round(delayP99Ms * 10) / 10,
      "event loop max ms": Math.round(delayMaxMs * 10) / 10,
      "at most ms": mostDelayMs,
    },
  ]);
}

export function holdsStreams({ lost, delayP99Ms }: StreamLoad): boolean {
  return lost === 0 && delayP99Ms < mostDelayMs;
}

/** As many people as it takes for none to wait for a place of their own. */
async function createReaders(viewer: Person): Promise<Person[]> {
  const { organizationId, accountTypeId } = viewer;
  const ids = Array.from({ length: people }, () => randomUUID());
  await db()
    .insert(user)
    .values(ids.map((id) => ({ id, organizationId, accountTypeId, name: "Reader", email: `${id}@example.com` })));
  return ids.map((userId) => ({ ...viewer, userId }));
}

async function streamAtOnce(readers: readonly Person[]): Promise<StreamLoad> {
  await answerOnce(readers[0], 5);
  globalThis.gc?.();
  const before = heldMemory();
  let highest = before;
  const sampling = setInterval(() => {
    highest = Math.max(highest, heldMemory());
  }, 100);
  const delay = monitorEventLoopDelay({ resolution: 10 });
  delay.enable();
  const whole = await Promise.all(
    Array.from({ length: answers }, (_, index) => answerOnce(readers[index % readers.length], words)),
  );
  delay.disable();
  clearInterval(sampling);
  return {
    answers,
    lost: whole.filter((isWhole) => !isWhole).length,
    kilobytesPerAnswer: (highest - before) / 1024 / answers,
    // The histogram holds its own 10 ms of waiting.
    delayP99Ms: Math.max(0, delay.percentile(99) / 1e6 - 10),
    delayMaxMs: Math.max(0, delay.max / 1e6 - 10),
  };
}

/** Whether what was written reached its reader and the database. */
async function answerOnce(viewer: Person | undefined, count: number): Promise<boolean> {
  if (viewer === undefined) throw new Error("There are no readers.");
  const text = Array.from({ length: count }, (_, index) => `word${index} `).join("");
  const { runId } = await createRun(
    viewer,
    { kind: "ask", instanceId: "bench", input: { kind: "ask", question: "?" }, title: "Bench" },
    firstChunks,
  );
  const read = readText(viewer, runId);
  await performRun(viewer, runId, saying(text));
  const stored = await getRunDetail(viewer, runId);
  return (await read) === text && stored.status === "done" && stored.text === text.trim();
}

async function readText(viewer: Person, runId: string): Promise<string> {
  let text = "";
  const signal = AbortSignal.timeout(120_000);
  for await (const { chunk } of readRunEvents(viewer, runId, { after: 0, signal }))
    if (chunk.type === "text-delta") text += chunk.delta;
  return text;
}

function saying(text: string): RunWork {
  return async ({ write }) => {
    write({ type: "start-step" });
    write({ type: "text-start", id: "t" });
    for (const delta of text.match(/\S+\s*/g) ?? []) {
      write({ type: "text-delta", id: "t", delta });
      await pause(millisecondsAWord);
    }
    write({ type: "text-end", id: "t" });
  };
}

/** Bytes that the process holds for its objects and buffers; what the system has lent it says nothing of so little. */
function heldMemory(): number {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
