"use client";

import { useEffect, useRef, useState } from "react";
import { AiNotice } from "#components/ui/ai-notice";
import { Button, ButtonLink } from "#components/ui/button";
import { Sheet } from "#components/ui/dialog";
import { Notice } from "#components/ui/notice";
import { useIsWide } from "#components/ui/use-is-wide";
import type { RunMessage, RunSummary } from "#lib/contract/runs";
import type { ThreadDetail } from "#lib/contract/threads";
import { Announcer } from "./announcer.tsx";
import { AnswerView } from "./answer.tsx";
import { type AskObstacle, AskOffNotice } from "./ask-off.tsx";
import { AskStart } from "./ask-start.tsx";
import { Composer, type ScopeSource } from "./composer.tsx";
import type { DiscoverySource } from "./discovery.tsx";
import type { Editing } from "./edit/editing.tsx";
import { MadePanel } from "./made/made-panel.tsx";
import { openableResults } from "./open-in-workbook.tsx";
import { Question, textOf } from "./question.tsx";
import { readAnswer } from "./read-answer.tsx";
import { RelatedCharts } from "./related-charts.tsx";
import { versionsOf, wordingsOf } from "./run-tree.tsx";
import { ThreadBar } from "./thread-bar.tsx";
import { useFollow } from "./use-follow.tsx";
import { useThread } from "./use-thread.tsx";

export type ThreadViewProps = {
  readonly thread: ThreadDetail | null;
  readonly sources: readonly ScopeSource[];
  /** Sources to begin with. */
  readonly discovery: readonly DiscoverySource[];
  /** Published ones, to look at instead of asking. */
  readonly workbooks: readonly { readonly id: string; readonly name: string }[];
  /** Asked at once when the page opens: a question from elsewhere. */
  readonly firstQuestion: string | null;
  /** Stands in the box when the page opens: a question from elsewhere that nobody has asked yet. */
  readonly draft: string;
  readonly firstScope: readonly string[];
  readonly canSeeSql: boolean;
  /** Whether the rows behind results may be looked at. */
  readonly canExplore: boolean;
  readonly locale: string;
  readonly currency: string;
  /** Null: it can be asked. */
  readonly obstacle: AskObstacle | null;
  /** The page's nonce, for the formula editor. */
  readonly nonce: string | undefined;
  /** Whether formulas may be written with AI. */
  readonly canUseFormulaAi: boolean;
  readonly isAdmin: boolean;
};

/** A thread of questions and answers; the newest streams. */
export default function ThreadView(props: ThreadViewProps) {
  const { thread, locale, currency, obstacle } = props;
  const [scope, setScope] = useState(props.firstScope);
  /** The place of the answer whose making is shown: versions of it take the same place. */
  const [madeAt, setMadeAt] = useState<number | null>(null);
  const chat = useThread({ thread, scope });
  const { messages, isRunning, status, error, ask, retry, stop } = chat;
  useEscape(isRunning, stop);
  useFollow(isRunning && chat.replaced === null);
  useFirstQuestion(obstacle === null ? props.firstQuestion : null, ask);

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
  if (messages.length === 0 && !isRunning)
    return (
      <AskStart scope={scope} discovery={props.discovery} workbooks={props.workbooks} obstacle={obstacle} onAsk={ask}>
        {composer("Ask a question of your data", true)}
      </AskStart>
    );

  const runs = new Map(chat.runs.map((run) => [run.id, run]));
  const editingOf = (message: RunMessage): Editing => ({
    sources: props.sources,
    nonce: props.nonce,
    assistant: props.canUseFormulaAi ? { isAdmin: props.isAdmin, locale, currency } : null,
    obstacle: isRunning
      ? "An answer is being made. Wait until it is done, or stop it, and then change this one."
      : null,
    apply: (change) => chat.edit(message.id, change),
  });
  // The former version stays in sight until the changed one has something to show.
  const isWaiting = isRunning && (newestAnswer === null || newestAnswer.results.length === 0);
  const replaced = isWaiting ? chat.replaced : null;
  const made = madeAt === null ? undefined : (replaced ?? messages[madeAt]);
  const canAsk = obstacle === null;
  const shared = { locale, currency, canExplore: props.canExplore, onAsk: canAsk ? ask : null };
  return (
    <div className="flex flex-1 items-stretch">
      <div className="flex min-w-0 flex-1 flex-col">
        <ThreadBar threadId={chat.threadId} title={titleOf(thread, messages)} />
        <div className="mx-auto w-full max-w-thread flex-1 space-y-4 px-4 pt-2 pb-10">
          {messages.map((message, index) => {
            if (message.role === "user")
              return (
                <Question
                  key={message.id}
                  message={message}
                  isRunning={isRunning}
                  wordings={wordingsOf(chat.runs, message, messages)}
                  onShow={chat.showWording}
                  onAskAgain={canAsk ? (question) => chat.askAgain(message, question) : null}
                />
              );
            if (message === newest && replaced !== null) return null;
            return (
              <AnswerView
                key={message.id}
                {...shared}
                answer={readAnswer(message.parts)}
                runId={message.metadata?.runId ?? null}
                isRunning={isRunning && message === newest}
                error={
                  message === newest
                    ? (error?.message ?? failureOf(runs.get(message.id), status))
                    : failureOf(runs.get(message.id), "ready")
                }
                opinion={thread?.feedback[message.id] ?? null}
                isMadeOpen={madeAt === index}
                onShowMade={() => setMadeAt(madeAt === index ? null : index)}
                onRetry={canAsk && message === newest && !isRunning ? retry : undefined}
                onContinue={
                  canAsk && message === newest && !isRunning ? () => chat.continueAnswer(message.id) : undefined
                }
                editing={editingOf(message)}
                openable={props.canExplore ? openableResults(messages) : undefined}
                versions={{ place: versionsOf(chat.runs, message.id), onShow: chat.show }}
                onExplainAgain={canAsk ? () => chat.explainAgain(message.id) : null}
              />
            );
          })}
          {replaced !== null && (
            <AnswerView
              key={replaced.id}
              {...shared}
              answer={readAnswer(replaced.parts)}
              runId={replaced.id}
              isRunning={false}
              isRecomputing
              error={null}
              opinion={null}
              isMadeOpen={false}
              onShowMade={() => undefined}
            />
          )}
          {newest?.role === "assistant" && newestAnswer !== null && newestAnswer.results.length > 0 && !isRunning && (
            <RelatedCharts
              key={newest.id}
              runId={newest.id}
              onChoose={(chart) => chat.startRelated(newest.id, chart)}
            />
          )}
          {newest?.role === "user" && replaced === null && (
            <Pending isRunning={isRunning} error={error?.message ?? null} onRetry={canAsk ? retry : undefined} />
          )}
        </div>
        <div data-composer="" className="sticky bottom-0 z-10 bg-linear-to-t from-70% from-canvas to-transparent">
          <div className="mx-auto w-full max-w-thread px-4 pt-6 pb-2">
            {chat.gone !== null ? (
              <Gone sentence={chat.gone} />
            ) : obstacle !== null ? (
              <AskOffNotice obstacle={obstacle} />
            ) : (
              composer("Ask a follow-up", false)
            )}
            <AiNotice className="mt-1.5 text-center" />
          </div>
        </div>
        <Announcer answer={newestAnswer} isRunning={isRunning} />
      </div>
      <Made
        message={made}
        editing={made === undefined ? null : editingOf(made)}
        canSeeSql={props.canSeeSql}
        onClose={() => setMadeAt(null)}
      />
    </div>
  );
}

/** The thread was deleted elsewhere, while this page showed it. */
function Gone({ sentence }: { readonly sentence: string }) {
  return (
    <Notice tone="warning" actions={<ButtonLink href="/ask">Ask something new</ButtonLink>}>
      {sentence}
    </Notice>
  );
}

type PendingProps = {
  readonly isRunning: boolean;
  readonly error: string | null;
  readonly onRetry: (() => void) | undefined;
};

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
      onAsk={null}
      onRetry={isRunning ? undefined : onRetry}
    />
  );
}

type MadeProps = {
  readonly message: RunMessage | undefined;
  readonly editing: Editing | null;
  readonly canSeeSql: boolean;
  readonly onClose: () => void;
};

/** Beside the thread where there is room, else over it. */
function Made({ message, editing, canSeeSql, onClose }: MadeProps) {
  const isWide = useIsWide();
  if (message === undefined) return null;
  const panel = (
    <MadePanel
      key={message.id}
      answer={readAnswer(message.parts)}
      runId={message.metadata?.runId ?? message.id}
      canSeeSql={canSeeSql}
      editing={editing}
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
  return textOf(messages[0]) || "New question";
}

/** Why a stored run ended without an answer; the notices of its message say the rest. */
function failureOf(run: RunSummary | undefined, status: string): string | null {
  if (run === undefined || status === "submitted" || status === "streaming") return null;
  return run.status === "failed" ? (run.error?.message ?? "This question could not be answered.") : null;
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
