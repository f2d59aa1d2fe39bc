"use client";

import { type FormEvent, useEffect, useMemo, useState } from "react";
import { Button } from "#components/ui/button";
import { TextAreaField } from "#components/ui/field";
import { Notice } from "#components/ui/notice";
import { checkText } from "../formula-place.tsx";
import { Alternatives } from "./alternatives.tsx";
import type { AssistantProps } from "./assistant-panel.tsx";
import { CandidateCard } from "./candidate-card.tsx";
import { checkerFixes } from "./checker-fixes.tsx";
import { FixCard } from "./fix-card.tsx";
import { ChangedSince, RunFoot, RunProgress, RunTrouble } from "./run-state.tsx";
import { type Assist, useAssist } from "./use-assist.tsx";
import { type Choice, useChoice } from "./use-choice.tsx";
import { Verdict } from "./verdict.tsx";

/** First what the checker itself would mend, at once; then what the model proposes. A sound formula is called so. */
export function CorrectFormula(props: AssistantProps) {
  const { formula, place, target } = props;
  const [asked, setAsked] = useState(formula);
  const assist = useAssist();
  const { answer, isRunning, run, start: startRun } = assist;
  const choice = useChoice(props, "Apply");
  const isSound = place === null ? null : checkText(formula, place).expression !== null;
  const [complaint, setComplaint] = useState<string | null>(null);
  const start = (words: string | null) => {
    setAsked(formula);
    setComplaint(words);
    startRun({ kind: "correct-formula", target, formula, complaint: words });
  };
  const isIdle = run.state === "idle";
  useEffect(() => {
    // What is sound needs no model unless somebody says what is wrong with its values.
    if (isIdle && isSound === false) startRun({ kind: "correct-formula", target, formula, complaint: null });
  }, [isIdle, isSound, startRun, target, formula]);
  const proposed = answer.candidates.filter(({ origin }) => origin === "model");
  return (
    <div className="space-y-4">
      {isSound === null && (
        <Notice>The columns are still on their way. The formula is looked at when they are here.</Notice>
      )}
      {isSound === true && complaint === null && (
        <Notice tone="positive" title="This formula is sound">
          It parses, its types and its level fit, and every name in it exists.
        </Notice>
      )}
      <CheckerFixes {...props} assist={assist} choice={choice} />
      {isSound === true && <Complaint isRunning={isRunning} onSend={start} />}
      {!isIdle && (
        <section aria-label="AI response" aria-busy={isRunning} className="space-y-3 border-t pt-3">
          <h3 className="font-medium">AI response</h3>
          {asked !== formula && !isRunning && <ChangedSince verb="Correct" onAgain={() => start(null)} />}
          <RunProgress assist={assist} />
          <Alternatives
            candidates={proposed}
            differences={answer.differences.filter(({ left, right }) =>
              [left, right].every((id) => proposed.some((candidate) => candidate.id === id)),
            )}
            before={asked}
            choice={choice}
            locale={props.locale}
            currency={props.currency}
          />
          <Verdict answer={answer} choice={choice} locale={props.locale} currency={props.currency} />
          <RunTrouble assist={assist} isAdmin={props.isAdmin} onRetry={() => start(complaint)} />
          <RunFoot assist={assist} />
        </section>
      )}
    </div>
  );
}

type CheckerFixesProps = AssistantProps & { readonly assist: Assist; readonly choice: Choice };

/** Each fix as it is known in the browser; with the rows before and after as soon as the server has run it. */
function CheckerFixes({ assist, choice, ...props }: CheckerFixesProps) {
  const { formula, place, locale, currency, loadPreview, onUse, onClose } = props;
  const fixes = useMemo(() => (place === null ? [] : checkerFixes(formula, place)), [formula, place]);
  if (fixes.length === 0) return null;
  return (
    <section aria-label="Fixes of the checker" className="space-y-3">
      <h3 className="font-medium">{fixes.length === 1 ? "The checker’s fix" : "The checker’s fixes"}</h3>
      {fixes.map((fix, index) => {
        const ran = assist.answer.candidates.find((candidate) => candidate.formula === fix.formula);
        const title = fixes.length === 1 ? "Fix" : fix.changes.length > 1 ? "All at once" : `Fix ${index + 1}`;
        if (ran !== undefined)
          return (
            <CandidateCard
              key={fix.formula}
              candidate={{ ...ran, changes: [...fix.changes] }}
              title={title}
              before={formula}
              choice={choice}
              locale={locale}
              currency={currency}
            />
          );
        return (
          <FixCard
            key={fix.formula}
            fix={fix}
            title={title}
            before={formula}
            loadPreview={loadPreview}
            locale={locale}
            currency={currency}
            onApply={() => {
              onUse(fix.formula, null);
              if (fix.isSound) onClose();
            }}
          />
        );
      })}
    </section>
  );
}

type ComplaintProps = { readonly isRunning: boolean; readonly onSend: (complaint: string) => void };

/** For formulas that check and give something else than was meant. */
function Complaint({ isRunning, onSend }: ComplaintProps) {
  const [words, setWords] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    event.stopPropagation();
    if (words.trim() !== "") onSend(words.trim());
  };
  return (
    <form aria-label="Correct this formula" onSubmit={submit} className="space-y-3">
      <TextAreaField
        label="What is wrong with its values?"
        optional
        placeholder="It counts cancelled orders too"
        help="A sound formula can still give something else than you meant. Say what, and the model corrects it."
        value={words}
        maxLength={2000}
        rows={2}
        className="min-h-15"
        onChange={(event) => setWords(event.target.value)}
      />
      <Button type="submit" disabled={isRunning || words.trim() === ""}>
        Correct formula
      </Button>
    </form>
  );
}
