import { afterAll, beforeAll, expect, test } from "vitest";
import { createRun, getRun } from "#db/queries/runs";
import { findSources } from "#db/queries/sources";
import { answerWith } from "#lib/ai/ask/answer-question";
import { createBuiltInModel } from "#lib/ai/built-in/model";
import type { Models } from "#lib/ai/providers/registry";
import { askTools } from "#lib/contract/ask-tools";
import type { RunDetail } from "#lib/contract/runs";
import { profileSource } from "#lib/data/profile";
import { createSample } from "#lib/data/sample";
import type { Person } from "#lib/permissions";
import { readParts } from "#lib/runs/fold";
import { firstChunks, performRun } from "#lib/runs/perform-run";
import { getRunDetail } from "#lib/runs/run-detail";
import type { WorksheetDraft } from "#lib/worksheet/draft";
import { createPerson, useDatabase } from "#tests/support/database";

useDatabase();

let viewer: Person;

beforeAll(async () => {
  viewer = await createPerson();
  await createSample(viewer, { rows: 5_000 });
  for (const { id } of await findSources(viewer)) await profileSource(viewer, id, new AbortController().signal);
});

afterAll(async () => {
  const { stopEngines } = await import("#lib/data/duckdb/engines");
  await stopEngines();
});

type Expected = {
  readonly keys?: string[];
  readonly formulas?: string[];
  readonly filters?: number;
  readonly rows?: number;
};

test.each<{ first: string; next: string; expected: Expected; text?: RegExp }>([
  { first: "sales by region last quarter", next: "only the West", expected: { filters: 2, rows: 1 }, text: /West/ },
  { first: "sales by region", next: "without the West", expected: { filters: 1, rows: 3 }, text: /not West/ },
  {
    first: "sales by region last quarter",
    next: "by month instead",
    expected: { keys: ["Order month"], filters: 1, rows: 3 },
  },
  { first: "sales by region", next: "and profit?", expected: { formulas: ["Sum([Sales])", "Sum([Profit])"], rows: 4 } },
  { first: "sales by category", next: "and by region too", expected: { keys: ["Category", "Region"], rows: 12 } },
  { first: "sales by month in 2025", next: "as a line", expected: { keys: ["Order month"], rows: 12 } },
  { first: "sales by brand", next: "top 5 only", expected: { keys: ["Brand"], rows: 5 } },
  { first: "sales by month in 2025", next: "compare with last year", expected: { rows: 24 } },
  { first: "sales by month", next: "what about 2024?", expected: { keys: ["Order month"], filters: 1, rows: 12 } },
  {
    first: "sales by region",
    next: "sort by profit",
    expected: { formulas: ["Sum([Sales])", "Sum([Profit])"], rows: 4 },
  },
  { first: "sales by region in 2025", next: "show the total", expected: { keys: [], filters: 1, rows: 1 } },
  {
    first: "sales by region",
    next: "how many customers have more than 3 orders?",
    expected: { keys: [], filters: 1, rows: 1 },
  },
  { first: "sales by region", next: "per customer", expected: { keys: ["Customer Id", "Customer Name"] } },
  { first: "sales by region", next: "by category", expected: { keys: ["Category"], rows: 3 } },
  { first: "top 3 brands by sales", next: "and the rest?", expected: { keys: ["Brand"], rows: 5 } },
  {
    first: "sales by category in the West",
    next: "and the rest?",
    expected: { filters: 1, rows: 3 },
    text: /not West/,
  },
])("$first → $next", async ({ first, next, expected, text = /./ }) => {
  const { threadId } = await ask(first);
  const { answer, drafts } = await ask(next, threadId);
  const [draft] = drafts;
  expect(answer).toMatchObject({ status: "done", declined: null, askedBack: null });
  expect(answer.verification?.unverified ?? 0).toBe(0);
  expect(answer.text).toMatch(text);
  if (expected.keys !== undefined) expect(draft?.groupings.flatMap(({ keys }) => keys)).toEqual(expected.keys);
  if (expected.filters !== undefined) expect(draft?.filters).toHaveLength(expected.filters);
  if (expected.formulas !== undefined)
    expect(draft?.columns.map(({ formula }) => formula)).toEqual(expect.arrayContaining(expected.formulas));
  if (expected.rows !== undefined) expect(answer.results.at(-1)?.rowCount).toBe(expected.rows);
});

test("a change is taken apart in several worksheets, and every number of the prose is proved", async () => {
  const { threadId } = await ask("sales by month in 2025 in the West");
  const { answer, drafts } = await ask("why did it fall in March?", threadId);
  expect(answer.results).toHaveLength(3);
  expect(answer.chart?.chart.mark).toBe("bar");
  expect(drafts.every(({ filters }) => filters.length === 2)).toBe(true);
  expect(answer.text).toMatch(/contributed the most/);
  expect(answer.text).toMatch(/not why: the data holds no reasons\.$/);
  expect(answer.verification).toMatchObject({ unverified: 0 });
  const { drafts: later } = await ask("by segment", threadId);
  expect(later[0]?.groupings[0]?.keys).toEqual(["Segment"]);
});

test("a level is set beside its like", async () => {
  const { threadId } = await ask("sales by region");
  const { answer } = await ask("why is East so high?", threadId);
  expect(answer.text).toMatch(/^East has the highest Total Sales/);
  expect(answer.verification).toMatchObject({ unverified: 0 });
});

test("what is ambiguous is asked back with choices that work, and a name that is nowhere is not guessed", async () => {
  const { answer } = await ask("sales in New York");
  const [choice] = answer.askedBack?.choices ?? [];
  expect(answer.askedBack?.choices).toHaveLength(2);
  expect((await ask(choice?.question ?? "")).answer).toMatchObject({ declined: null, results: [{ rowCount: 1 }] });
  const { declined } = (await ask("sales in Atlantis")).answer;
  expect(declined).toMatchObject({ nearestQuestion: "sales in Atlanta" });
  expect((await ask(declined?.nearestQuestion ?? "")).answer).toMatchObject({
    declined: null,
    results: [{ rowCount: 1 }],
  });
});

/** Asks the built-in model through the real agent, tools and engine. */
async function ask(
  question: string,
  threadId?: string,
): Promise<{ readonly answer: RunDetail; readonly threadId: string; readonly drafts: readonly WorksheetDraft[] }> {
  const input = { kind: "ask" as const, question };
  const stored = await createRun(
    viewer,
    { kind: "ask", instanceId: "test", input, title: question, threadId },
    firstChunks,
  );
  await performRun(viewer, stored.runId, answerWith(models, viewer, stored, input));
  const answer = await getRunDetail(viewer, stored.runId);
  const { parts } = await getRun(viewer, stored.runId);
  const drafts = readParts(parts).flatMap((part) =>
    part.type === "tool-run-worksheet" && part.state === "output-available"
      ? (askTools["run-worksheet"].input.safeParse(part.input).data?.worksheet ?? [])
      : [],
  );
  return { answer, threadId: stored.threadId, drafts };
}

const models: Models = {
  chat: createBuiltInModel(),
  embedding: null,
  embeddingIdentity: null,
  identity: { provider: "built-in", model: "askbook-rules-1", configurationVersion: 1 },
  usage: async () => ({ calls: 0, inputTokens: 0, outputTokens: 0, costUsd: null }),
};
