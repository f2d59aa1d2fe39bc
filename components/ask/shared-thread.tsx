"use client";

import { useCallback, useEffect, useState } from "react";
import { Prose } from "#components/prose/prose";
import { AiNotice } from "#components/ui/ai-notice";
import { Button } from "#components/ui/button";
import { DocumentTitle } from "#components/ui/document-title";
import { Notice } from "#components/ui/notice";
import { request, sentenceOf } from "#components/ui/request";
import { Skeleton } from "#components/ui/skeleton";
import { type SharedAnswer, type SharedThreadSummary, sharedAnswerSchema } from "#lib/contract/shared";
import { type Answer, readAnswer } from "./read-answer.tsx";
import { ResultView } from "./result-view.tsx";

type Reader = { readonly locale: string; readonly currency: string };
type SharedThreadProps = Reader & { readonly thread: SharedThreadSummary };

/** Somebody's thread as this reader may see it. */
export function SharedThread({ thread, ...reader }: SharedThreadProps) {
  const { title, ownerName, isOwn, answers, linkId } = thread;
  return (
    <div className="mx-auto w-full max-w-thread flex-1 px-4 pt-4 pb-10">
      <DocumentTitle>{title}</DocumentTitle>
      <h1 className="font-semibold text-xl [overflow-wrap:anywhere]">{title}</h1>
      <p className="mt-1 text-quiet">
        {isOwn ? "You share this." : `Shared by ${ownerName}.`} Tables, charts and numbers are made from what you may
        see.
      </p>
      {answers.length === 0 && <p className="mt-8 text-quiet">Nothing has been answered here yet.</p>}
      {answers.map(({ runId, question }) => (
        <section key={runId} aria-label={question} className="mt-8 space-y-3.5">
          <h2 className="whitespace-pre-wrap font-semibold text-lg [overflow-wrap:anywhere]">{question}</h2>
          <OneAnswer path={`/api/shared/${linkId}/answers/${runId}`} {...reader} />
        </section>
      ))}
      <AiNotice className="mt-10" />
    </div>
  );
}

type State =
  | { readonly state: "loading" }
  | { readonly state: "failed"; readonly message: string }
  | { readonly state: "ready"; readonly answer: SharedAnswer };

function OneAnswer({ path, ...reader }: Reader & { readonly path: string }) {
  const [loaded, setLoaded] = useState<State>({ state: "loading" });
  const load = useCallback(
    async (signal?: AbortSignal) => {
      setLoaded({ state: "loading" });
      try {
        const answer = await request(path, sharedAnswerSchema, signal === undefined ? {} : { signal });
        setLoaded({ state: "ready", answer });
      } catch (error) {
        if (signal?.aborted !== true) setLoaded({ state: "failed", message: sentenceOf(error) });
      }
    },
    [path],
  );
  useEffect(() => {
    const leave = new AbortController();
    void load(leave.signal);
    return () => leave.abort();
  }, [load]);
  if (loaded.state === "loading")
    return (
      <div role="status" className="space-y-2.5 rounded-md border bg-surface p-3">
        <span className="text-quiet text-sm">Running the worksheet with your access</span>
        <Skeleton className="w-full" />
        <Skeleton className="w-3/4" />
      </div>
    );
  if (loaded.state === "failed")
    return (
      <Notice
        tone="warning"
        actions={
          <Button size="small" onClick={() => void load()}>
            Load again
          </Button>
        }
      >
        {loaded.message}
      </Notice>
    );
  return <ReadyAnswer notes={loaded.answer.notes} answer={readAnswer(loaded.answer.parts)} {...reader} />;
}

type ReadyProps = Reader & { readonly answer: Answer; readonly notes: readonly string[] };

function ReadyAnswer({ answer, notes, locale, currency }: ReadyProps) {
  return (
    <>
      {notes.map((note) => (
        <Notice key={note} tone="warning">
          {note}
        </Notice>
      ))}
      {answer.results.map((result) => (
        <ResultView
          key={result.resultId}
          data={result}
          chart={answer.chart?.resultId === result.resultId ? answer.chart.chart : null}
          locale={locale}
          currency={currency}
        />
      ))}
      {answer.prose !== "" && <Prose text={answer.prose} numbers={answer.numbers} />}
    </>
  );
}
