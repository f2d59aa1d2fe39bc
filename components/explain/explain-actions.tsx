"use client";

import { MessageSquarePlus, RotateCcw, Square, TextCursorInput } from "lucide-react";
import { plainText } from "#components/prose/plain-text";
import { Verification } from "#components/prose/verification";
import { Feedback } from "#components/run/feedback";
import { RunUsage, WhatWasSent } from "#components/run/run-record";
import type { RunState } from "#components/run/use-run";
import { Button, IconButton } from "#components/ui/button";
import { CopyButton } from "#components/ui/copy-button";
import type { Explanation } from "./read-explanation.tsx";

type ExplainActionsProps = {
  readonly explanation: Explanation;
  readonly runId: string | null;
  readonly state: RunState["state"];
  readonly onStop: () => void;
  readonly onRegenerate: () => void;
  readonly onAddText?: ((text: string) => void) | undefined;
  readonly onAskFollowUp?: (() => void) | undefined;
};

/** What can be done with a text, and how it came about. */
export function ExplainActions(props: ExplainActionsProps) {
  const { explanation, runId, state, onStop } = props;
  if (state === "running")
    return (
      <Button size="small" onClick={onStop}>
        <Square />
        Stop
      </Button>
    );
  if (explanation.prose === "" || runId === null) return null;
  return (
    <div className="space-y-3">
      <div className="flex flex-wrap items-center gap-x-1 gap-y-1">
        <Verification verification={explanation.verification} />
        <div className="ml-auto flex items-center gap-0.5">
          <IconButton label="Regenerate" size="small" onClick={props.onRegenerate}>
            <RotateCcw />
          </IconButton>
          <Feedback key={runId} runId={runId} initial={null} />
        </div>
      </div>
      <Uses {...props} />
      <Record explanation={explanation} runId={runId} />
    </div>
  );
}

function Uses({ explanation, onAddText, onAskFollowUp }: ExplainActionsProps) {
  const text = () => plainText(explanation.prose);
  return (
    <div className="flex flex-wrap gap-1.5">
      <CopyButton value={text} label="Copy text" />
      {onAddText !== undefined && (
        <Button variant="quiet" size="small" onClick={() => onAddText(text())}>
          <TextCursorInput />
          Add as text element
        </Button>
      )}
      {onAskFollowUp !== undefined && (
        <Button variant="quiet" size="small" onClick={onAskFollowUp}>
          <MessageSquarePlus />
          Ask a follow-up
        </Button>
      )}
    </div>
  );
}

/** When it was written, by whom, and what left for a provider. */
function Record({ explanation: { about, asOf, usage }, runId }: { explanation: Explanation; runId: string }) {
  return (
    <details className="border-t pt-2.5 text-sm">
      <summary className="w-fit rounded-sm text-quiet hover:text-text">How this was made</summary>
      <div className="mt-2 space-y-2 text-quiet">
        {asOf !== null && <p>Data as of {showDay(asOf)}.</p>}
        {about?.writtenAt != null && (
          <p>Written on {showMoment(about.writtenAt)}; chart and rows are the same since, so the text is too.</p>
        )}
        {usage !== null && <RunUsage usage={usage} />}
        <p className="font-medium text-text">What was sent</p>
        <WhatWasSent runId={runId} />
      </div>
    </details>
  );
}

function showDay(iso: string): string {
  const date = new Date(`${iso.slice(0, 10)}T00:00:00Z`);
  return Number.isNaN(date.getTime())
    ? iso
    : date.toLocaleDateString(undefined, { dateStyle: "medium", timeZone: "UTC" });
}

function showMoment(iso: string): string {
  return new Date(iso).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });
}
