import type { ChatTransport } from "ai";
import { z } from "zod";
import { readRun, startRun, stopRun } from "#components/run/run-client";
import { RequestError, request } from "#components/ui/request";
import type { ExplainedChart } from "#lib/contract/explain-chart";
import type { RunChunk } from "#lib/contract/run-chunks";
import type { RunMessage, StartedRun } from "#lib/contract/runs";

export type RunTransportOptions = {
  /** The thread that is shown; the chat's id needs not be its id. Null: the first question makes one. */
  readonly threadId?: string | null;
  /** What was running when the page was made. It is told even when it has ended meanwhile. */
  readonly activeRunId?: string | null;
  /** Called as soon as the server has stored a question. */
  readonly onStarted?: (started: StartedRun) => void;
};

/** What a message may bring along: `sendMessage({ text }, { body })`. */
export type AskOptions = { readonly sourceIds?: readonly string[]; readonly context?: ExplainedChart };

export type RunTransport = ChatTransport<RunMessage> & {
  /** `resumeStream` tells this run next: one that was started apart from the chat. */
  follow(runId: string): void;
  /** Forgets what ran before, so that `resumeStream` looks for what is running now. */
  leave(): void;
  /** Really stops the run that is being streamed; its stream then ends by itself. */
  stop(): Promise<void>;
};

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
      const asked = {
        ...body,
        kind: "ask",
        question: textOf(question),
        ...(threadId === null ? {} : { threadId, parentRunId: previous?.metadata?.runId ?? null }),
      };
      const started = await startRun(asked, abortSignal);
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
      if (activeRunId !== null) await stopRun(activeRunId);
    },
  };
}

function textOf(message: RunMessage | undefined): string {
  return (message?.parts ?? []).flatMap((part) => (part.type === "text" ? [part.text] : [])).join("\n");
}

const activeRunSchema = z.object({ activeRunId: z.uuid().nullable() });

async function findActiveRun(threadId: string, signal: AbortSignal | undefined): Promise<string | null> {
  try {
    const options = signal === undefined ? {} : { signal };
    return (await request(`/api/threads/${threadId}`, activeRunSchema, options)).activeRunId;
  } catch (error) {
    if (error instanceof RequestError && error.code === "not_found") return null;
    throw error;
  }
}
