import { randomUUID } from "node:crypto";
import type { ServerResponse } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";
import type { AwsAccount } from "./aws-account.ts";
import {
  type ConverseRequest,
  converseRequestSchema,
  mayNotBeForced,
  refusalOf,
  titanRequestSchema,
} from "./bedrock-request.ts";
import { encodeMessage } from "./event-stream.ts";
import { embeddingOf } from "./openai-reply.ts";
import { type Asked, argumentsOf, piecesOf, type ScriptedTurn, turnOf } from "./script.ts";
import { type SignatureProblem, verifySignature } from "./sigv4.ts";
import {
  failBeforeStream,
  failInStream,
  isUnknownModel,
  type RecordedRequest,
  sendJson,
  startWireServer,
  type WireServer,
  type WireServerOptions,
  type WireState,
} from "./wire-server.ts";

/**
 * A loopback server that speaks as Amazon Bedrock's runtime does: Converse, whole or as a binary event stream, with tools, and Titan
 * embeddings. It takes requests that the role's temporary credentials signed, and no others.
 */
export function startBedrockServer(account: AwsAccount, options: WireServerOptions = {}): Promise<WireServer> {
  return startWireServer(
    {
      base: "",
      // Signatures stand in the place of a key.
      keyOf: () => options.apiKey,
      wrongKey: () => ({ status: 403, body: {} }),
      answer: (state, request, response) => {
        const refusal = refusalOfCaller(account, request);
        if (refusal !== null) return fail(response, 403, refusal, messages[refusal] ?? refusal);
        const [, encoded = "", operation = ""] = /^\/model\/([^/]+)\/([\w-]+)$/.exec(request.path) ?? [];
        const answer = request.method === "POST" ? operations[operation] : undefined;
        if (answer === undefined) return fail(response, 404, "UnknownOperationException", "");
        const model = decodeURIComponent(encoded);
        if (isUnknownModel(state, model))
          return fail(response, 400, "ValidationException", "The provided model identifier is invalid.");
        return answer({ state, model, body: request.body, response });
      },
    },
    options,
  );
}

function refusalOfCaller(account: AwsAccount, request: RecordedRequest): string | null {
  const verified = verifySignature(request, "bedrock", (id) =>
    account.sessions.find((session) => session.accessKeyId === id),
  );
  if ("problem" in verified) return problems[verified.problem];
  const { isExpired, expiresAt } = verified.signer;
  return isExpired || expiresAt <= new Date() ? "ExpiredTokenException" : null;
}

const problems: Readonly<Record<SignatureProblem, string>> = {
  missing: "MissingAuthenticationTokenException",
  "unknown-key": "UnrecognizedClientException",
  "wrong-token": "UnrecognizedClientException",
  mismatch: "InvalidSignatureException",
};

const messages: Readonly<Record<string, string>> = {
  ExpiredTokenException: "The security token included in the request is expired",
  UnrecognizedClientException: "The security token included in the request is invalid.",
};

type Exchange = {
  readonly state: WireState;
  readonly model: string;
  readonly body: string;
  readonly response: ServerResponse;
};

const operations: Readonly<Record<string, (exchange: Exchange) => Promise<void>>> = {
  converse: (exchange) => converse(exchange, false),
  "converse-stream": (exchange) => converse(exchange, true),
  invoke: embed,
};

async function converse({ state, model, body, response }: Exchange, isStream: boolean): Promise<void> {
  const parsed = converseRequestSchema.safeParse(JSON.parse(body));
  if (!parsed.success) return refuse(state, z.prettifyError(parsed.error), response);
  const refusal = refusalOf(model, parsed.data);
  if (refusal !== null) return refuse(state, refusal, response);
  const asked = askedOf(model, parsed.data, state.chatCount++);
  const turn = inForm(await turnOf(state.script, asked), asked);
  if (turn.fault !== undefined && (await failBeforeStream(turn.fault, response))) return;
  if (turn.delayMs !== undefined) await delay(turn.delayMs);
  if (isStream) return stream(turn, response);
  return sendJson(response, 200, {
    output: { message: { role: "assistant", content: contentOf(turn) } },
    stopReason: stopReasonOf(turn),
    usage: usageOf(turn),
    metrics: { latencyMs: 12 },
  });
}

type Event = { readonly type: string; readonly body: object; readonly isContent?: boolean };

async function stream(turn: ScriptedTurn, response: ServerResponse): Promise<void> {
  response.writeHead(200, { "content-type": "application/vnd.amazon.eventstream" });
  response.flushHeaders();
  const send = (kind: "event" | "exception", type: string, body: object): void => {
    const headers = { [`:${kind}-type`]: type, ":content-type": "application/json", ":message-type": kind };
    // The padding hides how long tokens are.
    response.write(encodeMessage(headers, kind === "event" ? { ...body, p: "abcdefghij" } : body));
  };
  const fail = (value: unknown): void => {
    const { type, ...body } = z.looseObject({ type: z.string() }).parse(value);
    send("exception", type, body);
  };
  let pieces = 0;
  const isFailed = async (): Promise<boolean> =>
    turn.fault !== undefined && (await failInStream(turn.fault, pieces, fail, response));
  send("event", "messageStart", { role: "assistant" });
  for (const { type, body, isContent } of contentOf(turn).flatMap(eventsOf)) {
    if (isContent === true) {
      if (await isFailed()) return;
      if (turn.delayMs !== undefined && pieces > 0) await delay(turn.delayMs);
      pieces += 1;
    }
    if (response.destroyed) return;
    send("event", type, body);
  }
  if (await isFailed()) return;
  send("event", "messageStop", { stopReason: stopReasonOf(turn) });
  send("event", "metadata", { usage: usageOf(turn), metrics: { latencyMs: 12 } });
  response.end();
}

type Block =
  | { readonly text: string }
  | {
      readonly toolUse: {
        readonly toolUseId: string;
        readonly name: string;
        readonly input: unknown;
        readonly text: string;
      };
    };

function contentOf({ text, toolCalls = [] }: ScriptedTurn): Block[] {
  const calls = toolCalls.map((call) => ({
    toolUse: {
      toolUseId: call.id ?? `tooluse_${randomUUID()}`,
      name: call.name,
      input: call.input,
      text: argumentsOf(call),
    },
  }));
  return [...(text === undefined ? [] : [{ text }]), ...calls];
}

function eventsOf(block: Block, contentBlockIndex: number): Event[] {
  const stop = { type: "contentBlockStop", body: { contentBlockIndex } };
  const deltaOf = (delta: object): Event => ({
    type: "contentBlockDelta",
    body: { contentBlockIndex, delta },
    isContent: true,
  });
  if ("text" in block) return [...piecesOf(block.text).map((text) => deltaOf({ text })), stop];
  const { toolUseId, name, text } = block.toolUse;
  const pieces = text.match(/[\s\S]{1,24}/g) ?? [];
  return [
    { type: "contentBlockStart", body: { contentBlockIndex, start: { toolUse: { toolUseId, name } } } },
    ...pieces.map((piece) => deltaOf({ toolUse: { input: piece } })),
    stop,
  ];
}

const stopReasons = {
  stop: "end_turn",
  tool_calls: "tool_use",
  length: "max_tokens",
  content_filter: "content_filtered",
} as const;

function stopReasonOf({ finishReason, toolCalls }: ScriptedTurn): string {
  return stopReasons[finishReason ?? (toolCalls === undefined ? "stop" : "tool_calls")];
}

function usageOf({ usage = { inputTokens: 120, outputTokens: 30 } }: ScriptedTurn): object {
  return { ...usage, totalTokens: usage.inputTokens + usage.outputTokens };
}

async function embed({ state, body, response }: Exchange): Promise<void> {
  const fault = state.options.embeddingFaults?.[state.embeddingCount++] ?? null;
  if (fault !== null && (await failBeforeStream(fault, response))) return;
  const parsed = titanRequestSchema.safeParse(JSON.parse(body));
  if (!parsed.success) return refuse(state, z.prettifyError(parsed.error), response);
  const { inputText } = parsed.data;
  const embedding = embeddingOf(inputText, state.options.dimensions ?? 16);
  return sendJson(response, 200, { embedding, inputTextTokenCount: Math.ceil(inputText.length / 4) });
}

const jsonInstruction = /You MUST answer with only a JSON object/;

function askedOf(model: string, { messages: turns, system = [], toolConfig }: ConverseRequest, index: number): Asked {
  const tools = (toolConfig?.tools ?? []).map(({ toolSpec }) => toolSpec.name);
  const choice = toolConfig?.toolChoice ?? { auto: {} };
  const forced = "tool" in choice ? choice.tool.name : "any" in choice || isTold(model, tools) ? tools[0] : undefined;
  return {
    model,
    messages: turns.map(({ role, content }) => ({
      role: content.some((block) => "toolResult" in block) ? "tool" : role,
      content,
    })),
    tools,
    forcedTool: forced === "json" ? null : (forced ?? null),
    wantsJson: forced === "json" || system.some(({ text }) => jsonInstruction.test(text)),
    index,
  };
}

/** JSON is asked for by a tool of that name: its input is the answer. */
function inForm(turn: ScriptedTurn, { tools, wantsJson }: Asked): ScriptedTurn {
  if (!wantsJson || !tools.includes("json") || turn.text === undefined) return turn;
  const { text, ...rest } = turn;
  const input = parseJson(text);
  return input === undefined ? turn : { ...rest, toolCalls: [{ name: "json", input }] };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Of a model that may not be forced: it is given one tool and told to call it. */
function isTold(model: string, tools: readonly string[]): boolean {
  return mayNotBeForced(model) && tools.length === 1;
}

function refuse(state: WireState, violation: string, response: ServerResponse): void {
  state.violations.push(violation);
  fail(response, 400, "ValidationException", violation);
}

function fail(response: ServerResponse, status: number, type: string, message: string): void {
  sendJson(response, status, { message }, { "x-amzn-errortype": `${type}:http://internal.amazon.com/coral/` });
}
