"use client";

import { useChat } from "@ai-sdk/react";
import { useEffect, useMemo, useRef, useState } from "react";
import { AiNotice } from "#components/ui/ai-notice";
import { Button } from "#components/ui/button";
import { Sheet } from "#components/ui/dialog";
import type { RunMessage, RunSummary } from "#lib/contract/runs";
import type { ThreadDetail } from "#lib/contract/threads";
import { Announcer } from "./announcer.tsx";
import { AnswerView } from "./answer.tsx";
import { AskStart } from "./ask-start.tsx";
import { Composer, type ScopeSource } from "./composer.tsx";
import type { DiscoverySource } from "./discovery.tsx";
import { MadePanel } from "./made/made-panel.tsx";
import { readAnswer } from "./read-answer.tsx";
import { type AskOptions, createRunTransport, type RunTransport } from "./run-transport.tsx";
import { ThreadBar } from "./thread-bar.tsx";
import { useFollow } from "./use-follow.tsx";
import { useIsWide } from "./use-is-wide.tsx";

export type ThreadViewProps = {
  readonly thread: ThreadDetail | null;
  readonly sources: readonly ScopeSource[];
  /** Sources to begin with. */
  readonly discovery: readonly DiscoverySource[];
  /** Asked at once when the page opens: a question from elsewhere. */
  readonly firstQuestion: string | null;
  /** Stands in the box when the page opens: a question from elsewhere that nobody has asked yet. */
  readonly draft: string;
  readonly firstScope: readonly string[];
  readonly canSeeSql: boolean;
  readonly locale: string;
  readonly currency: string;
};

/** A thread of questions and answers; the newest streams. */
export default function ThreadView(props: ThreadViewProps) {
  const { thread, locale, currency } = props;
  const [threadId, setThreadId] = useState(thread?.id ?? null);
  const [scope, setScope] = useState(props.firstScope);
  const [madeId, setMadeId] = useState<string | null>(null);
  const wantsStop = useRef(false);
  const transport = useTransport(thread?.id ?? null, setThreadId, wantsStop);
  const { messages, sendMessage, regenerate, status, error } = useChat<RunMessage>({
    messages: thread?.messages ?? [],
    transport,
    resume: thread !== null && thread.activeRunId !== null,
    throttle: 60,
  });
  const isRunning = status === "submitted" || status === "streaming";
  const stop = () => {
    wantsStop.current = true;
    void transport.stop();
  };
  useEscape(isRunning, stop);
  useFollow(isRunning);

  const options = { body: { ...(scope.length > 0 ? { sourceIds: scope } : {}) } satisfies AskOptions };
  const ask = (question: string) => {
    wantsStop.current = false;
    void sendMessage({ text: question }, options);
  };
  const retry = () => {
    wantsStop.current = false;
    void regenerate(options);
  };
  useFirstQuestion(props.firstQuestion, ask);

  const composer = (placeholder: string, autoFocus: boolean) => (
    <Composer
      placeholder={placeholder}
      sources={props.sources}
      scope={scope}
      isRunning={isRunning}
      autoFocus={autoFocus}
      draft={messages.length === 0 ? props.draft : ""}
      onScopeChange={setScope}
      onAsk={ask}
      onStop={stop}
    />
  );
  const newest = messages.at(-1);
  const newestAnswer = newest?.role === "assistant" ? readAnswer(newest.parts) : null;
  if (messages.length === 0)
    return (
      <AskStart scope={scope} discovery={props.discovery} onAsk={ask}>
        {composer("Ask a question of your data", true)}
      </AskStart>
    );

  const runs = new Map(thread?.runs.map((run) => [run.id, run]));
  const made = messages.find(({ id, role }) => role === "assistant" && id === madeId);
  return (
    <div className="flex flex-1 items-stretch">
      <div className="flex min-w-0 flex-1 flex-col">
        <ThreadBar threadId={threadId} title={titleOf(thread, messages)} />
        <div className="mx-auto w-full max-w-thread flex-1 space-y-4 px-4 pt-2 pb-10">
          {messages.map((message) =>
            message.role === "user" ? (
              <Question key={message.id} message={message} />
            ) : (
              <AnswerView
                key={message.id}
                answer={readAnswer(message.parts)}
                runId={message.metadata?.runId ?? null}
                isRunning={isRunning && message === newest}
                error={
                  message === newest
                    ? (error?.message ?? failureOf(runs.get(message.id), status))
                    : failureOf(runs.get(message.id), "ready")
                }
                opinion={thread?.feedback[message.id] ?? null}
                locale={locale}
                currency={currency}
                isMadeOpen={madeId === message.id}
                onShowMade={() => setMadeId(madeId === message.id ? null : message.id)}
                onAsk={ask}
                onRetry={message === newest && !isRunning ? retry : undefined}
              />
            ),
          )}
          {newest?.role === "user" && <Pending isRunning={isRunning} error={error?.message ?? null} onRetry={retry} />}
        </div>
        <div className="sticky bottom-0 z-10 bg-linear-to-t from-70% from-canvas to-transparent">
          <div className="mx-auto w-full max-w-thread px-4 pt-6 pb-2">
            {composer("Ask a follow-up", false)}
            <AiNotice className="mt-1.5 text-center" />
          </div>
        </div>
        <Announcer answer={newestAnswer} isRunning={isRunning} />
      </div>
      <Made message={made} canSeeSql={props.canSeeSql} onClose={() => setMadeId(null)} />
    </div>
  );
}

function Question({ message }: { readonly message: RunMessage }) {
  const text = message.parts.flatMap((part) => (part.type === "text" ? [part.text] : [])).join("\n");
  return <h2 className="whitespace-pre-wrap font-semibold text-lg [overflow-wrap:anywhere] not-first:pt-8">{text}</h2>;
}

type PendingProps = { readonly isRunning: boolean; readonly error: string | null; readonly onRetry: () => void };

/** A question without an answer yet: on its way, or refused. */
function Pending({ isRunning, error, onRetry }: PendingProps) {
  return (
    <AnswerView
      answer={readAnswer([])}
      runId={null}
      isRunning={isRunning}
      error={isRunning ? null : (error ?? "This question was not answered. Ask it again.")}
      opinion={null}
      locale="en-US"
      currency="USD"
      isMadeOpen={false}
      onShowMade={() => undefined}
      onAsk={() => undefined}
      onRetry={isRunning ? undefined : onRetry}
    />
  );
}

type MadeProps = {
  readonly message: RunMessage | undefined;
  readonly canSeeSql: boolean;
  readonly onClose: () => void;
};

/** Beside the thread where there is room, else over it. */
function Made({ message, canSeeSql, onClose }: MadeProps) {
  const isWide = useIsWide();
  if (message === undefined) return null;
  const panel = (
    <MadePanel
      key={message.id}
      answer={readAnswer(message.parts)}
      runId={message.metadata?.runId ?? message.id}
      canSeeSql={canSeeSql}
    />
  );
  if (!isWide)
    return (
      <Sheet title="How this was made" open onOpenChange={onClose}>
        {panel}
      </Sheet>
    );
  return (
    <aside aria-label="How this was made" className="w-80 shrink-0 animate-slide-left border-l xl:w-90">
      <div className="sticky top-12 max-h-[calc(100dvh-3rem)] overflow-y-auto px-4 py-3">
        <div className="mb-3 flex items-center justify-between">
          <h2 className="font-semibold">How this was made</h2>
          <Button variant="quiet" size="small" onClick={onClose}>
            Close
          </Button>
        </div>
        {panel}
      </div>
    </aside>
  );
}

function titleOf(thread: ThreadDetail | null, messages: readonly RunMessage[]): string {
  if (thread !== null) return thread.title;
  const [part] = messages[0]?.parts ?? [];
  return part?.type === "text" ? part.text : "New question";
}

/** Why a stored run ended without an answer; the notices of its message say the rest. */
function failureOf(run: RunSummary | undefined, status: string): string | null {
  if (run === undefined || status === "submitted" || status === "streaming") return null;
  return run.status === "failed" ? (run.error?.message ?? "This question could not be answered.") : null;
}

/** The address becomes the thread's as soon as it exists, so that a reload comes back to it. */
function useTransport(
  threadId: string | null,
  onThread: (threadId: string) => void,
  wantsStop: { current: boolean },
): RunTransport {
  return useMemo(() => {
    const transport = createRunTransport({
      threadId,
      onStarted: (started) => {
        // Stop was pressed before there was anything to stop: the transport knows the run right after this.
        if (wantsStop.current) queueMicrotask(() => void transport.stop());
        wantsStop.current = false;
        onThread(started.threadId);
        const path = `/ask/${started.threadId}`;
        if (window.location.pathname !== path) window.history.replaceState(null, "", path);
      },
    });
    return transport;
  }, [threadId, onThread, wantsStop]);
}

function useEscape(isOn: boolean, act: () => void): void {
  useEffect(() => {
    if (!isOn) return;
    const listen = (event: KeyboardEvent) => {
      if (event.key === "Escape" && !event.defaultPrevented) act();
    };
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  });
}

function useFirstQuestion(question: string | null, ask: (question: string) => void): void {
  const isAsked = useRef(question === null);
  useEffect(() => {
    if (isAsked.current || question === null) return;
    // Not in the effect itself: a mount that is undone at once would take the question with it.
    const timer = setTimeout(() => {
      isAsked.current = true;
      ask(question);
    });
    return () => clearTimeout(timer);
  });
}
