"use client";

import { useEffect, useRef, useState } from "react";
import type { Answer } from "./read-answer.tsx";
import { readSteps } from "./steps/read-steps.tsx";

/** Tells screen readers of an answer in sentences: what is being done, and then the prose, never a token. */
export function Announcer({ answer, isRunning }: { readonly answer: Answer | null; readonly isRunning: boolean }) {
  const [sentence, setSentence] = useState("");
  const wasRunning = useRef(false);
  const step = answer === null ? undefined : readSteps(answer.tools).at(-1)?.title;
  useEffect(() => {
    if (isRunning && step !== undefined) {
      const timer = setTimeout(() => setSentence(`${step}.`), 400);
      return () => clearTimeout(timer);
    }
    if (!isRunning && wasRunning.current) setSentence(endingOf(answer));
    wasRunning.current = isRunning;
  }, [isRunning, step, answer]);
  useEffect(() => {
    if (isRunning) wasRunning.current = true;
  }, [isRunning]);
  return (
    <div role="status" aria-live="polite" className="sr-only">
      {sentence}
    </div>
  );
}

function endingOf(answer: Answer | null): string {
  if (answer === null) return "";
  if (answer.edited?.prose === "stale")
    return `Recomputed: ${answer.edited.change}. The text below is about the earlier result.`;
  const prose = answer.prose.replace(/\[([^\]]+)\]\([^)]*\)/g, "$1").replace(/[*_`#]/g, "");
  // Why it broke off is said by its notice.
  if (answer.notice !== null) return `The answer is not complete. ${prose}`.trim();
  const reply = answer.askBack?.question ?? answer.decline?.reason ?? "";
  return `Answer ready. ${prose} ${reply}`.trim();
}
