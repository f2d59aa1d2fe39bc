import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import type { Asked, Script, ScriptedFault, ScriptedTurn } from "./script.ts";

/** What the loopback servers of all protocols share: recording, keys, scripts and faults. */

export type RecordedRequest = {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Byte for byte. */
  readonly body: string;
};

export type WireServerOptions = {
  readonly script?: Script;
  /** Faults of embeddings, in order, null for none; then they work. */
  readonly embeddingFaults?: readonly (ScriptedFault | null)[];
  /** Requests with another key get 401. Absent: no key is asked for. */
  readonly apiKey?: string;
  /** Models that exist; absent: every name does. */
  readonly models?: readonly string[];
  readonly port?: number;
  /** Length of an embedding; 16. */
  readonly dimensions?: number;
};

export type WireServer = {
  /** The base URL, with what every path of the protocol begins with. */
  readonly url: string;
  readonly requests: readonly RecordedRequest[];
  /** What was sent that the protocol does not allow. */
  readonly violations: readonly string[];
  /** How many requests the client gave up before they were answered. */
  readonly aborted: () => number;
  setScript(script: Script): void;
  setApiKey(apiKey: string | undefined): void;
  /** Throws when anything was sent that the protocol does not allow, so that no suite can forget to look. */
  close(): Promise<void>;
};

export type WireState = {
  readonly options: WireServerOptions;
  script: Script;
  apiKey: string | undefined;
  readonly requests: RecordedRequest[];
  readonly violations: string[];
  chatCount: number;
  embeddingCount: number;
  aborted: number;
};

export type WireProtocol = {
  /** What every path begins with, such as `/v1`. */
  readonly base: string;
  /** The key that a request brought. */
  readonly keyOf: (headers: RecordedRequest["headers"]) => string | undefined;
  readonly wrongKey: (key: string | undefined) => { readonly status: number; readonly body: unknown };
  readonly answer: (state: WireState, request: RecordedRequest, response: ServerResponse) => Promise<void> | void;
};

export async function startWireServer(protocol: WireProtocol, options: WireServerOptions): Promise<WireServer> {
  const state: WireState = {
    options,
    script: options.script ?? defaultScript,
    apiKey: options.apiKey,
    requests: [],
    violations: [],
    chatCount: 0,
    embeddingCount: 0,
    aborted: 0,
  };
  const server = createServer((request, response) => {
    response.on("close", () => {
      if (!response.writableFinished) state.aborted += 1;
    });
    serve(protocol, state, request, response).catch((error: unknown) => {
      state.violations.push(String(error));
      response.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${portOf(server)}${protocol.base}`,
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
    close: async () => {
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
      if (state.violations.length > 0) throw new Error(`The protocol was not kept:\n${state.violations.join("\n")}`);
    },
  };
}

async function serve(
  protocol: WireProtocol,
  state: WireState,
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const headers = Object.fromEntries(Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]));
  const body = await readBody(incoming);
  const request = { method: incoming.method ?? "", path: incoming.url ?? "/", headers, body };
  state.requests.push(request);
  const key = protocol.keyOf(headers);
  if (state.apiKey === undefined || key === state.apiKey) return protocol.answer(state, request, response);
  const refusal = protocol.wrongKey(key);
  return sendJson(response, refusal.status, refusal.body);
}

/** Does what it is made to do: calls the forced tool, gives the JSON that is wanted, else says hello. */
function defaultScript(asked: Asked): ScriptedTurn {
  if (asked.forcedTool !== null) return { toolCalls: [{ name: asked.forcedTool, input: { ok: true } }] };
  return { text: asked.wantsJson ? '{"ok":true}' : "Hello from the scripted model." };
}

/** True when the fault took the answer's place. */
export async function failBeforeStream(fault: ScriptedFault, response: ServerResponse): Promise<boolean> {
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

export async function failInStream(
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

export function isUnknownModel(state: WireState, model: string): boolean {
  return state.options.models !== undefined && !state.options.models.includes(model);
}

export function sendJson(
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
