import { afterAll, beforeAll, expect, test } from "vitest";
import { findCaptures } from "#db/queries/captures";
import { readEarlierTurns } from "#lib/ai/ask/conversation";
import { findRelatedCharts } from "#lib/ai/ask/find-related-charts";
import { changeHosting } from "#lib/ai/providers/remove-provider";
import { startRun } from "#lib/ai/start-run";
import type { OfferedChart } from "#lib/contract/related";
import { relatedRunSchema } from "#lib/contract/related";
import type { RunDetail } from "#lib/contract/runs";
import { stopEngines } from "#lib/data/duckdb/engines";
import { profileSource } from "#lib/data/profile";
import type { Person } from "#lib/permissions";
import { readRunEvents } from "#lib/runs/read-run-events";
import { getRunDetail } from "#lib/runs/run-detail";
import { getThreadDetail } from "#lib/runs/thread-detail";
import { createPerson, useDatabase } from "#tests/support/database";
import { amountBy, ask, calling, createSales, saying, scripted } from "./support.ts";

useDatabase();

let viewer: Person;
let sourceId: string;
let asked: RunDetail & { readonly threadId: string };
const { signal } = new AbortController();

beforeAll(async () => {
  viewer = await createPerson();
  sourceId = await createSales(viewer);
  await profileSource(viewer, sourceId, signal);
  const model = scripted([calling("run-worksheet", { worksheet: amountBy("Region") }), saying("There.")]);
  asked = await ask(viewer, model, "Sales by region?");
  await changeHosting(viewer, "off");
});

afterAll(() => stopEngines());

async function choose({ title, ...chart }: OfferedChart, parentRunId: string): Promise<RunDetail> {
  const { threadId } = asked;
  const input = relatedRunSchema.parse({ kind: "related", threadId, parentRunId, question: title, ...chart });
  const { runId } = await startRun(viewer, input);
  for await (const _event of readRunEvents(viewer, runId, { after: 0, signal: AbortSignal.timeout(20_000) })) {
    // Until its end.
  }
  return getRunDetail(viewer, runId);
}

test("only charts that have something to draw are offered", async () => {
  const offered = await findRelatedCharts(viewer, asked.id, signal);
  expect(offered.map(({ title, mark }) => [title, mark])).toEqual([
    ["Total by month", "line"],
    ["Total by Product", "bar"],
    ["Share of Total by Region", "donut"],
    ["Total by Secret", "bar"],
  ]);
});

test("a chosen one is the next answer of the thread, proved and without a model, and follow-ups go on from it", async () => {
  const [, byProduct, share] = await findRelatedCharts(viewer, asked.id, signal);
  if (byProduct === undefined || share === undefined) throw new Error("none is offered");
  const next = await choose(byProduct, asked.id);
  expect(next).toMatchObject({
    kind: "related",
    status: "done",
    parentRunId: asked.id,
    question: "Total by Product",
    chart: { chart: { mark: "bar" } },
    results: [{ rowCount: 3 }],
    verification: { unverified: 0 },
    usage: null,
  });
  expect(next.text).toContain("has the highest Total with [$");
  expect(await findCaptures(viewer, next.id)).toEqual([]);
  const thread = await getThreadDetail(viewer, asked.threadId);
  expect(thread.messages.map(({ id }) => id)).toEqual([
    `${asked.id}-question`,
    asked.id,
    `${next.id}-question`,
    next.id,
  ]);
  const { previous } = await readEarlierTurns(viewer, next.id);
  expect(previous).toMatchObject({ question: "Total by Product", worksheet: { groupings: [{ keys: ["Product"] }] } });
  expect((await choose(share, asked.id)).text).toContain("53.6%");
});

test("it is refused where an edit would be, and others are told of nothing", async () => {
  const [first] = await findRelatedCharts(viewer, asked.id, signal);
  if (first === undefined) throw new Error("none is offered");
  const broken = { ...first, worksheet: amountBy("Region", "Sum([Amout])") };
  await expect(choose(broken, asked.id)).rejects.toMatchObject({ code: "formula_invalid" });
  const stranger = await createPerson({ organization: { id: viewer.organizationId, name: "" } });
  await expect(findRelatedCharts(stranger, asked.id, signal)).rejects.toMatchObject({ code: "not_found" });
});
