import type { ChatTransport } from "ai";
import { z } from "zod";
import { type RunChunk, runChunkSchema } from "#lib/contract/run-chunks";
import { type RunMessage, type StartedRun, startedRunSchema } from "#lib/contract/runs";

export type RunTransportOptions = {
  /** The thread that is shown; the chat's id needs not be its id. Null: the first question makes one. */
  readonly threadId?: string | null;
  /** What was running when the page was made. It is told even when it has ended meanwhile. */
  readonly activeRunId?: string | null;
  /** Called as soon as the server has stored a question. */
  readonly onStarted?: (started: StartedRun) => void;
};

/** What a message may bring along: `sendMessage({ text }, { body })`. */
export type AskOptions = { readonly sourceIds?: readonly string[] };

export type RunTransport = ChatTransport<RunMessage> & {
  /** `resumeStream` tells this run next: one that was started apart from the chat. */
  follow(runId: string): void;
  /** Forgets what ran before, so that `resumeStream` looks for what is running now. */
  leave(): void;
  /** Really stops the run that is being streamed; its stream then ends by itself. */
  stop(): Promise<void>;
};

/** A request that the server refused: `message` is a sentence for the reader. */
export class RunRequestError extends Error {
  readonly code: string;

  constructor(error: { readonly code: string; readonly message: string }) {
    super(error.message);
    this.name = "RunRequestError";
    this.code = error.code;
  }
}

/**
 * Carries `useChat<RunMessage>` over our runs: a question is stored by POST, its stream is read by GET, from the start or from where
 * a lost connection left it. `resumeStream` after a reload, or in a second tab, tells the running answer from its beginning.
 */
export function createRunTransport(options: RunTransportOptions = {}): RunTransport {
  let threadId = options.threadId ?? null;
  let activeRunId = options.activeRunId ?? null;

  const openStream = (runId: string, signal: AbortSignal | undefined): ReadableStream<RunChunk> => {
    activeRunId = runId;
    return readRun(runId, signal);
  };

  return {
    resumeStreamIsReplay: true,
    async sendMessages({ messages, abortSignal, body }) {
      const question = messages.findLast((message) => message.role === "user");
      const previous = messages.findLast((message) => message.role === "assistant");
      const started = startedRunSchema.parse(
        await post("/api/runs", abortSignal, {
          ...body,
          kind: "ask",
          question: textOf(question),
          ...(threadId === null ? {} : { threadId, parentRunId: previous?.metadata?.runId ?? null }),
        }),
      );
      threadId = started.threadId;
      options.onStarted?.(started);
      return openStream(started.runId, abortSignal);
    },
    async reconnectToStream({ abortSignal }) {
      const runId = activeRunId ?? (threadId === null ? null : await findActiveRun(threadId, abortSignal));
      return runId === null ? null : openStream(runId, abortSignal);
    },
    follow(runId) {
      activeRunId = runId;
    },
    leave() {
      activeRunId = null;
    },
    async stop() {
      if (activeRunId !== null) await post(`/api/runs/${activeRunId}/stop`, undefined, {});
    },
  };
}

function textOf(message: RunMessage | undefined): string {
  return (message?.parts ?? []).flatMap((part) => (part.type === "text" ? [part.text] : [])).join("\n");
}

async function findActiveRun(threadId: string, signal: AbortSignal | undefined): Promise<string | null> {
  const response = await fetch(`/api/threads/${threadId}`, { signal: signal ?? null });
  if (response.status === 404) return null;
  return z.object({ activeRunId: z.uuid().nullable() }).parse(await answerOf(response)).activeRunId;
}

async function post(path: string, signal: AbortSignal | undefined, body: object): Promise<unknown> {
  const response = await fetch(path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
    signal: signal ?? null,
  });
  return answerOf(response);
}

async function answerOf(response: Response): Promise<unknown> {
  const answer: unknown = response.status === 204 ? null : await response.json().catch(() => null);
  if (response.ok) return answer;
  const refusal = z.object({ error: z.object({ code: z.string(), message: z.string() }) }).safeParse(answer);
  throw new RunRequestError(refusal.data?.error ?? unreachable);
}

const unreachable = { code: "internal", message: "The server cannot be reached. Try again." };

const reconnectDelays = [0, 500, 1_000, 2_000, 4_000, 8_000, 15_000];

/** The run's chunks until its end. A lost connection is taken up again after the last chunk that arrived. */
function readRun(runId: string, signal: AbortSignal | undefined): ReadableStream<RunChunk> {
  let after = 0;
  let failures = 0;
  return new ReadableStream({
    async start(controller) {
      const emit = (seq: number, chunk: RunChunk): void => {
        if (after > 0 && chunk.type === "start") throw new Restarted();
        after = seq;
        failures = 0;
        controller.enqueue(chunk);
      };
      while (true) {
        try {
          if (await readOnce(runId, after, signal, emit)) break;
          failures += 1;
        } catch (error) {
          if (signal?.aborted || error instanceof RunRequestError || error instanceof Restarted)
            return controller.error(error);
          failures += 1;
        }
        const delay = reconnectDelays[failures];
        if (delay === undefined)
          return controller.error(new Error("The connection was lost. Reload to see the answer."));
        await new Promise((resolve) => setTimeout(resolve, delay));
      }
      controller.close();
    },
  });
}

/** The server tells the whole message anew, because this page was away for long. */
class Restarted extends Error {
  override readonly message = "The answer went on while the connection was lost. Reload to see it.";
}

/** True when the stream came to its end. */
async function readOnce(
  runId: string,
  after: number,
  signal: AbortSignal | undefined,
  emit: (seq: number, chunk: RunChunk) => void,
): Promise<boolean> {
  const response = await fetch(`/api/runs/${runId}/events?after=${after}`, { signal: signal ?? null });
  if (response.status >= 500) return false;
  if (!response.ok || response.body === null) await answerOf(response);
  let rest = "";
  for await (const text of (response.body ?? new Blob().stream()).pipeThrough(new TextDecoderStream())) {
    const events = (rest + text).split("\n\n");
    rest = events.pop() ?? "";
    for (const event of events) if (readEvent(event, emit)) return true;
  }
  return false;
}

function readEvent(event: string, emit: (seq: number, chunk: RunChunk) => void): boolean {
  const fields = new Map(event.split("\n").map((line) => splitField(line)));
  const data = fields.get("data");
  if (data === "[DONE]") return true;
  if (data !== undefined) emit(Number(fields.get("id")), runChunkSchema.parse(JSON.parse(data)));
  return false;
}

function splitField(line: string): [string, string] {
  const colon = line.indexOf(":");
  return [line.slice(0, colon), line.slice(colon + 1).trimStart()];
}
