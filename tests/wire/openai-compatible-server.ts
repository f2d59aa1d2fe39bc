import type { ServerResponse } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import {
  askedOf,
  embeddingOf,
  envelope,
  finishReasonOf,
  incorrectKey,
  toolCallPieces,
  toolCallsOf,
  unknownModel,
  usageOf,
} from "./openai-reply.ts";
import { type ChatRequest, chatRequestSchema, embeddingRequestSchema } from "./openai-request.ts";
import { piecesOf, type ScriptedTurn, turnOf } from "./script.ts";
import {
  failBeforeStream,
  failInStream,
  isUnknownModel,
  sendJson,
  startWireServer,
  type WireProtocol,
  type WireServer,
  type WireServerOptions,
  type WireState,
} from "./wire-server.ts";

/** A loopback server that speaks the OpenAI protocol for real: chat completions (streamed or whole, with tools), embeddings, models. */
export function startOpenAiCompatibleServer(options: WireServerOptions = {}): Promise<WireServer> {
  return startWireServer(protocol, options);
}

const protocol: WireProtocol = {
  base: "/v1",
  keyOf: bearerOf,
  wrongKey: (key) => ({ status: 401, body: incorrectKey(key) }),
  answer: (state, { method, path, body }, response) => {
    if (method === "GET" && path === "/v1/models") return sendJson(response, 200, modelList(state));
    if (method === "POST" && path === "/v1/chat/completions") return chat(state, body, response);
    if (method === "POST" && path === "/v1/embeddings") return embeddings(state, body, response);
    return invalidUrl(method, path, response);
  },
};

export function bearerOf(headers: Readonly<Record<string, string>>): string | undefined {
  return /^Bearer (.*)$/.exec(headers["authorization"] ?? "")?.[1];
}

export function invalidUrl(method: string, path: string, response: ServerResponse): void {
  sendJson(response, 404, {
    error: { message: `Invalid URL (${method} ${path})`, type: "invalid_request_error", param: null, code: null },
  });
}

export async function chat(state: WireState, body: string, response: ServerResponse): Promise<void> {
  const parsed = chatRequestSchema.safeParse(JSON.parse(body));
  if (!parsed.success) return refuse(state, z.prettifyError(parsed.error), response);
  const { data } = parsed;
  if (isUnknownModel(state, data.model)) return sendJson(response, 404, unknownModel(data.model));
  const turn = await turnOf(state.script, askedOf(data, state.chatCount++));
  if (turn.fault !== undefined && (await failBeforeStream(turn.fault, response))) return;
  if (turn.delayMs !== undefined) await delay(turn.delayMs);
  if (data.stream === true) return streamTurn(turn, data, response);
  return sendJson(response, 200, {
    ...envelope(data, "chat.completion"),
    choices: [
      {
        index: 0,
        message: {
          role: "assistant",
          content: turn.text ?? null,
          ...(turn.toolCalls === undefined ? {} : { tool_calls: toolCallsOf(turn) }),
        },
        finish_reason: finishReasonOf(turn),
      },
    ],
    usage: usageOf(turn),
  });
}

async function streamTurn(turn: ScriptedTurn, request: ChatRequest, response: ServerResponse): Promise<void> {
  response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-cache" });
  response.flushHeaders();
  const base = envelope(request, "chat.completion.chunk");
  const send = (value: unknown): void => {
    response.write(`data: ${JSON.stringify(value)}\n\n`);
  };
  const pieces = [
    ...piecesOf(turn.text ?? "").map((content) => ({ content })),
    ...toolCallsOf(turn).flatMap((call, index) => toolCallPieces(call, index)),
  ];
  send({ ...base, choices: [{ index: 0, delta: { role: "assistant", content: "" }, finish_reason: null }] });
  for (const [index, delta] of pieces.entries()) {
    if (turn.fault !== undefined && (await failInStream(turn.fault, index, send, response))) return;
    if (turn.delayMs !== undefined && index > 0) await delay(turn.delayMs);
    if (response.destroyed) return;
    send({ ...base, choices: [{ index: 0, delta, finish_reason: null }] });
  }
  if (turn.fault !== undefined && (await failInStream(turn.fault, pieces.length, send, response))) return;
  send({ ...base, choices: [{ index: 0, delta: {}, finish_reason: finishReasonOf(turn) }] });
  if (request.stream_options?.include_usage === true) send({ ...base, choices: [], usage: usageOf(turn) });
  response.end("data: [DONE]\n\n");
}

export async function embeddings(state: WireState, body: string, response: ServerResponse): Promise<void> {
  const fault = state.options.embeddingFaults?.[state.embeddingCount++] ?? null;
  if (fault !== null && (await failBeforeStream(fault, response))) return;
  const parsed = embeddingRequestSchema.safeParse(JSON.parse(body));
  if (!parsed.success) return refuse(state, z.prettifyError(parsed.error), response);
  const { model, input } = parsed.data;
  if (isUnknownModel(state, model)) return sendJson(response, 404, unknownModel(model));
  const texts = typeof input === "string" ? [input] : input;
  const data = texts.map((text, index) => ({
    object: "embedding",
    index,
    embedding: embeddingOf(text, state.options.dimensions ?? 16),
  }));
  const tokens = texts.reduce((sum, text) => sum + Math.ceil(text.length / 4), 0);
  return sendJson(response, 200, {
    object: "list",
    data,
    model,
    usage: { prompt_tokens: tokens, total_tokens: tokens },
  });
}

function modelList(state: WireState): object {
  const data = (state.options.models ?? ["scripted"]).map((id) => ({
    id,
    object: "model",
    created: 0,
    owned_by: "tests",
  }));
  return { object: "list", data };
}

export function refuse(state: WireState, violation: string, response: ServerResponse): void {
  state.violations.push(violation);
  sendJson(response, 400, {
    error: { message: violation, type: "invalid_request_error", param: null, code: "invalid_request" },
  });
}

// Run by itself: `node tests/wire/openai-compatible-server.ts [port] [key]` serves the default script until it is stopped.
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [port = "0", apiKey] = process.argv.slice(2);
  const server = await startOpenAiCompatibleServer({ port: Number(port), ...(apiKey === undefined ? {} : { apiKey }) });
  console.log(server.url);
}
