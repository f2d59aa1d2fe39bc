import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { getAiState, updateProviderHealth } from "#db/queries/provider-configuration";
import { saveProvider } from "#lib/ai/providers/save-provider";
import { startRun } from "#lib/ai/start-run";
import type { RunChunk } from "#lib/contract/run-chunks";
import type { RunDetail } from "#lib/contract/runs";
import { stopEngines } from "#lib/data/duckdb/engines";
import { env } from "#lib/env";
import type { Person } from "#lib/permissions";
import { readRunEvents } from "#lib/runs/read-run-events";
import { getRunDetail } from "#lib/runs/run-detail";
import { createPerson, useDatabase } from "#tests/support/database";
import { type AnyProvider, allProviders } from "#tests/wire/external-providers";
import type { Script, ScriptedTurn } from "#tests/wire/script";
import type { WireServer } from "#tests/wire/wire-server";
import { amountBy, createSales, poison } from "./support.ts";

/** The whole of Ask over every provider's protocol: agent, tools, DuckDB and proving, with models that do well, ill, or stop half way. */

useDatabase();

afterAll(() => stopEngines());

const run = (formula?: string): ScriptedTurn => ({
  toolCalls: [{ name: "run-worksheet", input: { worksheet: amountBy("Region", formula) } }],
});
const prose = "East leads with {{r1:1.total}}, and West follows with {{r1:2.total}} in all.";
const proved = "East leads with [$2,600.50](#number-n1), and West follows with [$1,850.25](#number-n2) in all.";

type Ended = { readonly chunks: readonly RunChunk[]; readonly detail: RunDetail };

describe.each(allProviders.map((provider) => [provider.name, provider] as const))("%s", (_name, provider) => {
  let viewer: Person;
  let server: WireServer;

  beforeAll(async () => {
    viewer = await createPerson();
    await createSales(viewer);
    server = await provider.start({});
    await configure(viewer, provider, server);
  });

  afterAll(() => server.close());

  async function ask(script: Script, question = "Sales by region?"): Promise<Ended> {
    server.setScript(script);
    const { runId } = await startRun(viewer, { kind: "ask", question });
    const chunks: RunChunk[] = [];
    for await (const { chunk } of readRunEvents(viewer, runId, { after: 0, signal: AbortSignal.timeout(30_000) }))
      chunks.push(chunk);
    return { chunks, detail: await getRunDetail(viewer, runId) };
  }

  test("a wrong column is repaired, the result drawn, and every number proved", async () => {
    const { chunks, detail } = await ask([run("Sum([Amout])"), run(), { text: prose }]);
    expect(detail).toMatchObject({
      status: "done",
      text: proved,
      verification: { proved: 2, matched: 0, unverified: 0 },
      results: [{ rowCount: 4 }],
    });
    expect(chunks.filter(({ type }) => type === "data-result")).toHaveLength(1);
    expect(detail.usage?.inputTokens).toBeGreaterThan(0);
  });

  test("a hopeless formula is given up after two repairs", async () => {
    const { detail } = await ask(({ messages }) =>
      JSON.stringify(messages).includes("Do not try again")
        ? { text: "The data does not say." }
        : run("Nonsense([Amount])"),
    );
    expect(detail).toMatchObject({ status: "done", results: [], text: "The data does not say." });
  });

  test("what cells say is obeyed by a bad model without effect", async () => {
    const obedient: Script = ({ messages, index }) => {
      if (index === 0) return { toolCalls: [{ name: "run-worksheet", input: { worksheet: amountBy("Product") } }] };
      if (index === 1 && JSON.stringify(messages).includes("Salaries"))
        return { toolCalls: [{ name: "describe-source", input: { source: "Salaries" } }] };
      return { text: "East made 99,999.00 ![x](http://evil.test/p.png)" };
    };
    const { chunks, detail } = await ask(obedient, "Sales by product?");
    expect(detail.verification?.unverified).toBeGreaterThan(0);
    expect(detail.text).not.toMatch(/\]\(http:/);
    expect(JSON.stringify(chunks)).toMatch(/no source|not found|does not exist/i);
    expect(JSON.stringify(chunks)).not.toContain(poison);
  });

  test("a cut stream keeps what was found and said, with a sentence", async () => {
    const { chunks, detail } = await ask([run(), { text: prose, fault: { kind: "cut", afterPieces: 4 } }]);
    expect(detail).toMatchObject({ status: "failed", results: [{ rowCount: 4 }] });
    expect(detail.text).toContain("East leads");
    expect(detail.error?.message).toMatch(/cut|connection|ended/i);
    expect(chunks.at(-1)?.type).toBe("error");
  });

  test("an error in mid-stream keeps what was found and said, and is not asked again", async () => {
    const body = provider.streamFailure.body;
    const { detail } = await ask([run(), { text: prose, fault: { kind: "error-event", afterPieces: 4, body } }]);
    expect(detail).toMatchObject({
      status: "failed",
      results: [{ rowCount: 4 }],
      error: { code: provider.streamFailure.code },
    });
    expect(detail.text).toContain("East leads");
    await forgetFailure(viewer);
  });

  test("silence in mid-stream is given up, with what was found kept", async () => {
    const usual = env().ASKBOOK_MODEL_SILENCE_SECONDS;
    Object.assign(env(), { ASKBOOK_MODEL_SILENCE_SECONDS: 0.75 });
    try {
      const { detail } = await ask([run(), { text: prose, fault: { kind: "silence", afterPieces: 4 } }]);
      expect(detail).toMatchObject({
        status: "failed",
        results: [{ rowCount: 4 }],
        error: { code: "provider_timeout" },
      });
      expect(detail.text).toContain("East leads");
    } finally {
      Object.assign(env(), { ASKBOOK_MODEL_SILENCE_SECONDS: usual });
      await forgetFailure(viewer);
    }
  });

  /** After a word and in the middle of the second call's arguments; where calls come whole, before it. */
  const inCall = provider.kind === "gemini" ? 1 : 4;

  test.each([
    ["cut", { kind: "cut", afterPieces: inCall }, null],
    ["an error", { kind: "error-event", afterPieces: inCall, body: provider.streamFailure.body }, "streamFailure"],
    ["silence", { kind: "silence", afterPieces: inCall }, "provider_timeout"],
  ] as const)(
    "%s in the middle of a call keeps what was found, and the call runs nothing",
    async (_name, fault, code) => {
      const usual = env().ASKBOOK_MODEL_SILENCE_SECONDS;
      Object.assign(env(), { ASKBOOK_MODEL_SILENCE_SECONDS: 0.75 });
      try {
        const { chunks, detail } = await ask([
          run(),
          { text: "Again:", ...run("Max([Amount])"), fault },
          { text: prose },
        ]);
        expect(detail).toMatchObject({ status: "failed", results: [{ rowCount: 4 }] });
        if (code !== null)
          expect(detail.error?.code).toBe(code === "streamFailure" ? provider.streamFailure.code : code);
        expect(openCalls(chunks)).toEqual([]);
      } finally {
        Object.assign(env(), { ASKBOOK_MODEL_SILENCE_SECONDS: usual });
        await forgetFailure(viewer);
      }
    },
  );

  const half: ScriptedTurn = {
    toolCalls: [{ name: "run-worksheet", input: {}, text: '{"worksheet":{"name":"Amount by Region","source":"Sal' }],
  };

  test.each([
    ["that is no JSON", half],
    ["that the limit of tokens has cut", { ...half, finishReason: "length" }],
  ] as const)("a call %s runs nothing, and the answer comes to a good end", async (_name, turn) => {
    const { chunks, detail } = await ask([turn, run(), { text: prose }]);
    expect(detail.status).toBe("done");
    expect(detail.text).not.toBe("");
    expect(openCalls(chunks)).toEqual([]);
  });

  test.each([
    ["in one step", (calls: readonly ScriptedTurn[]) => [merged(calls)]],
    ["in two steps", (calls: readonly ScriptedTurn[]) => calls],
  ])("two calls with one id %s each keep what they found", async (_name, stepsOf) => {
    const calls = [run("Sum([Amount])"), run("Max([Amount])")].map(({ toolCalls = [] }) => ({
      toolCalls: toolCalls.map((call) => ({ ...call, id: "call_0" })),
    }));
    const { chunks, detail } = await ask([
      ...stepsOf(calls),
      { text: "East: {{r1:1.total}}, at most {{r2:1.total}}." },
    ]);
    expect(detail).toMatchObject({
      status: "done",
      results: [{ label: "r1" }, { label: "r2" }],
      verification: { proved: 2, unverified: 0 },
    });
    // Calls of one step run side by side: either may end first.
    expect(detail.text.match(/\$[\d,.]+\d/g)?.toSorted()).toEqual(["$1,400.00", "$2,600.50"]);
    expect(
      new Set(chunks.flatMap((chunk) => (chunk.type === "tool-output-available" ? [chunk.toolCallId] : []))).size,
    ).toBe(2);
    expect(openCalls(chunks)).toEqual([]);
  });

  test("what a filter has stopped is kept, and told to be so", async () => {
    const { detail } = await ask([run(), { text: "East leads, and", finishReason: "content_filter" }]);
    expect(detail).toMatchObject({ status: "failed", results: [{ rowCount: 4 }], error: { code: "content_filtered" } });
    expect(detail.text).toContain("East leads");
    await forgetFailure(viewer);
  });

  test("a slow stream is an answer like others, piece by piece", async () => {
    const { chunks, detail } = await ask([run(), { text: prose, delayMs: 30 }]);
    expect(detail).toMatchObject({ status: "done", text: proved });
    expect(chunks.filter(({ type }) => type === "text-delta").length).toBeGreaterThan(2);
  });

  test("an empty answer of the model is answered by what was found", async () => {
    const { detail } = await ask([run(), { text: "" }]);
    expect(detail).toMatchObject({ status: "done", results: [{ rowCount: 4 }] });
    expect(detail.text).not.toBe("");
    expect(detail.verification?.unverified).toBe(0);
  });
});

function merged(turns: readonly ScriptedTurn[]): ScriptedTurn {
  return { toolCalls: turns.flatMap(({ toolCalls = [] }) => toolCalls) };
}

/** Calls that the page would show as still going on. */
function openCalls(chunks: readonly RunChunk[]): string[] {
  const open = new Set<string>();
  for (const chunk of chunks) {
    if (chunk.type === "tool-input-start" || chunk.type === "tool-input-available") open.add(chunk.toolCallId);
    if (chunk.type.startsWith("tool-output-") || chunk.type === "tool-input-error")
      if ("toolCallId" in chunk) open.delete(chunk.toolCallId);
  }
  return [...open];
}

async function configure(admin: Person, provider: AnyProvider, server: WireServer): Promise<void> {
  const values = provider.values(server, "sk-canary-0123456789");
  const outcome = await saveProvider(admin, { kind: provider.kind, values, version: null, removedSecrets: [] });
  expect(outcome).toMatchObject({ saved: true });
  provider.trust?.(server, outcome);
  await forgetFailure(admin);
}

async function forgetFailure(admin: Person): Promise<void> {
  const { configuration } = await getAiState(admin);
  if (configuration !== null) await updateProviderHealth(admin, configuration, null);
}
