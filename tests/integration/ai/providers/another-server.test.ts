import { LLMock } from "@copilotkit/aimock";
import { embed, stepCountIs, streamText, tool } from "ai";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { getAiState, updateProviderHealth } from "#db/queries/provider-configuration";
import { getModels, type Models } from "#lib/ai/providers/registry";
import { saveProvider } from "#lib/ai/providers/save-provider";
import { env } from "#lib/env";
import { createPerson, useDatabase } from "#tests/support/database";
import { bedrockValues, startAws, stopAws } from "#tests/wire/aws";

/** The servers of tests/wire are ours and may misunderstand a protocol as our code does: one by other people as a witness. */

useDatabase();

const mock = new LLMock({ port: 0 });

beforeAll(async () => {
  const embedding = { embedding: Array.from({ length: 16 }, (_, index) => index / 16) };
  mock
    .onEmbedding(/.*/, embedding)
    .onMessage(/Answer with the word ready/, { content: "ready" })
    // Gemini ends a call with STOP, which this server does only when told.
    .onTurn(0, /Who leads/, {
      toolCalls: [{ id: "call_1", name: "look", arguments: '{"place":"east"}' }],
      finishReason: "stop",
    })
    .onTurn(1, /Who leads/, { content: "East leads, by far." });
  await mock.start();
  Object.assign(env(), { ASKBOOK_OPENAI_BASE_URL: `${mock.url}/v1`, ASKBOOK_GEMINI_BASE_URL: `${mock.url}/v1beta` });
});

afterAll(() => mock.stop());

const azure = (chatEndpoint: string) => ({
  chatDeployment: "gpt",
  chatEndpoint,
  chatApiKey: "k",
  embeddingDeployment: "embed",
  sameEndpoint: "true",
});

/** Two steps with a tool between. */
async function askWithTool(
  model: Models["chat"],
): Promise<{ readonly text: string; readonly looked: readonly string[] }> {
  const looked: string[] = [];
  const result = streamText({
    model,
    prompt: "Who leads?",
    maxRetries: 0,
    stopWhen: stepCountIs(2),
    tools: {
      look: tool({
        description: "Looks at a place.",
        inputSchema: z.object({ place: z.string() }),
        execute: ({ place }) => {
          looked.push(place);
          return { sales: 12 };
        },
      }),
    },
  });
  return { text: await result.text, looked };
}

const answered = { text: "East leads, by far.", looked: ["east"] };

describe("a server that others wrote agrees on", () => {
  it.each([
    ["OpenAI", "openai", () => ({ apiKey: "k" })],
    ["Azure OpenAI", "azure-openai", () => azure(`${mock.url}/openai/v1`)],
    ["classic Azure OpenAI", "azure-openai", () => azure(`${mock.url}/openai/deployments?api-version=2024-10-21`)],
    ["Gemini", "gemini", () => ({ apiKey: "k" })],
  ] as const)("%s: saving, embeddings, streamed tools and text", async (_, kind, values) => {
    const admin = await createPerson();
    const saved = await saveProvider(admin, { kind, values: values(), version: null, removedSecrets: [] });
    expect(saved).toMatchObject({ saved: true });
    const { chat, embedding } = await getModels(admin);
    expect(await askWithTool(chat)).toEqual(answered);
    if (embedding === null) throw new Error("no embeddings");
    expect((await embed({ model: embedding, value: "x", maxRetries: 0 })).embedding).toHaveLength(16);
  });

  it("Amazon Bedrock: streamed tools and text, as a binary event stream", async () => {
    const aws = await startAws();
    Object.assign(env(), { ASKBOOK_AWS_BEDROCK_URL: mock.url });
    const admin = await createPerson();
    const { roleArn = "", region = "" } = bedrockValues(aws.account);
    const values = { roleArn, region };
    const saved = await saveProvider(admin, { kind: "bedrock", values, version: null, removedSecrets: [] });
    aws.account.role.externalId = saved.saved ? saved.externalId : null;
    // It does not speak Titan, which the test of the connection would ask.
    const { configuration } = await getAiState(admin);
    if (configuration !== null) await updateProviderHealth(admin, configuration, null);
    expect(await askWithTool((await getModels(admin)).chat)).toEqual(answered);
    await stopAws(aws);
  });
});
