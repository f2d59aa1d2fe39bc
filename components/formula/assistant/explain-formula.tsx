"use client";

import { useEffect, useState } from "react";
import { Prose } from "#components/prose/prose";
import { Badge } from "#components/ui/badge";
import { CopyButton } from "#components/ui/copy-button";
import { Skeleton } from "#components/ui/skeleton";
import type { RunData } from "#lib/contract/runs";
import { typeName } from "../function-words.tsx";
import type { AssistantProps } from "./assistant-panel.tsx";
import { FormulaText } from "./formula-text.tsx";
import type { AssistAnswer } from "./read-assist.tsx";
import { ChangedSince, RunFoot, RunProgress, RunTrouble } from "./run-state.tsx";
import { Sentences } from "./sentences.tsx";
import { StoredRows } from "./stored-rows.tsx";
import { useAssist } from "./use-assist.tsx";

/** What a formula does: from its syntax tree, which is always right, then in the model's prose. */
export function ExplainFormula(props: AssistantProps) {
  const { formula, target, locale, currency } = props;
  const [asked, setAsked] = useState(formula);
  const assist = useAssist();
  const { answer, isRunning, run, start: startRun } = assist;
  const start = () => {
    setAsked(formula);
    startRun({ kind: "explain-formula", target, formula });
  };
  const isIdle = run.state === "idle";
  useEffect(() => {
    if (isIdle) startRun({ kind: "explain-formula", target, formula });
  }, [isIdle, startRun, target, formula]);
  const { explanation, prose } = answer;
  return (
    <section aria-label="Explanation" aria-busy={isRunning} className="space-y-3">
      <FormulaText formula={asked} before={null} />
      {asked !== formula && !isRunning && <ChangedSince verb="Explain" onAgain={start} />}
      {explanation === null && isRunning && (
        <div className="space-y-2">
          <Skeleton className="w-4/5" />
          <Skeleton className="w-3/5" />
        </div>
      )}
      {explanation !== null && <Explanation explanation={explanation} locale={locale} currency={currency} />}
      <Problems answer={answer} />
      {prose !== "" && (
        <section aria-label="In other words" className="border-t pt-3">
          <h3 className="mb-1.5 font-medium">In other words</h3>
          <Prose text={prose} numbers={answer.numbers} />
        </section>
      )}
      <RunProgress assist={assist} />
      {explanation !== null && !isRunning && (
        <div className="-ml-2">
          <CopyButton value={() => plainText(answer)} label="Copy explanation" />
        </div>
      )}
      <RunTrouble assist={assist} isAdmin={props.isAdmin} onRetry={start} />
      <RunFoot assist={assist} />
    </section>
  );
}

type ExplanationProps = {
  readonly explanation: RunData["formula-explanation"];
  readonly locale: string;
  readonly currency: string;
};

function Explanation({ explanation, locale, currency }: ExplanationProps) {
  const { formula, summary, sentences, type, levelLabel, preview } = explanation;
  return (
    <div className="animate-arrive space-y-3">
      <p className="wrap-anywhere">{summary}</p>
      <div className="flex flex-wrap gap-1.5">
        {type !== null && <Badge>{typeName(type)}</Badge>}
        {levelLabel !== null && <Badge>{levelLabel}</Badge>}
      </div>
      {sentences.length > 1 && <Sentences formula={formula} sentences={sentences} />}
      {preview !== null && (
        <StoredRows
          resultId={preview.resultId}
          label="Rows of the formula"
          caption={preview.rowCount === 1 ? "Its value" : "First rows"}
          locale={locale}
          currency={currency}
        />
      )}
    </div>
  );
}

function Problems({ answer: { diagnostics } }: { readonly answer: AssistAnswer }) {
  if (diagnostics === null || diagnostics.length === 0) return null;
  return (
    <ul aria-label="Problems of the formula" className="list-disc space-y-1 pl-4 text-danger text-sm">
      {diagnostics.map(({ message, span }) => (
        <li key={`${span.from}-${message}`} className="wrap-anywhere">
          {message}
        </li>
      ))}
    </ul>
  );
}

function plainText({ explanation, prose }: AssistAnswer): string {
  const parts = (explanation?.sentences ?? []).map(({ text, depth }) => `${"  ".repeat(depth)}- ${text}`);
  const words = prose.replace(/\[([^\]]+)\]\(#number-[^)]*\)/g, "$1");
  return [explanation?.formula ?? "", explanation?.summary ?? "", parts.join("\n"), words]
    .filter((part) => part !== "")
    .join("\n\n");
}
