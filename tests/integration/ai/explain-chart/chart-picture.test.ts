import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { findAuditEntries } from "#db/queries/audit";
import { findCaptures } from "#db/queries/captures";
import { updateSendChartPictures, updateSendRung } from "#db/queries/provider-configuration";
import { getRun } from "#db/queries/runs";
import { changeChartPictures, getAiSettings } from "#lib/ai/providers/ai-settings";
import { removeProvider } from "#lib/ai/providers/remove-provider";
import { saveProvider } from "#lib/ai/providers/save-provider";
import { testProvider } from "#lib/ai/providers/test-provider";
import { startRun } from "#lib/ai/start-run";
import type { ExplainChartInput } from "#lib/contract/explain-chart";
import { stopEngines } from "#lib/data/duckdb/engines";
import type { Person } from "#lib/permissions";
import { readParts } from "#lib/runs/fold";
import { getRunDetail } from "#lib/runs/run-detail";
import { createPerson, useDatabase } from "#tests/support/database";
import { type AnyProvider, allProviders, compatible } from "#tests/wire/external-providers";
import type { Script } from "#tests/wire/script";
import type { WireServer } from "#tests/wire/wire-server";
import { createSales, saying, scripted } from "../ask/support.ts";
import { asInput, createMany, explain, picturesTo, rowsChart, salesChart, sentTo } from "./support.ts";

useDatabase();

const key = "canary-picture-key";
const right = 'East leads with {{r1:"East".total}}, ahead of West.';
let viewer: Person;
let sourceId: string;

beforeAll(async () => {
  viewer = await createPerson();
  sourceId = await createSales(viewer);
});

afterAll(() => stopEngines());

describe("what a model gets of a chart", () => {
  const send = async (input: ExplainChartInput, provider?: string): Promise<readonly string[]> => {
    const model = scripted([saying(right)]);
    await explain(viewer, model, input, provider === undefined ? {} : { provider });
    expect(model.doStreamCalls).toHaveLength(1);
    return picturesTo(model);
  };
  const allow = async (sendRung: 1 | 2 | 3, isAllowed = true): Promise<void> => {
    await updateSendRung(viewer, sendRung);
    await updateSendChartPictures(viewer, isAllowed);
  };

  it("is no picture unless an admin allows it, and then one of bounded size", async () => {
    expect(await send(asInput(salesChart(sourceId)))).toEqual([]);
    await allow(2);
    const [picture = "", ...others] = await send(asInput(salesChart(sourceId)));
    expect(others).toEqual([]);
    const bytes = Buffer.from(picture, "base64");
    expect(bytes.subarray(1, 4).toString()).toBe("PNG");
    expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([960, 540]);
    expect(bytes.length).toBeLessThan(200_000);
    expect(await send(asInput(salesChart(sourceId, { mark: "kpi" })))).toHaveLength(1);
    await allow(2, false);
    expect(await send(asInput(salesChart(sourceId)))).toEqual([]);
  });

  it("is told apart from one without, by the instructions and by what is kept", async () => {
    const input = asInput(salesChart(sourceId), { title: "Kept with a picture", regenerate: false });
    const model = scripted([saying(right)]);
    await allow(2, false);
    await explain(viewer, model, input);
    expect(sentTo(model)).not.toContain("A picture of the chart");
    await allow(2);
    await explain(viewer, model, input);
    await explain(viewer, model, input);
    expect(model.doStreamCalls).toHaveLength(2);
    expect(sentTo(model)).toContain("A picture of the chart");
  });

  it("is no picture on the first rung, which asks no outside model", async () => {
    await allow(1);
    const model = scripted([saying(right)]);
    const { isBuiltIn } = await explain(viewer, model, asInput(salesChart(sourceId)));
    expect(isBuiltIn).toBe(true);
  });

  it("is no picture of a chart with a withheld column, nor of a table, nor for the built-in model", async () => {
    await allow(3);
    expect(await send(asInput(salesChart(sourceId, { key: "Secret" })))).toEqual([]);
    const { document, chart } = salesChart(sourceId);
    expect(await send(asInput({ document, chart }, { chart: { mark: "table", view: chart.view } }))).toEqual([]);
    expect(await send(asInput(salesChart(sourceId)), "built-in")).toEqual([]);
  });

  it("shows single rows as far as the rung lets rows go, and aggregates however many", async () => {
    const many = await createMany(viewer);
    await allow(2);
    expect(await send(asInput(salesChart(many, { key: "Shop" })))).toHaveLength(1);
    expect(await send(asInput(rowsChart(sourceId)))).toEqual([]);
    await allow(3);
    expect(await send(asInput(rowsChart(sourceId)))).toHaveLength(1);
    expect(await send(asInput(rowsChart(many, { key: "Shop" })))).toEqual([]);
  });
});

it("what an admin allows is written down with what was before", async () => {
  await updateSendChartPictures(viewer, false);
  await changeChartPictures(viewer, true);
  expect((await getAiSettings(viewer)).sendChartPictures).toBe(true);
  const entries = await findAuditEntries(viewer, { action: "ai-chart-pictures.update" });
  expect(entries).toMatchObject([{ before: { sendChartPictures: false }, after: { sendChartPictures: true } }]);
});

const servers: WireServer[] = [];

afterEach(async () => {
  const used = servers.splice(0);
  await Promise.all(used.map((server) => server.close()));
  if (used.length > 0) await removeProvider(viewer);
});

const hasPicture = (messages: unknown): boolean => JSON.stringify(messages).includes("iVBORw0KGgo");

/** Explains over the wire, and gives what this sent. */
async function explainBy(provider: AnyProvider, script: Script) {
  const server = await provider.start({ apiKey: key, models: ["chat-1", "embed-1"] });
  servers.push(server);
  const saved = await saveProvider(viewer, {
    kind: provider.kind,
    values: provider.values(server, key),
    version: null,
    removedSecrets: [],
  });
  expect(saved).toMatchObject({ saved: true });
  provider.trust?.(server, saved);
  if (provider.trust !== undefined) await testProvider(viewer, "Be brief.");
  server.setScript(script);
  const before = server.requests.length;
  const { runId } = await startRun(viewer, asInput(salesChart(sourceId)));
  await expect.poll(async () => (await getRunDetail(viewer, runId)).status, { timeout: 20_000 }).not.toBe("running");
  const bodies = server.requests
    .slice(before)
    .filter(({ path }) => path === provider.paths.stream)
    .map(({ body }) => body);
  expect((await findCaptures(viewer, runId)).map(({ body }) => body)).toEqual(bodies);
  return { run: await getRunDetail(viewer, runId), bodies, runId };
}

describe.each(allProviders)("over the wire of $name", (provider) => {
  it("the picture stands beside the facts, and what was sent is shown byte for byte", async () => {
    await updateSendRung(viewer, 2);
    await updateSendChartPictures(viewer, true);
    const { run, bodies } = await explainBy(provider, [{ text: right }]);
    expect(run).toMatchObject({ status: "done", verification: { unverified: 0 } });
    expect(bodies.map(hasPicture)).toEqual([true]);
    expect(bodies[0]).toContain("Facts:");
  });

  it("a model that refuses the picture is asked once more without it, and the reader is told", async () => {
    await updateSendChartPictures(viewer, true);
    const { run, bodies, runId } = await explainBy(provider, ({ messages }) =>
      hasPicture(messages) ? { fault: { kind: "status", ...refusalBy(provider) } } : { text: right },
    );
    expect(run).toMatchObject({ status: "done", verification: { unverified: 0 } });
    expect(bodies.map(hasPicture)).toEqual([true, false]);
    expect(await notesOf(runId)).toContainEqual(expect.stringMatching(/^The provider refused the picture/));
  });
});

it("a provider that refuses the request without a picture, too, is asked no third time", async () => {
  await updateSendChartPictures(viewer, true);
  const { run, bodies } = await explainBy(compatible, [{ fault: { kind: "status", ...refusalBy(compatible) } }]);
  expect(run).toMatchObject({ status: "failed", error: { code: "unsupported_parameter" } });
  expect(bodies.map(hasPicture)).toEqual([true, false]);
});

/** In the words of each. */
function refusalBy({ kind }: AnyProvider): {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
} {
  if (kind === "gemini") {
    const message = "Image input modality is not enabled for models/chat-1";
    return { status: 400, body: { error: { code: 400, message, status: "INVALID_ARGUMENT" } } };
  }
  if (kind === "bedrock")
    return {
      status: 400,
      body: { message: "This model doesn't support the image field for user messages. Remove image and try again." },
      headers: { "x-amzn-errortype": "ValidationException:http://internal.amazon.com/coral/" },
    };
  // As llama.cpp says it.
  if (kind === "openai-compatible")
    return {
      status: 500,
      body: { error: { code: 500, message: "image input is not supported - hint: mmproj", type: "server_error" } },
    };
  const message = "Invalid content type. image_url is only supported by certain models.";
  return { status: 400, body: { error: { message, type: "invalid_request_error", param: null, code: null } } };
}

async function notesOf(runId: string): Promise<readonly string[]> {
  const parts = readParts((await getRun(viewer, runId)).parts ?? []);
  return parts.findLast((part) => part.type === "data-explanation")?.data.notes ?? [];
}
