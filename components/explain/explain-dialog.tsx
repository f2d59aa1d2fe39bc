"use client";

import { type RefObject, useCallback, useEffect, useRef, useState } from "react";
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
import { type Asked, judgeStaleness, keyOfChart, type Staleness } from "./staleness.tsx";

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
  const [asked, setAsked] = useState<Asked | null>(null);
  const wanted = keyOfChart(about);
  const explain = useCallback(
    (regenerate: boolean) => {
      setAsked({ about: wanted, queryHash });
      start({ kind: "explain-chart", ...about, regenerate });
    },
    [about, wanted, queryHash, start],
  );
  // The rows on the page came after it was asked: they are those that were looked at.
  if (asked !== null && asked.queryHash === null && queryHash !== null && asked.about === wanted)
    setAsked({ ...asked, queryHash });
  // Once, when it opens: a change of the chart only marks the text.
  const [begin] = useState(() => explain);
  useEffect(() => begin(false), [begin]);

  const explanation = readExplanation(run.parts);
  const isRunning = run.state === "running";
  const content = useRef<HTMLDivElement>(null);
  // What was pressed goes away with the press: the keyboard goes on in its place.
  const press = (work: () => void) => () => {
    work();
    content.current?.focus({ preventScroll: true });
  };
  const again = press(() => explain(false));

  const staleness = judgeStaleness(asked, { about: wanted, queryHash }, explanation.about?.queryHash ?? null);
  const isEarlier = staleness === "chart-changed" || staleness === "rows-changed";
  return (
    <BesidePanel title="Explain" description={about.title} onClose={onClose} returnFocusTo={returnFocusTo}>
      <div ref={content} tabIndex={-1} aria-busy={isRunning} className="space-y-3.5 outline-none">
        {!isRunning && explanation.prose !== "" && <Stale staleness={staleness} onExplain={again} />}
        <ExplainedText explanation={explanation} isRunning={isRunning} isStale={isEarlier} />
        {run.state === "stopped" && <Stopped hasText={explanation.prose !== ""} onRetry={again} />}
        {run.failure !== null && <Failed code={run.failure.code} message={run.failure.message} onRetry={again} />}
        <ExplainActions
          explanation={explanation}
          runId={run.runId}
          state={run.state}
          onStop={press(stop)}
          onRegenerate={press(() => explain(true))}
          {...actions}
        />
        <AiNotice className="px-0" />
      </div>
      <Spoken explanation={explanation} state={run.state} />
    </BesidePanel>
  );
}

const changes: Readonly<Record<Exclude<Staleness, "current" | "text-ahead">, string>> = {
  "chart-changed": "The chart has changed. This text is about what it showed before.",
  "rows-changed": "The chart’s data has changed. This text is about the rows before.",
};

function Stale({ staleness, onExplain }: { readonly staleness: Staleness; readonly onExplain: () => void }) {
  if (staleness === "current") return null;
  if (staleness === "text-ahead")
    return (
      <Notice>
        The data has changed since the chart was drawn: this text is about newer rows. Reload to see them.
      </Notice>
    );
  return (
    <Notice
      tone="warning"
      actions={
        <Button size="small" onClick={onExplain}>
          Explain it as it is now
        </Button>
      }
    >
      {changes[staleness]}
    </Notice>
  );
}

function Stopped({ hasText, onRetry }: { readonly hasText: boolean; readonly onRetry: () => void }) {
  return (
    <Notice
      actions={
        <Button size="small" onClick={onRetry}>
          Explain
        </Button>
      }
    >
      {hasText ? "Stopped. What was written until then stays." : "Stopped before anything was written."}
    </Notice>
  );
}

/** What cannot become right by trying again says what to do instead. */
const final: readonly string[] = ["forbidden", "ai_not_configured", "not_found", "formula_invalid"];

function Failed({ code, message, onRetry }: { code: string; message: string; onRetry: () => void }) {
  return (
    <Notice tone="danger" onRetry={final.includes(code) ? null : onRetry}>
      {message}
    </Notice>
  );
}
