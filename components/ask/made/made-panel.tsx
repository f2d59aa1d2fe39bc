"use client";

import { useState } from "react";
import { LoadedText, RunUsage, WhatWasSent } from "#components/run/run-record";
import { useLoaded } from "#components/run/use-loaded";
import { Button } from "#components/ui/button";
import { Fold } from "#components/ui/fold";
import { Notice } from "#components/ui/notice";
import { request, sentenceOf } from "#components/ui/request";
import { CopyableText } from "#components/ui/sent-list";
import { type Replay, replaySchema, resultSqlSchema } from "#lib/contract/results";
import type { Editing } from "../edit/editing.tsx";
import { StepCards } from "../edit/step-cards.tsx";
import { type Answer, mainResult } from "../read-answer.tsx";
import { findUsedSource, readSteps, readStory } from "../steps/read-steps.tsx";
import { StepList } from "../steps/step-list.tsx";

type MadePanelProps = {
  readonly answer: Answer;
  readonly runId: string;
  readonly canSeeSql: boolean;
  /** Null: nothing of it can be changed. */
  readonly editing: Editing | null;
};

/** How an answer was made: its steps, the SQL, what was sent to a provider, and the way to run it again without a model. */
export function MadePanel({ answer, runId, canSeeSql, editing }: MadePanelProps) {
  const result = mainResult(answer);
  return (
    <div className="space-y-5">
      <Why answer={answer} />
      <section aria-label="Steps">
        <MadeSteps answer={answer} editing={editing} />
      </section>
      {result !== null && <ReplayButton key={result.resultId} resultId={result.resultId} />}
      <div className="border-t">
        {result !== null && canSeeSql && (
          <Fold title="SQL">
            <ResultSql resultId={result.resultId} />
          </Fold>
        )}
        <Fold title="What was sent">
          <WhatWasSent runId={runId} />
        </Fold>
        {answer.usage !== null && (
          <Fold title="Who answered">
            <RunUsage usage={answer.usage} />
          </Fold>
        )}
      </div>
    </div>
  );
}

function MadeSteps({ answer, editing }: Pick<MadePanelProps, "answer" | "editing">) {
  const result = mainResult(answer);
  if (result === null || editing === null) {
    const steps = readSteps(answer.tools);
    if (steps.length === 0) return <p className="text-quiet">No steps yet.</p>;
    return <StepList steps={steps.map((step) => (step.kind === "source" ? { ...step, detail: undefined } : step))} />;
  }
  return (
    <StepList steps={readStory(answer.tools)}>
      <StepCards key={result.resultId} answer={answer} result={result} reason={null} editing={editing} />
    </StepList>
  );
}

/** "Why Orders?": the source and what spoke for it. */
function Why({ answer }: { readonly answer: Answer }) {
  const used = findUsedSource(answer.tools);
  if (used === null || used.reason === null) return null;
  return (
    <section aria-label={`Why ${used.name}?`}>
      <h3 className="font-medium">Why {used.name}?</h3>
      <p className="mt-0.5 text-quiet text-sm">{used.reason}</p>
    </section>
  );
}

function ResultSql({ resultId }: { readonly resultId: string }) {
  const loaded = useLoaded(`/api/results/${resultId}/sql`, resultSqlSchema);
  return <LoadedText loaded={loaded}>{({ sql }) => <CopyableText label="SQL" text={sql} />}</LoadedText>;
}

type ReplayState =
  | { readonly state: "idle" | "running" }
  | { readonly state: "failed"; readonly message: string }
  | { readonly state: "done"; readonly replay: Replay };

/** The proof that the answer stands without the model: the stored worksheet, run again. */
function ReplayButton({ resultId }: { readonly resultId: string }) {
  const [outcome, setOutcome] = useState<ReplayState>({ state: "idle" });
  const replay = async () => {
    setOutcome({ state: "running" });
    try {
      const answer = await request(`/api/results/${resultId}/replay`, replaySchema, { method: "POST", body: {} });
      setOutcome({ state: "done", replay: answer });
    } catch (error) {
      setOutcome({ state: "failed", message: sentenceOf(error) });
    }
  };
  return (
    <div className="space-y-2">
      <Button size="small" onClick={replay} pending={outcome.state === "running"}>
        Run again without AI
      </Button>
      {outcome.state === "failed" && <Notice tone="warning">{outcome.message}</Notice>}
      {outcome.state === "done" && (
        <>
          <Notice tone={outcome.replay.same ? "positive" : "warning"}>{describeReplay(outcome.replay)}</Notice>
          <ReplayChanges replay={outcome.replay} />
        </>
      )}
    </div>
  );
}

function describeReplay({ same, rowCount, elapsedMs, difference }: Replay): string {
  const rows = rowCount === 1 ? "1 row" : `${rowCount.toLocaleString()} rows`;
  if (same) return `The same ${rows} again, in ${(elapsedMs / 1000).toFixed(2)} s, without a model.`;
  return difference ?? `The data has changed since: ${rows} now.`;
}

const changeWords = { changed: "Changed", added: "New", removed: "Gone" } as const;

/** What the data says otherwise now, row by row. */
function ReplayChanges({ replay: { changes, differenceCount } }: { readonly replay: Replay }) {
  if (changes.length === 0) return null;
  const more = differenceCount - changes.length;
  return (
    <ul aria-label="What changed" className="divide-y text-sm">
      {changes.map(({ kind, row, cells }) => (
        <li key={`${kind} ${row}`} className="py-1.5">
          <p className="flex items-baseline justify-between gap-3">
            <span className="min-w-0 truncate font-medium" title={row}>
              {row}
            </span>
            <span className="text-quiet text-xs">{changeWords[kind]}</span>
          </p>
          {cells.map(({ column, before, after }) => (
            <p key={column} className="nums flex flex-wrap items-baseline gap-x-1.5 text-quiet">
              {column}: <s>{before || "empty"}</s> <span className="text-text">{after || "empty"}</span>
            </p>
          ))}
        </li>
      ))}
      {more > 0 && <li className="py-1.5 text-quiet">and {more.toLocaleString()} more</li>}
    </ul>
  );
}
