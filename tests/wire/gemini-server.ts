import type { ServerResponse } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";
import {
  batchEmbedRequestSchema,
  embedRequestSchema,
  type GenerateRequest,
  generateRequestSchema,
} from "./gemini-request.ts";
import { embeddingOf } from "./openai-reply.ts";
import { type Asked, piecesOf, type ScriptedTurn, turnOf } from "./script.ts";
import {
  failBeforeStream,
  failInStream,
  sendJson,
  startWireServer,
  type WireServer,
  type WireServerOptions,
  type WireState,
} from "./wire-server.ts";

/** A loopback server that speaks the Gemini API: generateContent, streamed or whole, with tools, and embeddings, one or many. */
export function startGeminiServer(options: WireServerOptions = {}): Promise<WireServer> {
  return startWireServer(
    {
      base: "/v1beta",
      keyOf: (headers) => headers["x-goog-api-key"],
      wrongKey: () => ({ status: 400, body: invalidKey }),
      answer: (state, { method, path, body }, response) => {
        const [, model = "", operation = ""] =
          /^\/v1beta\/models\/([\w.-]+):(\w+(?:\?alt=sse)?)$/.exec(method === "POST" ? path : "") ?? [];
        const answer = operations[operation];
        if (answer === undefined || !(state.options.models?.includes(model) ?? true))
          return sendJson(response, 404, errorBody(404, "NOT_FOUND", unknownModel(model)));
        return answer({ state, model, body, response });
      },
    },
    options,
  );
}

type Exchange = {
  readonly state: WireState;
  readonly model: string;
  readonly body: string;
  readonly response: ServerResponse;
};

const operations: Readonly<Record<string, (exchange: Exchange) => Promise<void>>> = {
  generateContent: (exchange) => generate(exchange, false),
  "streamGenerateContent?alt=sse": (exchange) => generate(exchange, true),
  embedContent: embedOne,
  batchEmbedContents: embedMany,
};

async function generate({ state, model, body, response }: Exchange, isStream: boolean): Promise<void> {
  const parsed = generateRequestSchema.safeParse(JSON.parse(body));
  if (!parsed.success) return refuse(state, z.prettifyError(parsed.error), response);
  const turn = await turnOf(state.script, askedOf(model, parsed.data, state.chatCount++));
  if (turn.fault !== undefined && (await failBeforeStream(turn.fault, response))) return;
  if (turn.delayMs !== undefined) await delay(turn.delayMs);
  if (isStream) return streamTurn(turn, model, response);
  const parts = [...(turn.text === undefined ? [] : [{ text: turn.text }]), ...callsOf(turn)];
  return sendJson(response, 200, answerOf(turn, model, parts, true));
}

async function streamTurn(turn: ScriptedTurn, model: string, response: ServerResponse): Promise<void> {
  response.writeHead(200, { "content-type": "text/event-stream" });
  response.flushHeaders();
  const send = (value: unknown): void => {
    response.write(`data: ${JSON.stringify(value)}\r\n\r\n`);
  };
  // A call comes whole, in a piece of its own.
  const pieces = [...piecesOf(turn.text ?? "").map((text) => ({ text })), ...callsOf(turn)];
  for (const [index, piece] of pieces.entries()) {
    if (turn.fault !== undefined && (await failInStream(turn.fault, index, send, response))) return;
    if (turn.delayMs !== undefined && index > 0) await delay(turn.delayMs);
    if (response.destroyed) return;
    send(answerOf(turn, model, [piece], false));
  }
  if (turn.fault !== undefined && (await failInStream(turn.fault, pieces.length, send, response))) return;
  send(answerOf(turn, model, [{ text: "" }], true));
  response.end();
}

function callsOf({ toolCalls = [] }: ScriptedTurn): object[] {
  // What it cannot read as a call it does not hand on.
  const written = toolCalls.filter(({ text }) => text === undefined);
  return written.map(({ name, input }, index) => ({
    functionCall: { name, args: input },
    // Only the first of several calls is signed.
    ...(index === 0 ? { thoughtSignature: "c2lnbmVk" } : {}),
  }));
}

const finishReasons = { stop: "STOP", tool_calls: "STOP", length: "MAX_TOKENS", content_filter: "SAFETY" } as const;

function finishReasonOf({ finishReason, toolCalls = [] }: ScriptedTurn): string {
  if (finishReason === undefined && toolCalls.some(({ text }) => text !== undefined)) return "MALFORMED_FUNCTION_CALL";
  return finishReasons[finishReason ?? "stop"];
}

function answerOf(turn: ScriptedTurn, model: string, parts: readonly object[], isLast: boolean): object {
  const { inputTokens, outputTokens } = turn.usage ?? { inputTokens: 120, outputTokens: 30 };
  // A thinking model that runs out of tokens has no parts at all.
  const content = { role: "model", ...(parts.length === 0 ? {} : { parts }) };
  return {
    candidates: [{ content, ...(isLast ? { finishReason: finishReasonOf(turn) } : {}), index: 0 }],
    usageMetadata: {
      promptTokenCount: inputTokens,
      candidatesTokenCount: outputTokens,
      totalTokenCount: inputTokens + outputTokens,
    },
    modelVersion: model,
    responseId: "scripted",
  };
}

async function embedOne({ state, body, response }: Exchange): Promise<void> {
  const fault = state.options.embeddingFaults?.[state.embeddingCount++] ?? null;
  if (fault !== null && (await failBeforeStream(fault, response))) return;
  const parsed = embedRequestSchema.safeParse(JSON.parse(body));
  if (!parsed.success) return refuse(state, z.prettifyError(parsed.error), response);
  return sendJson(response, 200, { embedding: vectorOf(state, parsed.data) });
}

async function embedMany({ state, body, response }: Exchange): Promise<void> {
  const parsed = batchEmbedRequestSchema.safeParse(JSON.parse(body));
  if (!parsed.success) return refuse(state, z.prettifyError(parsed.error), response);
  return sendJson(response, 200, { embeddings: parsed.data.requests.map((request) => vectorOf(state, request)) });
}

function vectorOf({ options }: WireState, { content }: z.infer<typeof embedRequestSchema>): object {
  return { values: embeddingOf(content.parts.map((part) => part.text).join(" "), options.dimensions ?? 16) };
}

function askedOf(model: string, request: GenerateRequest, index: number): Asked {
  const names = (request.tools ?? []).flatMap((tool) => tool.functionDeclarations.map((declared) => declared.name));
  const config = request.toolConfig?.functionCallingConfig;
  return {
    model,
    messages: request.contents.map(({ role, parts }) => ({ role, content: parts })),
    tools: names,
    forcedTool: config?.mode === "ANY" ? (config.allowedFunctionNames?.[0] ?? names[0] ?? null) : null,
    wantsJson: request.generationConfig?.responseMimeType === "application/json",
    index,
  };
}

function refuse(state: WireState, violation: string, response: ServerResponse): void {
  state.violations.push(violation);
  sendJson(response, 400, errorBody(400, "INVALID_ARGUMENT", violation));
}

function errorBody(code: number, status: string, message: string): object {
  return { error: { code, message, status } };
}

function unknownModel(model: string): string {
  return `models/${model} is not found for API version v1beta, or is not supported for generateContent. Call ListModels to see the list of available models and their supported methods.`;
}

const invalidKey = {
  error: {
    code: 400,
    message: "API key not valid. Please pass a valid API key.",
    status: "INVALID_ARGUMENT",
    details: [
      {
        "@type": "type.googleapis.com/google.rpc.ErrorInfo",
        reason: "API_KEY_INVALID",
        domain: "googleapis.com",
        metadata: { service: "generativelanguage.googleapis.com" },
      },
      {
        "@type": "type.googleapis.com/google.rpc.LocalizedMessage",
        locale: "en-US",
        message: "API key not valid. Please pass a valid API key.",
      },
    ],
  },
};
