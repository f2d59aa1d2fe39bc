"use client";

import { type RefObject, useCallback, useEffect, useState } from "react";
import { useRun } from "#components/run/use-run";
import { AiNotice } from "#components/ui/ai-notice";
import { BesidePanel } from "#components/ui/beside-panel";
import { Button } from "#components/ui/button";
import { Notice } from "#components/ui/notice";
import type { ExplainedChart } from "#lib/contract/explain-chart";
import { ExplainActions } from "./explain-actions.tsx";
import { ExplainedText } from "./explained-text.tsx";
import { readExplanation } from "./read-explanation.tsx";
import { Spoken } from "./spoken.tsx";

export type ExplainDialogProps = {
  /** The chart as it is drawn now: when it changes under an open dialog, the text is marked as earlier. */
  readonly about: ExplainedChart;
  /** Of the rows that it shows now, where they are known. */
  readonly queryHash?: string | null;
  readonly onClose: () => void;
  readonly returnFocusTo?: RefObject<HTMLElement | null>;
  /** Absent: there is no place for a text. The text is plain. */
  readonly onAddText?: ((text: string) => void) | undefined;
  readonly onAskFollowUp?: (() => void) | undefined;
};

/** Explain this chart: facts first, then the text as it is written, with every number checked. Closing it stops the writing. */
export function ExplainDialog({ about, queryHash = null, onClose, returnFocusTo, ...actions }: ExplainDialogProps) {
  const { run, start, stop } = useRun();
  const [explained, setExplained] = useState("");
  const wanted = JSON.stringify(about);
  const explain = useCallback(
    (regenerate: boolean) => {
      setExplained(wanted);
      start({ kind: "explain-chart", ...about, regenerate });
    },
    [about, wanted, start],
  );
  // Once, when it opens: a change of the chart only marks the text.
  const [begin] = useState(() => explain);
  useEffect(() => begin(false), [begin]);

  const explanation = readExplanation(run.parts);
  const isRunning = run.state === "running";
  const hash = explanation.about?.queryHash ?? null;
  const isChanged = explained !== "" && explained !== wanted;
  const isStale = isChanged || (queryHash !== null && hash !== null && queryHash !== hash);
  return (
    <BesidePanel title="Explain" description={about.title} onClose={onClose} returnFocusTo={returnFocusTo}>
      <div aria-busy={isRunning} className="space-y-3.5">
        {isStale && !isRunning && <Stale onExplain={() => explain(false)} />}
        <ExplainedText explanation={explanation} isRunning={isRunning} isStale={isStale} />
        {run.state === "stopped" && <Stopped onRetry={() => explain(false)} />}
        {run.failure !== null && (
          <Failed code={run.failure.code} message={run.failure.message} onRetry={() => explain(false)} />
        )}
        <ExplainActions
          explanation={explanation}
          runId={run.runId}
          state={run.state}
          onStop={stop}
          onRegenerate={() => explain(true)}
          {...actions}
        />
        <AiNotice className="px-0" />
      </div>
      <Spoken explanation={explanation} state={run.state} />
    </BesidePanel>
  );
}

function Stale({ onExplain }: { readonly onExplain: () => void }) {
  return (
    <Notice
      tone="warning"
      actions={
        <Button size="small" onClick={onExplain}>
          Explain it as it is now
        </Button>
      }
    >
      The chart has changed. This text is about what it showed before.
    </Notice>
  );
}

function Stopped({ onRetry }: { readonly onRetry: () => void }) {
  return (
    <Notice
      actions={
        <Button size="small" onClick={onRetry}>
          Explain
        </Button>
      }
    >
      Stopped. What was written until then stays.
    </Notice>
  );
}

/** What cannot become right by trying again says what to do instead. */
const final: readonly string[] = ["forbidden", "ai_not_configured", "not_found", "formula_invalid"];

function Failed({ code, message, onRetry }: { code: string; message: string; onRetry: () => void }) {
  const again = final.includes(code)
    ? {}
    : {
        actions: (
          <Button size="small" onClick={onRetry}>
            Try again
          </Button>
        ),
      };
  return (
    <Notice tone="danger" {...again}>
      {message}
    </Notice>
  );
}
