"use client";

import { ChevronLeft, ChevronRight, Undo2 } from "lucide-react";
import { Button, IconButton } from "#components/ui/button";
import type { RunSummary } from "#lib/contract/runs";

/** Where something stands among its like: the versions of an answer, the wordings of a question. */
export type Place = { readonly all: readonly RunSummary[]; readonly index: number };

type WalkerProps = {
  readonly place: Place;
  /** "Version", "Wording". */
  readonly word: string;
  readonly disabled: boolean;
  readonly onShow: (runId: string) => void;
};

/** "2 of 3", with the way to the one before and the one after. Nothing when there is only one. */
export function Walker({ place: { all, index }, word, disabled, onShow }: WalkerProps) {
  if (all.length < 2) return null;
  const before = all[index - 1];
  const after = all[index + 1];
  return (
    <fieldset className="flex items-center text-quiet text-sm" aria-label={`${word} ${index + 1} of ${all.length}`}>
      <IconButton
        size="small"
        label={`Earlier ${word.toLowerCase()}`}
        disabled={disabled || before === undefined}
        onClick={() => before !== undefined && onShow(before.id)}
      >
        <ChevronLeft />
      </IconButton>
      <span className="nums">
        {index + 1} of {all.length}
      </span>
      <IconButton
        size="small"
        label={`Later ${word.toLowerCase()}`}
        disabled={disabled || after === undefined}
        onClick={() => after !== undefined && onShow(after.id)}
      >
        <ChevronRight />
      </IconButton>
    </fieldset>
  );
}

type UndoProps = { readonly change: string; readonly disabled: boolean; readonly onUndo: () => void };

export function UndoChange({ change, disabled, onUndo }: UndoProps) {
  return (
    <div className="flex min-w-0 items-center gap-1.5 text-sm">
      <span className="truncate text-quiet" title={change}>
        {change}
      </span>
      <Button variant="quiet" size="small" disabled={disabled} onClick={onUndo}>
        <Undo2 />
        Undo
      </Button>
    </div>
  );
}
