"use client";

import { PanelRight, RotateCcw } from "lucide-react";
import { useState } from "react";
import { plainText } from "#components/prose/plain-text";
import { Prose } from "#components/prose/prose";
import { Verification } from "#components/prose/verification";
import { Feedback, type Opinion } from "#components/run/feedback";
import { RunNotice } from "#components/run/run-notice";
import { Button, IconButton } from "#components/ui/button";
import { classNames } from "#components/ui/class-names";
import { Notice } from "#components/ui/notice";
import { Spinner } from "#components/ui/spinner";
import { Tabs } from "#components/ui/tabs";
import { CopyAnswer } from "./copy-answer.tsx";
import { cardsOf } from "./edit/cards.tsx";
import { draftOfResult } from "./edit/draft-edits.tsx";
import type { Editing } from "./edit/editing.tsx";
import { StepCards } from "./edit/step-cards.tsx";
import { FilterChips } from "./filter-chips.tsx";
import { type OpenableResult, OpenInWorkbook } from "./open-in-workbook.tsx";
import { type Answer, chartOf, mainResult, markOf, type ResultData } from "./read-answer.tsx";
import { ResultView } from "./result-view.tsx";
import { StaleProse } from "./stale-prose.tsx";
import { findUsedSource, readSteps, readStory } from "./steps/read-steps.tsx";
import { StepSummary } from "./steps/step-summary.tsx";
import { type Place, UndoChange, Walker } from "./versions.tsx";

export type AnswerViewProps = {
  readonly answer: Answer;
  readonly runId: string | null;
  readonly isRunning: boolean;
  /** The run failed: in a sentence. */
  readonly error: string | null;
  readonly opinion: Opinion | null;
  readonly locale: string;
  readonly currency: string;
  readonly isMadeOpen: boolean;
  readonly onShowMade: () => void;
  /** Null: nothing can be asked now. */
  readonly onAsk: ((question: string) => void) | null;
  /** Only the newest answer can be asked again. */
  readonly onRetry?: (() => void) | undefined;
  /** Only an answer that broke off can be gone on with. */
  readonly onContinue?: (() => void) | undefined;
  /** Whether the rows behind its results may be looked at. */
  readonly canExplore?: boolean;
  /** Null: nothing of it can be changed. */
  readonly editing?: Editing | null;
  /** Its versions, itself among them, and how to get to another. */
  readonly versions?: AnswerVersions | undefined;
  readonly onExplainAgain?: (() => Promise<void>) | null;
  /** Results of the conversation that can be opened in a workbook. Absent: this person may not explore. */
  readonly openable?: readonly OpenableResult[] | undefined;
  /** A changed version of it is being computed. */
  readonly isRecomputing?: boolean;
};

export type AnswerVersions = { readonly place: Place; readonly onShow: (runId: string) => void };

/** One answer: steps, table or chart, prose with proved numbers, and what can be done with it. */
export function AnswerView(props: AnswerViewProps) {
  const { answer, isRunning, isRecomputing = false } = props;
  const hasArrived = answer.results.length > 0 || answer.prose !== "";
  return (
    <article
      aria-label="Answer"
      aria-busy={isRunning || isRecomputing}
      inert={isRecomputing}
      className={classNames("space-y-3.5 transition-opacity", isRecomputing && "opacity-55")}
    >
      <Steps {...props} isStreaming={isRunning && !hasArrived} />
      {isRunning && answer.tools.length === 0 && answer.notice === null && <Waiting />}
      {answer.edited !== null && answer.edited.note !== null && <Notice>{answer.edited.note}</Notice>}
      {answer.results.length > 0 && <Results {...props} />}
      {answer.prose !== "" && <AnswerProse {...props} />}
      {answer.askBack !== null && <AskBack askBack={answer.askBack} onAsk={props.onAsk} isRunning={isRunning} />}
      {answer.decline !== null && <Decline decline={answer.decline} onAsk={props.onAsk} isRunning={isRunning} />}
      <Ending {...props} />
      {!isRunning && <AnswerFoot {...props} />}
    </article>
  );
}

/** While it is made, what is done; then the parts that can be changed, after what led to them. */
function Steps({
  answer,
  editing = null,
  isStreaming,
  isRunning,
}: AnswerViewProps & { readonly isStreaming: boolean }) {
  const result = mainResult(answer);
  const chart = chartOf(answer, result);
  const elapsedMs = answer.usage?.elapsedMs ?? null;
  if (result === null || editing === null || isRunning)
    return <StepSummary steps={readSteps(answer.tools)} isRunning={isStreaming} elapsedMs={elapsedMs} />;
  const reason = findUsedSource(answer.tools)?.reason ?? null;
  const cards = {
    count: cardsOf(draftOfResult(result), chart, reason).length,
    list: <StepCards key={result.resultId} answer={answer} result={result} reason={reason} editing={editing} />,
  };
  return <StepSummary steps={readStory(answer.tools)} isRunning={false} elapsedMs={elapsedMs} cards={cards} />;
}

function AnswerProse({ answer, isRunning, onExplainAgain = null }: AnswerViewProps) {
  if (answer.edited?.prose === "stale")
    return <StaleProse answer={answer} onExplainAgain={isRunning ? null : onExplainAgain} />;
  return <Prose text={answer.prose} numbers={answer.numbers} />;
}

function Waiting() {
  return (
    <p className="flex animate-arrive items-center gap-2 text-quiet text-sm">
      <Spinner className="size-3.5" />
      Reading the question
    </p>
  );
}

/** The answer's result; when several were needed, the others are a press away. */
function Results({ answer, locale, currency, editing = null, canExplore = false }: AnswerViewProps) {
  const [chosenId, setChosenId] = useState<string | null>(null);
  const chosen = answer.results.find(({ resultId }) => resultId === chosenId) ?? mainResult(answer);
  if (chosen === null) return null;
  return (
    <div className="animate-arrive space-y-2">
      {answer.results.length > 1 && (
        <Tabs
          label="Results"
          value={chosen.resultId}
          tabs={answer.results.map((result, index) => ({ value: result.resultId, label: titleOf(result, index) }))}
          onChange={setChosenId}
        />
      )}
      <ResultView
        key={chosen.resultId}
        data={chosen}
        chart={chartOf(answer, chosen)}
        locale={locale}
        currency={currency}
        canExplore={canExplore}
        editing={chosen.resultId === mainResult(answer)?.resultId ? editing : null}
      />
    </div>
  );
}

const longestTitle = 28;

function titleOf({ worksheet }: ResultData, index: number): string {
  const name = worksheet.name.length > longestTitle ? `${worksheet.name.slice(0, longestTitle)}…` : worksheet.name;
  return `${index + 1} ${name}`;
}

type ReplyProps = Pick<AnswerViewProps, "onAsk" | "isRunning">;

function AskBack({ askBack, onAsk, isRunning }: ReplyProps & { readonly askBack: NonNullable<Answer["askBack"]> }) {
  return (
    <fieldset className="animate-arrive">
      <legend className="mb-2 font-medium">{askBack.question}</legend>
      <div className="flex flex-col items-start gap-1.5">
        {askBack.choices.map((choice) => (
          <Button
            key={choice.question}
            disabled={isRunning || onAsk === null}
            onClick={() => onAsk?.(choice.question)}
            className={choiceClass}
          >
            {choice.label}
          </Button>
        ))}
      </div>
    </fieldset>
  );
}

const choiceClass = "h-auto min-h-8 max-w-full whitespace-normal py-1.5 text-left font-normal";

function Decline({ decline, onAsk, isRunning }: ReplyProps & { readonly decline: NonNullable<Answer["decline"]> }) {
  const { reason, nearestQuestion } = decline;
  return (
    <div className="animate-arrive space-y-2.5">
      <p className="max-w-prose">{reason}</p>
      {nearestQuestion !== null && (
        <div>
          <p className="mb-1.5 text-quiet text-sm">What can be answered:</p>
          <Button
            disabled={isRunning || onAsk === null}
            onClick={() => onAsk?.(nearestQuestion)}
            className={choiceClass}
          >
            {nearestQuestion}
          </Button>
        </div>
      )}
    </div>
  );
}

/** What is to be said of how it goes or ended. A failure is told once: its sentence comes with the message and with the stream. */
function Ending({ answer: { notice }, isRunning, error, onRetry, onContinue }: AnswerViewProps) {
  const isSame = notice !== null && notice.message === error;
  const canGoOn = notice?.code === "interrupted" || notice?.code === "stopped";
  return (
    <>
      {notice !== null && (canGoOn || !isSame) && (
        <RunNotice notice={notice} isRunning={isRunning} onRetry={onRetry} onContinue={onContinue} />
      )}
      {error !== null && !(canGoOn && isSame) && <Failure error={error} onRetry={onRetry} />}
    </>
  );
}

function Failure({ error, onRetry }: { readonly error: string; readonly onRetry: (() => void) | undefined }) {
  return (
    <Notice
      tone="danger"
      {...(onRetry === undefined
        ? {}
        : {
            actions: (
              <Button size="small" onClick={onRetry}>
                Ask again
              </Button>
            ),
          })}
    >
      {error}
    </Notice>
  );
}

function AnswerFoot(props: AnswerViewProps) {
  const { answer, runId, opinion, isMadeOpen, onShowMade, onRetry, editing = null } = props;
  const result = mainResult(answer);
  if (runId === null) return null;
  return (
    <footer className="space-y-2.5">
      {result !== null && (
        <FilterChips key={result.resultId} result={result} mark={markOf(answer, result)} editing={editing} />
      )}
      <VersionBar {...props} />
      <div className="flex flex-wrap items-center gap-x-0.5 gap-y-1">
        <Verification verification={answer.verification} />
        <div className="ml-auto flex flex-wrap items-center justify-end gap-0.5">
          {(result !== null || answer.prose !== "") && (
            <CopyAnswer runId={runId} text={answer.edited?.prose === "stale" ? "" : plainText(answer.prose)} />
          )}
          {onRetry !== undefined && (
            <IconButton label="Ask again" size="small" onClick={onRetry}>
              <RotateCcw />
            </IconButton>
          )}
          <Feedback runId={runId} initial={opinion} />
          {props.openable !== undefined && result !== null && !props.isRecomputing && (
            <OpenInWorkbook key={runId} own={answer.results.map(({ resultId }) => resultId)} all={props.openable} />
          )}
          <Button
            variant="quiet"
            size="small"
            aria-pressed={isMadeOpen}
            onClick={onShowMade}
            className="aria-pressed:bg-text/7"
          >
            <PanelRight />
            How this was made
          </Button>
        </div>
      </div>
    </footer>
  );
}

/** Which version this is, what made it, and the way back. */
function VersionBar({ runId, versions, editing = null }: AnswerViewProps) {
  if (versions === undefined) return null;
  const { place, onShow } = versions;
  const run = place.all.find(({ id }) => id === runId);
  const parentRunId = place.index > 0 ? (run?.parentRunId ?? null) : null;
  const isBusy = editing?.obstacle != null;
  if (place.all.length < 2) return null;
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1">
      <Walker place={place} word="Version" disabled={isBusy} onShow={onShow} />
      {parentRunId !== null && (
        <UndoChange change={run?.change ?? "Explained again"} disabled={isBusy} onUndo={() => onShow(parentRunId)} />
      )}
    </div>
  );
}
