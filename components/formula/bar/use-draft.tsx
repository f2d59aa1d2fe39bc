import { useState } from "react";
import { sentenceOf } from "#components/ui/request";
import { checkText, type FormulaPlace } from "../formula-place.tsx";

type DraftOwner = {
  readonly value: string;
  readonly place: FormulaPlace | null;
  readonly onSave: (formula: string) => void | Promise<void>;
  readonly onLeave?: (() => void) | undefined;
  readonly onDraft?: ((formula: string) => void) | undefined;
};

export type Draft = {
  readonly text: string;
  /** What is written is not what is saved. */
  readonly isChanged: boolean;
  readonly isSaving: boolean;
  /** Why it was not saved, in a sentence. */
  readonly problem: string | null;
  /** The assistant wrote what stands there; `undo` brings back what stood there before. */
  readonly canUndo: boolean;
  readonly write: (text: string) => void;
  readonly use: (text: string) => void;
  readonly undo: () => void;
  readonly save: (text: string) => void;
  readonly leave: () => void;
};

/** What is written and not yet saved. While nothing is, the saved formula shows through, whoever changes it. */
export function useDraft({ value, place, onSave, onLeave, onDraft }: DraftOwner): Draft {
  const [written, setWritten] = useState<string | null>(null);
  const [former, setFormer] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [isSaving, setIsSaving] = useState(false);
  const text = written ?? value;

  const change = (next: string | null, before: string | null) => {
    setWritten(next);
    setFormer(before);
    setProblem(null);
    onDraft?.(next ?? value);
  };
  const leave = () => {
    change(null, null);
    onLeave?.();
  };
  const store = async (formula: string) => {
    setIsSaving(true);
    setProblem(null);
    try {
      await onSave(formula);
      setWritten(null);
      setFormer(null);
    } catch (error) {
      setProblem(`Not saved. ${sentenceOf(error)}`);
    } finally {
      setIsSaving(false);
    }
  };
  const save = (formula: string) => {
    if (isSaving) return;
    if (formula === value) return leave();
    const obstacle = findObstacle(formula, place);
    setProblem(obstacle);
    if (obstacle === null) void store(formula);
  };

  return {
    text,
    isChanged: text !== value,
    isSaving,
    problem,
    canUndo: former !== null,
    // Who types on has taken what was used: from here the editor's own undo leads back.
    write: (next) => change(next, null),
    use: (next) => change(next, text),
    undo: () => change(former, null),
    save,
    leave,
  };
}

function findObstacle(formula: string, place: FormulaPlace | null): string | null {
  if (formula.trim() === "") return "Not saved: write a formula first, or press Esc to keep the saved one.";
  if (place === null) return "Not saved yet: the columns are still on their way. Try again in a moment.";
  if (checkText(formula, place).expression !== null) return null;
  return "Not saved: mend what is marked first, or press Esc to keep the saved formula.";
}
