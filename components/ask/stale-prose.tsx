"use client";

import { History } from "lucide-react";
import { useState } from "react";
import { Prose } from "#components/prose/prose";
import { Button } from "#components/ui/button";
import { RequestError } from "#components/ui/request";
import type { Answer } from "./read-answer.tsx";

type StaleProseProps = {
  readonly answer: Answer;
  /** Null: it cannot be asked for here. Throws RequestError. */
  readonly onExplainAgain: (() => Promise<void>) | null;
};

/** Text about an earlier result, plainly marked, with the way to a new one. */
export function StaleProse({ answer, onExplainAgain }: StaleProseProps) {
  const [isPending, setIsPending] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const explain = async (act: () => Promise<void>) => {
    setIsPending(true);
    setProblem(null);
    try {
      await act();
    } catch (error) {
      setProblem(error instanceof RequestError ? error.message : "This could not be explained. Reload the page.");
    } finally {
      setIsPending(false);
    }
  };
  return (
    <section aria-label="Text about the earlier result" className="space-y-2.5 border-warning/50 border-l-2 pl-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <p className="flex min-w-48 flex-1 items-start gap-2 text-sm">
          <History aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-warning" />
          <span>
            This text is about the result before the change
            <span className="text-quiet [overflow-wrap:anywhere]"> ({answer.edited?.change})</span>. Its numbers may no
            longer hold.
          </span>
        </p>
        {onExplainAgain !== null && (
          <Button size="small" pending={isPending} onClick={() => void explain(onExplainAgain)}>
            Explain again
          </Button>
        )}
      </div>
      {problem !== null && (
        <p role="alert" className="text-danger text-sm">
          {problem}
        </p>
      )}
      <div className="text-quiet">
        <Prose text={answer.prose} numbers={answer.numbers} isEarlier />
      </div>
    </section>
  );
}
