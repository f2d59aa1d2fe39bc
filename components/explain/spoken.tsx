"use client";

import { useEffect, useRef, useState } from "react";
import { plainText } from "#components/prose/plain-text";
import type { RunState } from "#components/run/use-run";
import type { Explanation } from "./read-explanation.tsx";

/** Tells screen readers of an explanation in sentences, each once: what is being done, then the text, never a token. */
export function Spoken({
  explanation,
  state,
}: {
  readonly explanation: Explanation;
  readonly state: RunState["state"];
}) {
  const [sentence, setSentence] = useState("");
  const said = useRef("");
  const whole = wholeSentences(plainText(explanation.prose), state !== "running");
  useEffect(() => {
    if (state === "running" && whole === "") {
      said.current = "";
      return setSentence("Reading the chart.");
    }
    if (state === "stopped" && whole === said.current) return setSentence("Stopped.");
    if (whole === said.current || whole === "") return;
    // New sentences are gathered for a moment, so that one does not cut off the other.
    const timer = setTimeout(() => {
      setSentence(whole.startsWith(said.current) ? whole.slice(said.current.length).trim() : whole);
      said.current = whole;
    }, 400);
    return () => clearTimeout(timer);
  }, [whole, state]);
  return (
    <div role="status" aria-live="polite" className="sr-only">
      {sentence}
    </div>
  );
}

function wholeSentences(text: string, isWhole: boolean): string {
  if (isWhole) return text;
  const end = Math.max(text.lastIndexOf(". "), text.lastIndexOf(".\n"));
  return text.slice(0, end + 1);
}
