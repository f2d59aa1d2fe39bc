import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
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
import { type Asked, piecesOf, type Script, type ScriptedFault, type ScriptedTurn, turnOf } from "./script.ts";

export type RecordedRequest = {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Byte for byte. */
  readonly body: string;
};

export type WireServerOptions = {
  readonly script?: Script;
  /** Faults of `/embeddings`, in order; then it works. */
  readonly embeddingFaults?: readonly ScriptedFault[];
  /** Requests with another key get 401. Absent: no key is asked for. */
  readonly apiKey?: string;
  /** Models that exist; absent: every name does. */
  readonly models?: readonly string[];
  readonly port?: number;
  /** Length of an embedding; 16. */
  readonly dimensions?: number;
};

export type WireServer = {
  /** Ends in `/v1`. */
  readonly url: string;
  readonly requests: readonly RecordedRequest[];
  /** What was sent that the protocol does not allow. */
  readonly violations: readonly string[];
  /** How many requests the client gave up before they were answered. */
  readonly aborted: () => number;
  setScript(script: Script): void;
  setApiKey(apiKey: string | undefined): void;
  close(): Promise<void>;
};

/** A loopback server that speaks the OpenAI protocol for real: chat completions (streamed or whole, with tools), embeddings, models. */
export async function startOpenAiCompatibleServer(options: WireServerOptions = {}): Promise<WireServer> {
  const state = {
    options,
    script: options.script ?? defaultScript,
    apiKey: options.apiKey,
    requests: [] as RecordedRequest[],
    violations: [] as string[],
    chatCount: 0,
    embeddingCount: 0,
    aborted: 0,
  };
  const server = createServer((request, response) => {
    response.on("close", () => {
      if (!response.writableFinished) state.aborted += 1;
    });
    serve(state, request, response).catch((error: unknown) => {
      state.violations.push(String(error));
      response.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${portOf(server)}/v1`,
    requests: state.requests,
    violations: state.violations,
    aborted: () => state.aborted,
    setScript: (script) => {
      state.script = script;
      state.chatCount = 0;
    },
    setApiKey: (apiKey) => {
      state.apiKey = apiKey;
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

type State = {
  readonly options: WireServerOptions;
  script: Script;
  apiKey: string | undefined;
  readonly requests: RecordedRequest[];
  readonly violations: string[];
  chatCount: number;
  embeddingCount: number;
  aborted: number;
};

/** Does what it is made to do: calls the forced tool, gives the JSON that is wanted, else says hello. */
function defaultScript(asked: Asked): ScriptedTurn {
  if (asked.forcedTool !== null) return { toolCalls: [{ name: asked.forcedTool, input: { ok: true } }] };
  return { text: asked.wantsJson ? '{"ok":true}' : "Hello from the scripted model." };
}

async function serve(state: State, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await readBody(request);
  const path = request.url ?? "/";
  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
  state.requests.push({ method: request.method ?? "", path, headers, body });
  if (state.apiKey !== undefined && request.headers.authorization !== `Bearer ${state.apiKey}`)
    return sendJson(response, 401, incorrectKey(request.headers.authorization));
  if (request.method === "GET" && path === "/v1/models") return sendJson(response, 200, modelList(state));
  if (request.method === "POST" && path === "/v1/chat/completions") return chat(state, body, response);
  if (request.method === "POST" && path === "/v1/embeddings") return embeddings(state, body, response);
  return sendJson(response, 404, {
    error: {
      message: `Invalid URL (${request.method} ${path})`,
      type: "invalid_request_error",
      param: null,
      code: null,
    },
  });
}

async function chat(state: State, body: string, response: ServerResponse): Promise<void> {
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

/** True when the fault took the answer's place. */
async function failBeforeStream(fault: ScriptedFault, response: ServerResponse): Promise<boolean> {
  if (fault.kind === "status") {
    sendJson(response, fault.status, fault.body, fault.headers);
    return true;
  }
  if (fault.kind === "redirect") {
    response.writeHead(302, { location: fault.location }).end();
    return true;
  }
  return fault.kind === "dead";
}

async function failInStream(
  fault: ScriptedFault,
  sent: number,
  send: (value: unknown) => void,
  response: ServerResponse,
): Promise<boolean> {
  if (!("afterPieces" in fault) || fault.afterPieces !== sent) return false;
  if (fault.kind === "error-event") {
    send(fault.body);
    response.end();
  }
  if (fault.kind === "cut") {
    // What was written must leave before the socket goes.
    await delay(50);
    response.destroy();
  }
  return true;
}

async function embeddings(state: State, body: string, response: ServerResponse): Promise<void> {
  const fault = state.options.embeddingFaults?.[state.embeddingCount++];
  if (fault !== undefined && (await failBeforeStream(fault, response))) return;
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

function modelList(state: State): object {
  const data = (state.options.models ?? ["scripted"]).map((id) => ({
    id,
    object: "model",
    created: 0,
    owned_by: "tests",
  }));
  return { object: "list", data };
}

function isUnknownModel(state: State, model: string): boolean {
  return state.options.models !== undefined && !state.options.models.includes(model);
}

function refuse(state: State, violation: string, response: ServerResponse): void {
  state.violations.push(violation);
  sendJson(response, 400, {
    error: { message: violation, type: "invalid_request_error", param: null, code: "invalid_request" },
  });
}

function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(typeof body === "string" ? body : JSON.stringify(body));
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString("utf8");
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
}

// Run by itself: `node tests/wire/openai-compatible-server.ts [port] [key]` serves the default script until it is stopped.
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [port = "0", apiKey] = process.argv.slice(2);
  const server = await startOpenAiCompatibleServer({ port: Number(port), ...(apiKey === undefined ? {} : { apiKey }) });
  console.log(server.url);
}
