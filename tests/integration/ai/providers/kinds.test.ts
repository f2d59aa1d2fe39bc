import { dynamicTool, embedMany, generateText, stepCountIs, streamText, tool } from "ai";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { getAiState } from "#db/queries/provider-configuration";
import { getAiSettings } from "#lib/ai/providers/ai-settings";
import { getModels } from "#lib/ai/providers/registry";
import { removeProvider } from "#lib/ai/providers/remove-provider";
import { saveProvider } from "#lib/ai/providers/save-provider";
import { openSecrets } from "#lib/ai/providers/stored-provider";
import { testProvider } from "#lib/ai/providers/test-provider";
import { askTools } from "#lib/contract/ask-tools";
import { env } from "#lib/env";
import type { Person } from "#lib/permissions";
import { createPerson, useDatabase } from "#tests/support/database";
import { type AnyProvider, allProviders, externalProviders } from "#tests/wire/external-providers";
import type { WireServer, WireServerOptions } from "#tests/wire/wire-server";

useDatabase();

const key = "canary-4c1d9e-key";
const servers: WireServer[] = [];
let admin: Person;

beforeAll(async () => {
  admin = await createPerson();
});

afterEach(async () => {
  const used = servers.splice(0);
  await Promise.all(used.map((server) => server.close()));
  expect(used.flatMap((server) => server.violations)).toEqual([]);
  await removeProvider(admin);
});

const toolsOfAsk = Object.fromEntries(
  Object.entries(askTools).map(([name, { description, input }]) => [
    name,
    dynamicTool({ description, inputSchema: input, execute: () => null }),
  ]),
);

const start = async (provider: AnyProvider, options: WireServerOptions = {}): Promise<WireServer> => {
  const server = await provider.start({ apiKey: key, models: ["chat-1", "embed-1"], ...options });
  servers.push(server);
  return server;
};

const save = ({ kind }: AnyProvider, values: Record<string, string>, version: number | null = null) =>
  saveProvider(admin, { kind, values, version, removedSecrets: [] });

/** Saved, trusted where that is needed, and tested. */
async function configure(provider: AnyProvider): Promise<WireServer> {
  const server = await start(provider);
  const outcome = await save(provider, provider.values(server, key));
  expect(outcome).toMatchObject({ saved: true });
  if (provider.trust === undefined) return server;
  provider.trust(server, outcome);
  expect(await testProvider(admin, "Be brief.")).toMatchObject({ ok: true });
  return server;
}

describe.each(externalProviders)("$name", (provider) => {
  it("is saved after a real generation and a real embedding, sealed, with its final addresses", async () => {
    const server = await start(provider);
    expect(await save(provider, provider.values(server, ` ${key} `))).toMatchObject({ saved: true });
    expect(server.violations).toEqual([]);
    expect(server.requests.map((request) => request.path).sort()).toEqual(
      [provider.paths.generate, provider.paths.embed].sort(),
    );
    const [header, value] = provider.header(key);
    expect(server.requests.map((request) => request.headers[header])).toEqual([value, value]);
    const { configuration } = await getAiState(admin);
    expect(JSON.stringify(configuration)).not.toContain(key);
    expect(configuration === null ? {} : openSecrets(configuration)).toEqual({ [provider.key]: key });
    const origin = new URL(server.url).origin;
    expect((await getAiSettings(admin)).provider?.models).toEqual([
      { role: "Language model", name: "chat-1", url: origin + provider.paths.stream.replace("?alt=sse", "") },
      { role: "Embeddings model", name: "embed-1", url: origin + provider.paths.embed },
    ]);
  });

  it.each<[string, string, RegExp]>([
    [provider.key, "another", /refused this key/],
    [provider.key, "", /Enter the API key/],
    [provider.chatModel, "chat-2", /no language model "chat-2"/],
    [provider.embeddingModel, "embed-2", /no embeddings model "embed-2"/],
  ])("stores nothing when %s is %j, and says so at the field", async (field, value, message) => {
    const server = await start(provider);
    const outcome = await save(provider, { ...provider.values(server, key), [field]: value });
    expect(outcome).toMatchObject({
      saved: false,
      failures: [{ field, message: expect.stringMatching(message) }],
    });
    expect((await getAiState(admin)).configuration).toBeNull();
  });

  it("can be edited without entering the key again", async () => {
    const server = await configure(provider);
    expect(await save(provider, provider.values(server, ""), 1)).toMatchObject({ saved: true });
    const { configuration } = await getAiState(admin);
    expect(configuration === null ? {} : openSecrets(configuration)).toEqual({ [provider.key]: key });
  });

  it("is tested with tool calls and structured output", async () => {
    const server = await configure(provider);
    const outcome = await testProvider(admin, "Answer questions about data.");
    expect(outcome).toMatchObject({ ok: true, message: `Connection verified: Askbook reached ${provider.label}.` });
    expect(outcome.steps).toHaveLength(4);
    expect(server.violations).toEqual([]);
  });
});

describe.each(allProviders)("$name", (provider) => {
  it("streams text and tool calls over several steps", async () => {
    const server = await configure(provider);
    const before = server.requests.length;
    server.setScript([
      {
        text: "Let me look. ",
        toolCalls: [
          { name: "look", input: { place: "east" } },
          { name: "look", input: { place: "west" } },
        ],
      },
      { text: "East leads.", usage: { inputTokens: 70, outputTokens: 9 } },
    ]);
    const { chat } = await getModels(admin);
    const looked: string[] = [];
    const result = streamText({
      model: chat,
      instructions: "Be brief.",
      prompt: "Who leads?",
      maxRetries: 0,
      stopWhen: stepCountIs(3),
      tools: {
        look: tool({
          description: "Looks at a place.",
          inputSchema: z.object({ place: z.string() }),
          execute: ({ place }) => {
            looked.push(place);
            return { place, sales: 12 };
          },
        }),
      },
    });
    expect(await result.text).toBe("East leads.");
    expect(looked).toEqual(["east", "west"]);
    expect(await result.finishReason).toBe("stop");
    expect(server.violations).toEqual([]);
    expect(server.requests.slice(before).map((request) => request.path)).toEqual([
      provider.paths.stream,
      provider.paths.stream,
    ]);
  });

  it("takes all tools of Ask", async () => {
    const server = await configure(provider);
    const { chat } = await getModels(admin);
    await generateText({ model: chat, prompt: "Which sales?", tools: toolsOfAsk, maxRetries: 0 });
    expect(server.violations).toEqual([]);
  });

  it("keeps the protocol's rules through a conversation with failed calls, two answers and a last step without tools", async () => {
    const server = await configure(provider);
    const { chat } = await getModels(admin);
    server.setScript([
      { toolCalls: [{ name: "find-sources", input: "not an object" }] },
      { toolCalls: [{ name: "find-sources", input: { nothing: true } }] },
      { toolCalls: [{ name: "describe-source", input: { source: "Orders" } }] },
      { text: "East leads." },
      { text: "So does the west." },
    ]);
    const options = { model: chat, instructions: "Be brief.", tools: toolsOfAsk, maxRetries: 0 };
    const question = { role: "user", content: "Which sales?" } as const;
    const first = await generateText({
      ...options,
      messages: [question],
      stopWhen: stepCountIs(4),
      prepareStep: ({ stepNumber }) =>
        stepNumber === 3 ? { toolChoice: "none" } : { activeTools: ["find-sources", "describe-source"] },
    });
    expect(first.text).toBe("East leads.");
    const followUp = { role: "user", content: "And the west?" } as const;
    const messages = [question, ...first.responseMessages, followUp];
    expect((await generateText({ ...options, messages })).text).toBe("So does the west.");
    expect(server.violations).toEqual([]);
  });

  it("embeds many texts at once", async () => {
    const server = await configure(provider);
    const { embedding } = await getModels(admin);
    if (embedding === null) throw new Error("no embeddings");
    const { embeddings } = await embedMany({
      model: embedding,
      values: ["orders", "customers", "orders"],
      maxRetries: 0,
    });
    expect(embeddings).toHaveLength(3);
    expect(embeddings[0]).toEqual(embeddings[2]);
    expect(server.violations).toEqual([]);
  });

  it("may run out of tokens or meet a filter without failing", async () => {
    const server = await configure(provider);
    const { chat } = await getModels(admin);
    server.setScript([{ finishReason: "length" }, { text: "Well,", finishReason: "content_filter" }]);
    const ask = () => generateText({ model: chat, prompt: "x", maxRetries: 0 });
    expect((await ask()).finishReason).toBe("length");
    expect((await ask()).finishReason).toBe("content-filter");
  });

  it("says that a filter stopped a streamed answer, and keeps what came before", async () => {
    const server = await configure(provider);
    const { chat } = await getModels(admin);
    server.setScript([{ text: "Well, sales", finishReason: "content_filter" }]);
    const errors: unknown[] = [];
    const result = streamText({
      model: chat,
      prompt: "x",
      maxRetries: 0,
      onError: ({ error }) => {
        errors.push(error);
      },
    });
    let text = "";
    for await (const part of result.stream) if (part.type === "text-delta") text += part.text;
    expect(text).toBe("Well, sales");
    expect(errors).toEqual([
      expect.objectContaining({ code: "content_filtered", message: expect.stringMatching(/stopped this answer/) }),
    ]);
    expect((await getAiState(admin)).configuration?.health).toBeNull();
  });

  it.each([
    ["before the first content", 0],
    ["later", 1],
  ])("says what failed inside a stream that had begun well: %s", async (_, afterPieces) => {
    const server = await configure(provider);
    const { body, code } = provider.streamFailure;
    server.setScript([{ text: "Sales went up.", fault: { kind: "error-event", afterPieces, body } }]);
    const { chat } = await getModels(admin);
    const errors: unknown[] = [];
    const result = streamText({
      model: chat,
      prompt: "x",
      maxRetries: 0,
      onError: ({ error }) => {
        errors.push(error);
      },
    });
    await result.consumeStream();
    expect(errors).toEqual([expect.objectContaining({ name: "AskbookError", code })]);
  });
});

it("Gemini blocks a prompt in an answer without candidates: that is said", async () => {
  const provider = externalProviders.find((candidate) => candidate.name === "Gemini");
  if (provider === undefined) throw new Error("Gemini");
  const server = await configure(provider);
  const body = { promptFeedback: { blockReason: "PROHIBITED_CONTENT" }, usageMetadata: { promptTokenCount: 9 } };
  server.setScript([{ text: "never", fault: { kind: "error-event", afterPieces: 0, body } }]);
  const { chat } = await getModels(admin);
  const errors: unknown[] = [];
  const result = streamText({
    model: chat,
    prompt: "x",
    maxRetries: 0,
    onError: ({ error }) => {
      errors.push(error);
    },
  });
  await result.consumeStream();
  expect(errors).toEqual([expect.objectContaining({ code: "content_filtered" })]);
});

describe("the models that are used unless others are named", () => {
  it.each([
    ["OpenAI", "gpt-5.1", "text-embedding-3-small"],
    ["Gemini", "gemini-2.5-pro", "gemini-embedding-001"],
  ])(
    "of %s need a key and nothing else, reason, and are asked again with what they reasoned",
    async (name, chatModel, embeddingModel) => {
      const provider = externalProviders.find((candidate) => candidate.name === name);
      if (provider === undefined) throw new Error(name);
      const server = await provider.start({ apiKey: key, models: [chatModel, embeddingModel] });
      servers.push(server);
      const { kind } = provider;
      const values = { apiKey: key };
      expect(await saveProvider(admin, { kind, values, version: null, removedSecrets: [] })).toMatchObject({
        saved: true,
      });
      expect((await getAiState(admin)).configuration?.settings).toEqual({ chatModel, embeddingModel });
      expect(await testProvider(admin, "Be brief.")).toMatchObject({ ok: true });
      server.setScript([{ toolCalls: [{ name: "find-sources", input: { query: "sales" } }] }, { text: "Done." }]);
      const { chat } = await getModels(admin);
      const options = { prompt: "Which sales?", tools: toolsOfAsk, stopWhen: stepCountIs(2), maxRetries: 0 };
      expect((await generateText({ model: chat, ...options })).text).toBe("Done.");
      expect(server.requests.at(-1)?.body).toMatch(/"encrypted_content":"gAAA|"thoughtSignature":"c2lnbmVk"/);
      expect(server.violations).toEqual([]);
    },
  );
});

it("a firewall in Azure is answered with the addresses to allow, at the endpoint", async () => {
  const provider = externalProviders.find((candidate) => candidate.name === "Azure OpenAI");
  if (provider === undefined) throw new Error("Azure OpenAI");
  Object.assign(env(), { ASKBOOK_EGRESS_ADDRESSES: "203.0.113.7" });
  const body = { error: { code: "403", message: "Access denied due to Virtual Network/Firewall rules." } };
  const blocked = { kind: "status", status: 403, body } as const;
  const server = await provider.start({ script: [{ fault: blocked }], embeddingFaults: [blocked] });
  servers.push(server);
  const values = {
    ...provider.values(server, key),
    sameEndpoint: "",
    embeddingEndpoint: server.url,
    embeddingApiKey: key,
  };
  const outcome = await saveProvider(admin, { kind: provider.kind, values, version: null, removedSecrets: [] });
  expect(outcome).toEqual({
    saved: false,
    failures: ["chatEndpoint", "embeddingEndpoint"].map((field) => ({
      field,
      message: "The provider refuses requests from this server's network.",
      nextStep: "Allow this server's addresses in the provider's firewall: 203.0.113.7.",
    })),
  });
});
