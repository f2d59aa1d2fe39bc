import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { readUIMessageStream } from "ai";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createRunTransport } from "#components/ask/run-transport";
import type { RunChunk } from "#lib/contract/run-chunks";
import type { RunMessage } from "#lib/contract/runs";

const runId = "00000000-0000-4000-8000-000000000001";
const threadId = "00000000-0000-4000-8000-000000000002";

const chunks: readonly RunChunk[] = [
  { type: "start", messageId: runId, messageMetadata: { runId } },
  { type: "text-start", id: "t" },
  { type: "text-delta", id: "t", delta: "One " },
  { type: "text-delta", id: "t", delta: "two " },
  { type: "text-delta", id: "t", delta: "three" },
  { type: "text-end", id: "t" },
  { type: "finish", finishReason: "stop" },
];

type Seen = { readonly method: string; readonly path: string; readonly body: unknown };
type Answer = (request: IncomingMessage, response: ServerResponse) => void;

let server: Server;
let seen: Seen[];
/** What the stream does, attempt by attempt; the last again and again. */
let streams: Answer[];
let refusal: { status: number; body: unknown } | null;

/** Sends the chunks after the one asked for; cuts the connection after `cutAfter` of them. */
function telling(cutAfter = chunks.length): Answer {
  return (request, response) => {
    const after = Number(new URL(request.url ?? "", "http://x").searchParams.get("after"));
    response.writeHead(200, { "content-type": "text/event-stream" });
    const rest = chunks.map((chunk, index) => ({ chunk, seq: index + 1 })).filter(({ seq }) => seq > after);
    response.write(": still here\n\n");
    for (const { chunk, seq } of rest.slice(0, cutAfter))
      response.write(`id: ${seq}\ndata: ${JSON.stringify(chunk)}\n\n`);
    if (cutAfter >= rest.length) response.end("data: [DONE]\n\n");
    else setTimeout(() => response.destroy(), 20);
  };
}

beforeEach(async () => {
  seen = [];
  streams = [telling()];
  refusal = null;
  server = createServer(async (request, response) => {
    const text = (await request.toArray()).join("");
    seen.push({ method: request.method ?? "", path: request.url ?? "", body: text === "" ? null : JSON.parse(text) });
    if (request.url?.includes("/events"))
      return (streams.length > 1 ? streams.shift() : streams[0])?.(request, response);
    if (refusal !== null) return response.writeHead(refusal.status).end(JSON.stringify(refusal.body));
    if (request.url?.startsWith("/api/threads/")) return response.end(JSON.stringify({ activeRunId: runId }));
    if (request.url?.endsWith("/stop")) return response.writeHead(204).end();
    return response.writeHead(202).end(JSON.stringify({ runId, threadId }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const base = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
  const realFetch = globalThis.fetch;
  vi.stubGlobal("fetch", (path: string, init?: RequestInit) => realFetch(base + path, init));
});

afterEach(() => {
  vi.unstubAllGlobals();
  server.closeAllConnections();
  server.close();
});

const user = (text: string): RunMessage => ({ id: text, role: "user", parts: [{ type: "text", text }] });

async function send(transport = createRunTransport(), messages: RunMessage[] = [user("How many?")], body: object = {}) {
  const stream = await transport.sendMessages({
    trigger: "submit-message",
    chatId: "c",
    messageId: undefined,
    messages,
    abortSignal: undefined,
    body,
  });
  return textOf(stream);
}

async function textOf(stream: Parameters<typeof readUIMessageStream<RunMessage>>[0]["stream"]): Promise<string> {
  let text = "";
  for await (const message of readUIMessageStream<RunMessage>({ stream, terminateOnError: true }))
    text = message.parts.map((part) => (part.type === "text" ? part.text : "")).join("");
  return text;
}

test("a question is stored, then its stream is read", async () => {
  const started = vi.fn();
  expect(await send(createRunTransport({ onStarted: started }), undefined, { sourceIds: ["s"] })).toBe("One two three");
  expect(started).toHaveBeenCalledWith({ runId, threadId });
  expect(seen).toMatchObject([
    { method: "POST", path: "/api/runs", body: { kind: "ask", question: "How many?", sourceIds: ["s"] } },
    { method: "GET", path: `/api/runs/${runId}/events?after=0` },
  ]);
});

test("a lost connection is taken up after the last chunk, and nothing is told twice", async () => {
  streams = [telling(3), telling(2), telling()];
  expect(await send()).toBe("One two three");
  const asked = seen.filter(({ path }) => path.includes("events")).map(({ path }) => path.split("after=")[1]);
  expect(asked).toEqual(["0", "3", "5"]);
});

test("a follow-up goes behind the last answer, an edited first question to the beginning", async () => {
  const transport = createRunTransport({ threadId });
  const answer: RunMessage = { id: runId, role: "assistant", metadata: { runId }, parts: [] };
  await send(transport, [user("First?"), answer, user("And then?")]);
  await send(transport, [user("First, edited?")]);
  expect(seen.filter(({ method }) => method === "POST").map(({ body }) => body)).toMatchObject([
    { question: "And then?", threadId, parentRunId: runId },
    { question: "First, edited?", threadId, parentRunId: null },
  ]);
});

test("after a reload the thread's running answer is told from its beginning", async () => {
  const transport = createRunTransport({ threadId });
  const stream = await transport.reconnectToStream({ chatId: "c" });
  expect(stream).not.toBeNull();
  if (stream !== null) expect(await textOf(stream)).toBe("One two three");
  expect(await createRunTransport().reconnectToStream({ chatId: "c" })).toBeNull();
});

test("what ran when the page was made is told without asking whether it still runs", async () => {
  refusal = { status: 200, body: { activeRunId: null } };
  const stream = await createRunTransport({ threadId, activeRunId: runId }).reconnectToStream({ chatId: "c" });
  expect(stream).not.toBeNull();
  if (stream !== null) expect(await textOf(stream)).toBe("One two three");
});

test("a refusal is the server's sentence, and a refused stream is not tried again", async () => {
  refusal = { status: 409, body: { error: { code: "ai_not_configured", message: "AI is off." } } };
  await expect(send()).rejects.toMatchObject({ message: "AI is off.", code: "ai_not_configured" });
  refusal = null;
  streams = [
    (_request, response) =>
      response.writeHead(404).end(JSON.stringify({ error: { code: "not_found", message: "Gone." } })),
  ];
  await expect(send()).rejects.toMatchObject({ message: "Gone." });
  expect(seen.filter(({ path }) => path.includes("events"))).toHaveLength(1);
});

test("stop stops the run that is being read", async () => {
  const transport = createRunTransport();
  await send(transport);
  await transport.stop();
  expect(seen.at(-1)).toMatchObject({ method: "POST", path: `/api/runs/${runId}/stop` });
});
