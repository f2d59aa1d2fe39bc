import { randomUUID } from "node:crypto";
import type { ServerResponse } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";
import { bearerOf, embeddings, invalidUrl, refuse } from "./openai-compatible-server.ts";
import { incorrectKey, unknownModel } from "./openai-reply.ts";
import { type ResponsesRequest, responsesRequestSchema } from "./responses-request.ts";
import { type Asked, argumentsOf, piecesOf, type ScriptedTurn, turnOf } from "./script.ts";
import {
  failBeforeStream,
  failInStream,
  isUnknownModel,
  sendJson,
  startWireServer,
  type WireServer,
  type WireServerOptions,
  type WireState,
} from "./wire-server.ts";

/** A loopback server that speaks OpenAI's own protocol: the Responses API (streamed or whole, with tools and reasoning) and embeddings. */
export function startOpenAiServer(options: WireServerOptions = {}): Promise<WireServer> {
  return startWireServer(
    {
      base: "/v1",
      keyOf: bearerOf,
      wrongKey: (key) => ({ status: 401, body: incorrectKey(key) }),
      answer: (state, { method, path, body }, response) => {
        if (method === "POST" && path === "/v1/responses") return respond(state, body, response);
        if (method === "POST" && path === "/v1/embeddings") return embeddings(state, body, response);
        return invalidUrl(method, path, response);
      },
    },
    options,
  );
}

export async function respond(state: WireState, body: string, response: ServerResponse): Promise<void> {
  const parsed = responsesRequestSchema.safeParse(JSON.parse(body));
  if (!parsed.success) return refuse(state, z.prettifyError(parsed.error), response);
  const { data } = parsed;
  if (isUnknownModel(state, data.model)) return sendJson(response, 404, unknownModel(data.model));
  const turn = await turnOf(state.script, askedOf(data, state.chatCount++));
  if (turn.fault !== undefined && (await failBeforeStream(turn.fault, response))) return;
  if (turn.delayMs !== undefined) await delay(turn.delayMs);
  const items = itemsOf(turn, data);
  if (data.stream === true) return streamItems(turn, items, data, response);
  return sendJson(response, 200, envelope(turn, items, data));
}

type Item = { readonly id: string; readonly type: string; readonly [member: string]: unknown };

/** What a turn becomes: reasoning that only OpenAI can read, a message, calls. */
function itemsOf(turn: ScriptedTurn, { include }: ResponsesRequest): Item[] {
  const reasoning = {
    id: `rs_${randomUUID()}`,
    type: "reasoning",
    summary: [],
    encrypted_content: `gAAA${randomUUID()}`,
  };
  const message = {
    id: `msg_${randomUUID()}`,
    type: "message",
    role: "assistant",
    status: "completed",
    content: [{ type: "output_text", text: turn.text ?? "", annotations: [], logprobs: [] }],
  };
  const calls = (turn.toolCalls ?? []).map((call) => ({
    id: `fc_${randomUUID()}`,
    type: "function_call",
    call_id: call.id ?? `call_${randomUUID()}`,
    name: call.name,
    arguments: argumentsOf(call),
    status: "completed",
  }));
  return [...(include === undefined ? [] : [reasoning]), ...(turn.text === undefined ? [] : [message]), ...calls];
}

async function streamItems(
  turn: ScriptedTurn,
  items: readonly Item[],
  request: ResponsesRequest,
  response: ServerResponse,
): Promise<void> {
  response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-cache" });
  response.flushHeaders();
  let sequence = 0;
  const send = (value: unknown): void => {
    const event = z.looseObject({ type: z.string().default("error") }).parse(value);
    response.write(`event: ${event.type}\ndata: ${JSON.stringify({ ...event, sequence_number: sequence++ })}\n\n`);
  };
  const open = { ...envelope(turn, [], request), status: "in_progress", usage: null };
  send({ type: "response.created", response: open });
  send({ type: "response.in_progress", response: open });
  const pieces = items.flatMap(eventsOf);
  let content = 0;
  for (const piece of pieces) {
    if (piece.type.endsWith(".delta")) {
      if (turn.fault !== undefined && (await failInStream(turn.fault, content, send, response))) return;
      if (turn.delayMs !== undefined && content > 0) await delay(turn.delayMs);
      content += 1;
    }
    if (response.destroyed) return;
    send(piece);
  }
  if (turn.fault !== undefined && (await failInStream(turn.fault, content, send, response))) return;
  const type = incompleteReason(turn) === null ? "response.completed" : "response.incomplete";
  send({ type, response: envelope(turn, items, request) });
  response.end();
}

type Event = { readonly type: string; readonly [member: string]: unknown };

function eventsOf(item: Item, index: number): Event[] {
  const place = { item_id: item.id, output_index: index };
  const added = { type: "response.output_item.added", output_index: index };
  const done = { type: "response.output_item.done", output_index: index, item };
  if (item.type === "function_call") {
    const text = String(item["arguments"]);
    return [
      { ...added, item: { ...item, arguments: "", status: "in_progress" } },
      ...(text.match(/[\s\S]{1,24}/g) ?? []).map((delta) => ({
        type: "response.function_call_arguments.delta",
        ...place,
        delta,
      })),
      { type: "response.function_call_arguments.done", ...place, arguments: text },
      done,
    ];
  }
  if (item.type === "reasoning") return [{ ...added, item }, done];
  const [part] = z.array(z.looseObject({ text: z.string() })).parse(item["content"]);
  const inPart = { ...place, content_index: 0 };
  return [
    { ...added, item: { ...item, content: [], status: "in_progress" } },
    { type: "response.content_part.added", ...inPart, part: { ...part, text: "" } },
    ...piecesOf(part?.text ?? "").map((delta) => ({
      type: "response.output_text.delta",
      ...inPart,
      delta,
      logprobs: [],
    })),
    { type: "response.output_text.done", ...inPart, text: part?.text, logprobs: [] },
    { type: "response.content_part.done", ...inPart, part },
    done,
  ];
}

function envelope(turn: ScriptedTurn, output: readonly Item[], { model }: ResponsesRequest): object {
  const { inputTokens, outputTokens } = turn.usage ?? { inputTokens: 120, outputTokens: 30 };
  const reason = incompleteReason(turn);
  return {
    id: `resp_${randomUUID()}`,
    object: "response",
    created_at: Math.floor(Date.now() / 1000),
    status: reason === null ? "completed" : "incomplete",
    error: null,
    incomplete_details: reason === null ? null : { reason },
    model,
    output,
    store: false,
    usage: {
      input_tokens: inputTokens,
      input_tokens_details: { cached_tokens: 0 },
      output_tokens: outputTokens,
      output_tokens_details: { reasoning_tokens: 0 },
      total_tokens: inputTokens + outputTokens,
    },
  };
}

function incompleteReason({ finishReason }: ScriptedTurn): string | null {
  if (finishReason === "length") return "max_output_tokens";
  return finishReason === "content_filter" ? "content_filter" : null;
}

function askedOf({ model, input, tools, tool_choice: choice, text }: ResponsesRequest, index: number): Asked {
  const names = (tools ?? []).map((tool) => tool.name);
  return {
    model,
    messages: input.map((item) => ({
      role: "role" in item ? item.role : item.type,
      content: "content" in item ? item.content : "output" in item ? item.output : undefined,
    })),
    tools: names,
    forcedTool: typeof choice === "object" ? choice.name : choice === "required" ? (names[0] ?? null) : null,
    wantsJson: text?.format !== undefined,
    index,
  };
}
