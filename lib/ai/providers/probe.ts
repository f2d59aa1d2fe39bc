import "server-only";
import { embed, generateText, Output, tool } from "ai";
import { z } from "zod";
import { AskbookError } from "#lib/errors";
import { classifyProviderError } from "./classify-error.ts";
import type { ConnectedModel, ConnectedModels, ModelRole, Probe } from "./definition.ts";
import type { EmbeddingModelV4, LanguageModelV4 } from "./model-types.ts";

const probeTimeoutMs = 15_000;

/** One real generation and one real embedding: listing models would prove nothing. */
export function probeModels({ chat, embedding }: ConnectedModels): Promise<Probe[]> {
  return Promise.all([
    probe("Language model", "chat", chat, generate),
    ...(embedding === null ? [] : [probe("Embeddings model", "embedding", embedding, embedWord)]),
  ]);
}

/** What Ask needs beyond that: a forced tool call and structured output, under the instructions that Ask works with. */
export function probeAbilities({ chat }: ConnectedModels, instructions: string): Promise<Probe[]> {
  return Promise.all([
    probe("Tool calls", "chat", chat, (model, signal) => callTool(model, signal, instructions)),
    probe("Structured output", "chat", chat, (model, signal) => writeObject(model, signal, instructions)),
  ]);
}

async function probe<Model>(
  name: string,
  role: ModelRole,
  connected: ConnectedModel<Model>,
  work: (model: Model, signal: AbortSignal) => Promise<void>,
): Promise<Probe> {
  const startedAt = performance.now();
  const failure = await work(connected.model, AbortSignal.timeout(probeTimeoutMs)).then(
    () => null,
    (error: unknown) => classifyProviderError(error),
  );
  return { name, role, model: connected.name, elapsedMs: Math.round(performance.now() - startedAt), failure };
}

async function generate(model: LanguageModelV4, abortSignal: AbortSignal): Promise<void> {
  await generateText({ model, prompt: "Answer with the word ready.", maxOutputTokens: 64, maxRetries: 0, abortSignal });
}

async function embedWord(model: EmbeddingModelV4, abortSignal: AbortSignal): Promise<void> {
  const { embedding } = await embed({ model, value: "ready", maxRetries: 0, abortSignal });
  if (embedding.length === 0)
    throw new AskbookError("provider_error", { message: "The AI provider answered with an empty embedding." });
}

const reply = z.object({ ok: z.boolean() });

async function callTool(model: LanguageModelV4, abortSignal: AbortSignal, instructions: string): Promise<void> {
  // The SDK throws when the model does not keep to the choice.
  await generateText({
    model,
    instructions,
    // Some models may not be forced and must be told.
    prompt: "Call the tool report to say that the connection works.",
    tools: { report: tool({ description: "Reports whether the connection works.", inputSchema: reply }) },
    toolChoice: { type: "tool", toolName: "report" },
    maxRetries: 0,
    abortSignal,
  });
}

async function writeObject(model: LanguageModelV4, abortSignal: AbortSignal, instructions: string): Promise<void> {
  const { output } = await generateText({
    model,
    instructions,
    prompt: "Report as JSON that the connection works.",
    output: Output.object({ schema: reply, name: "report" }),
    maxRetries: 0,
    abortSignal,
  });
  reply.parse(output);
}
