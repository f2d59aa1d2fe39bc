"use client";

import { type FormEvent, type KeyboardEvent, useState } from "react";
import { Button } from "#components/ui/button";
import { TextAreaField } from "#components/ui/field";
import { Alternatives } from "./alternatives.tsx";
import type { AssistantProps } from "./assistant-panel.tsx";
import { RunFoot, RunProgress, RunTrouble } from "./run-state.tsx";
import { useAssist } from "./use-assist.tsx";
import { useChoice } from "./use-choice.tsx";
import { Verdict } from "./verdict.tsx";

/** A formula from words: each candidate comes checked, with its type, level, place and rows. */
export function WriteFormula(props: AssistantProps) {
  const [description, setDescription] = useState("");
  const [asked, setAsked] = useState("");
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const assist = useAssist();
  const { answer, isRunning, run } = assist;
  const choice = useChoice(props, "Use formula");
  const start = () => {
    const words = description.trim();
    setProblem(words === "" ? "Describe what the formula should give." : undefined);
    if (words === "") return;
    setAsked(words);
    assist.start({ kind: "write-formula", target: props.target, description: words });
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    // The panel hangs in a page of forms: what is submitted here is meant for here alone.
    event.stopPropagation();
    if (description.trim() === "") event.currentTarget.querySelector("textarea")?.focus();
    start();
  };
  const press = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.key !== "Enter" || event.shiftKey || event.altKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    event.currentTarget.form?.requestSubmit();
  };
  return (
    <div className="space-y-4">
      <form noValidate aria-label="Write a new formula" onSubmit={submit} className="space-y-3">
        <TextAreaField
          label="Description"
          placeholder="Profit as a share of sales"
          help="What it should give, in your own words. Enter writes, Shift Enter begins a new line."
          value={description}
          maxLength={2000}
          rows={2}
          error={problem}
          autoFocus
          className="min-h-15"
          onKeyDown={press}
          onChange={(event) => setDescription(event.target.value)}
        />
        <Button type="submit" variant="primary" disabled={isRunning}>
          {asked === "" ? "Write formula" : "Write again"}
        </Button>
      </form>
      {run.state !== "idle" && (
        <section aria-label="AI response" aria-busy={isRunning} className="space-y-3 border-t pt-3">
          <h3 className="font-medium">AI response</h3>
          <RunProgress assist={assist} />
          <Alternatives
            candidates={answer.candidates}
            differences={answer.differences}
            before={null}
            choice={choice}
            locale={props.locale}
            currency={props.currency}
          />
          <Verdict answer={answer} choice={choice} locale={props.locale} currency={props.currency} />
          <RunTrouble assist={assist} isAdmin={props.isAdmin} onRetry={start} />
          <RunFoot assist={assist} />
        </section>
      )}
    </div>
  );
}
