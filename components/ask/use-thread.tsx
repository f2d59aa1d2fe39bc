import { useChat } from "@ai-sdk/react";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { z } from "zod";
import { askAbout, useAboutChart } from "#components/run/about-chart";
import { request, sentenceOf } from "#components/ui/request";
import type { ExplainedChart } from "#lib/contract/explain-chart";
import type { OfferedChart } from "#lib/contract/related";
import { type RunMessage, runSchema, startedRunSchema } from "#lib/contract/runs";
import type { ThreadDetail } from "#lib/contract/threads";
import type { Change } from "./edit/draft-edits.tsx";
import { type AskOptions, createRunTransport, type RunTransport } from "./run-transport.tsx";
import { leafUnder, newestVersion, type Runs } from "./run-tree.tsx";
import { useThreadSync } from "./use-thread-sync.tsx";

/** Written by this server: messages are what was stored. */
const branchSchema = z.object({
  messages: z.array(z.custom<RunMessage>((value) => typeof value === "object" && value !== null && "parts" in value)),
  runs: z.array(runSchema),
  leafRunId: z.uuid().nullable(),
  activeRunId: z.uuid().nullable(),
});

type ThreadStart = { readonly thread: ThreadDetail | null; readonly scope: readonly string[] };

/** A thread as the reader walks it: one branch of its tree of runs, and what can be done at its end and along the way. */
export function useThread({ thread, scope }: ThreadStart) {
  const [threadId, setThreadId] = useState(thread?.id ?? null);
  const [replaced, setReplaced] = useState<RunMessage | null>(null);
  const wantsStop = useRef(false);
  const transport = useTransport(thread, setThreadId, wantsStop);
  const { messages, setMessages, sendMessage, regenerate, resumeStream, clearError, status, error } =
    useChat<RunMessage>({
      messages: thread?.messages ?? [],
      transport,
      resume: thread !== null && thread.activeRunId !== null,
      throttle: 60,
    });
  const isRunning = status === "submitted" || status === "streaming";
  const [runs, setRuns] = useRuns(thread?.runs ?? [], threadId, isRunning);
  const about = useAboutChart();
  const [failure, setFailure] = useState<Error | undefined>(undefined);
  const lastAbout = useRef<ExplainedChart | null>(null);
  const optionsAbout = (context: ExplainedChart | null) => ({
    body: {
      ...(scope.length > 0 ? { sourceIds: scope } : {}),
      ...(context === null ? {} : { context }),
    } satisfies AskOptions,
  });

  const startVersion = (runId: string, body: object) =>
    begin(runId, "/api/runs", { ...body, threadId, parentRunId: runId });

  const begin = async (runId: string, path: string, body: object) => {
    const started = await request(path, startedRunSchema, { method: "POST", body });
    const position = messages.findIndex(({ id }) => id === runId);
    wantsStop.current = false;
    setReplaced(messages[position] ?? null);
    setMessages(messages.slice(0, position));
    transport.follow(started.runId);
    if (started.threadId !== null) showAddress(started.threadId, null);
    void resumeStream().finally(() => setReplaced(null));
  };

  /** The next answer, made without a model: what it shows stands where a question stands. */
  const startRelated = async (runId: string, { title, ...chart }: OfferedChart) => {
    const body = { kind: "related", threadId, parentRunId: runId, question: title, ...chart };
    const started = await request("/api/runs", startedRunSchema, { method: "POST", body });
    const position = messages.findIndex(({ id }) => id === runId);
    wantsStop.current = false;
    setMessages([...messages.slice(0, position + 1), questionOf(started.runId, title)]);
    transport.follow(started.runId);
    if (started.threadId !== null) showAddress(started.threadId, null);
    void resumeStream();
  };

  /** Null: the newest branch. */
  const load = async (leaf: string | null) => {
    if (threadId === null) return;
    const path = `/api/threads/${threadId}${leaf === null ? "" : `?leaf=${leaf}`}`;
    const branch = await request(path, branchSchema);
    clearError();
    setFailure(undefined);
    setRuns(branch.runs);
    setMessages(branch.messages);
    showAddress(threadId, branch.leafRunId === branch.runs.at(-1)?.id ? null : branch.leafRunId);
    transport.leave();
    if (branch.activeRunId === null) return;
    transport.follow(branch.activeRunId);
    void resumeStream();
  };

  const show = (runId: string) => load(leafUnder(runs, runId));
  const knows = (runId: string) => runs.some(({ id }) => id === runId) || messages.some(({ id }) => id === runId);
  const { gone } = useThreadSync({ threadId, isRunning, knows, onNews: () => void load(null) });
  const continueAnswer = (runId: string) => {
    setFailure(undefined);
    begin(runId, `/api/runs/${runId}/continue`, {}).catch((cause: unknown) => setFailure(new Error(sentenceOf(cause))));
  };

  return {
    gone,
    continueAnswer,
    threadId,
    messages,
    runs,
    isRunning,
    status,
    error: error ?? failure,
    replaced,
    ask: (question: string) => {
      wantsStop.current = false;
      lastAbout.current = about;
      void sendMessage({ text: question }, optionsAbout(about));
      askAbout(null);
    },
    retry: () => {
      wantsStop.current = false;
      void regenerate(optionsAbout(lastAbout.current));
    },
    askAgain: (message: RunMessage, question: string) => {
      wantsStop.current = false;
      setMessages(messages.slice(0, messages.indexOf(message)));
      void sendMessage({ text: question }, optionsAbout(null));
    },
    stop: () => {
      wantsStop.current = true;
      void transport.stop();
    },
    edit: (runId: string, change: Change) => startVersion(runId, { kind: "edit", ...change }),
    explainAgain: (runId: string) => startVersion(runId, { kind: "explain-answer" }),
    startRelated,
    /** Another version of an answer. */
    show: (runId: string) => void show(runId),
    /** Another wording of a question, with the newest version of its answer. */
    showWording: (runId: string) => void show(newestVersion(runs, runId)),
  };
}

/** As the server tells it. */
function questionOf(runId: string, text: string): RunMessage {
  return { id: `${runId}-question`, role: "user", metadata: { runId }, parts: [{ type: "text", text }] };
}

/** The thread's runs: read anew when one has ended here. */
function useRuns(first: Runs, threadId: string | null, isRunning: boolean) {
  const [runs, setRuns] = useState(first);
  const wasRunning = useRef(false);
  const reload = useCallback(async (id: string) => {
    const branch = await request(`/api/threads/${id}`, branchSchema).catch(() => null);
    if (branch !== null) setRuns(branch.runs);
  }, []);
  useEffect(() => {
    const hasEnded = wasRunning.current && !isRunning;
    wasRunning.current = isRunning;
    if (hasEnded && threadId !== null) void reload(threadId);
  }, [isRunning, threadId, reload]);
  return [runs, setRuns] as const;
}

/** So that a reload comes back to what is shown. */
function showAddress(threadId: string, version: string | null): void {
  const path = `/ask/${threadId}${version === null ? "" : `?version=${version}`}`;
  if (`${window.location.pathname}${window.location.search}` !== path) window.history.replaceState(null, "", path);
}

/** The address becomes the thread's as soon as it exists, so that a reload comes back to it. */
function useTransport(
  thread: ThreadDetail | null,
  onThread: (threadId: string) => void,
  wantsStop: { current: boolean },
): RunTransport {
  const [activeRunId] = useState(thread?.activeRunId ?? null);
  const threadId = thread?.id ?? null;
  return useMemo(() => {
    const transport = createRunTransport({
      threadId,
      activeRunId,
      onStarted: (started) => {
        // Stop was pressed before there was anything to stop: the transport knows the run right after this.
        if (wantsStop.current) queueMicrotask(() => void transport.stop());
        wantsStop.current = false;
        if (started.threadId === null) return;
        onThread(started.threadId);
        showAddress(started.threadId, null);
      },
    });
    return transport;
  }, [threadId, activeRunId, onThread, wantsStop]);
}
