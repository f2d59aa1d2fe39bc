"use client";

import { ChevronRight } from "lucide-react";
import { type ReactNode, useState } from "react";
import { classNames } from "#components/ui/class-names";
import type { Step } from "./step.tsx";
import { StepList } from "./step-list.tsx";

type StepSummaryProps = {
  readonly steps: readonly Step[];
  readonly isRunning: boolean;
  /** Null while it is not known. */
  readonly elapsedMs: number | null;
  /** The parts that can be changed, and how many they are. */
  readonly cards?: { readonly count: number; readonly list: ReactNode } | undefined;
};

/** Steps in the answer's place while it is made; afterwards one line that opens them again. */
export function StepSummary({ steps, isRunning, elapsedMs, cards }: StepSummaryProps) {
  const [isOpen, setIsOpen] = useState(false);
  if (isRunning) return <StepList steps={steps} />;
  const count = steps.length + (cards?.count ?? 0);
  if (count === 0) return null;
  return (
    <div>
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={() => setIsOpen(!isOpen)}
        className="-ml-1 inline-flex items-center gap-1 rounded-sm px-1 py-0.5 text-quiet text-sm transition-colors hover:text-text"
      >
        <ChevronRight
          aria-hidden="true"
          className={classNames("size-3.5 transition-transform", isOpen && "rotate-90")}
        />
        {summarize(count, elapsedMs)}
      </button>
      {isOpen && (
        <div className="mt-2 animate-arrive">
          <StepList steps={steps}>{cards?.list}</StepList>
        </div>
      )}
    </div>
  );
}

function summarize(count: number, elapsedMs: number | null): string {
  const steps = count === 1 ? "1 step" : `${count} steps`;
  return elapsedMs === null
    ? steps
    : `${steps} · ${(elapsedMs / 1000).toLocaleString(undefined, { maximumFractionDigits: 1 })} s`;
}
