"use client";

import { Prose } from "#components/prose/prose";
import { Notice } from "#components/ui/notice";
import { Spinner } from "#components/ui/spinner";
import type { ToldFact } from "#lib/contract/explain-chart";
import type { Explanation } from "./read-explanation.tsx";

type ExplainedTextProps = {
  readonly explanation: Explanation;
  readonly isRunning: boolean;
  /** The chart has changed since. */
  readonly isStale: boolean;
};

/** While it is read, what was found; then the text, and what was found a press away. */
export function ExplainedText({ explanation, isRunning, isStale }: ExplainedTextProps) {
  const { facts, prose, numbers, notice, about } = explanation;
  const isQueued = isRunning && notice?.code === "queued";
  return (
    <>
      {isQueued && <Notice>{notice.message}</Notice>}
      {isRunning && !isQueued && prose === "" && (
        <p className="flex animate-arrive items-center gap-2 text-quiet text-sm">
          <Spinner className="size-3.5" />
          Reading the chart
        </p>
      )}
      {prose !== "" && <Prose text={prose} numbers={numbers} isEarlier={isStale} />}
      {prose !== "" && (about?.notes ?? []).map((note) => <Notice key={note}>{note}</Notice>)}
      {facts !== null && facts.length > 0 && <Facts facts={facts} isOpen={prose === "" && isRunning} />}
    </>
  );
}

const mostShown = 12;

function Facts({ facts, isOpen }: { readonly facts: readonly ToldFact[]; readonly isOpen: boolean }) {
  const shown = facts.slice(0, mostShown);
  return (
    <details key={String(isOpen)} open={isOpen} className="text-sm">
      <summary className="w-fit rounded-sm text-quiet hover:text-text">
        {facts.length === 1 ? "One fact found in the rows" : `${facts.length} facts found in the rows`}
      </summary>
      <ul className="nums mt-2 space-y-1 border-l pl-3 text-quiet">
        {shown.map(({ id, text }) => (
          <li key={id} className="animate-arrive [overflow-wrap:anywhere]">
            {text}
          </li>
        ))}
        {facts.length > shown.length && <li>and {facts.length - shown.length} more</li>}
      </ul>
    </details>
  );
}
