"use client";

import { Pencil } from "lucide-react";
import { type KeyboardEvent, useState } from "react";
import { Button, IconButton } from "#components/ui/button";
import { controlClass } from "#components/ui/field";
import type { RunMessage } from "#lib/contract/runs";
import { type Place, Walker } from "./versions.tsx";

type QuestionProps = {
  readonly message: RunMessage;
  readonly isRunning: boolean;
  readonly wordings: Place | null;
  readonly onShow: (runId: string) => void;
  /** Asks it in other words, at its place: what followed stays on its own branch. Null: nothing can be asked now. */
  readonly onAskAgain: ((question: string) => void) | null;
};

const longestQuestion = 4000;

/** What was asked, with its other wordings; it can be asked in new words. */
export function Question({ message, isRunning, wordings, onShow, onAskAgain }: QuestionProps) {
  const [draft, setDraft] = useState<string | null>(null);
  const text = textOf(message);
  if (draft !== null && onAskAgain !== null)
    return (
      <QuestionEditor
        draft={draft}
        isRunning={isRunning}
        onChange={setDraft}
        onCancel={() => setDraft(null)}
        onAsk={() => {
          setDraft(null);
          if (draft.trim() !== text) onAskAgain(draft.trim());
        }}
      />
    );
  return (
    <div className="group flex flex-wrap items-start gap-x-2 not-first:pt-8">
      <h2 className="min-w-0 flex-1 whitespace-pre-wrap font-semibold text-lg [overflow-wrap:anywhere]">{text}</h2>
      <div className="flex items-center">
        {wordings !== null && <Walker place={wordings} word="Wording" disabled={isRunning} onShow={onShow} />}
        {onAskAgain !== null && (
          <IconButton
            label="Edit question"
            size="small"
            disabled={isRunning}
            onClick={() => setDraft(text)}
            className="opacity-0 focus-visible:opacity-100 group-hover:opacity-100 [@media(hover:none)]:opacity-100"
          >
            <Pencil />
          </IconButton>
        )}
      </div>
    </div>
  );
}

type QuestionEditorProps = {
  readonly draft: string;
  readonly isRunning: boolean;
  readonly onChange: (draft: string) => void;
  readonly onAsk: () => void;
  readonly onCancel: () => void;
};

function QuestionEditor({ draft, isRunning, onChange, onAsk, onCancel }: QuestionEditorProps) {
  const mayAsk = draft.trim() !== "" && !isRunning;
  const press = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Escape") onCancel();
    else if (event.key === "Enter" && !event.shiftKey && mayAsk) onAsk();
    else return;
    event.preventDefault();
  };
  return (
    <div className="space-y-2 not-first:pt-8">
      <textarea
        ref={focusAtEnd}
        aria-label="Question in other words"
        value={draft}
        rows={1}
        maxLength={longestQuestion}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={press}
        className={`${controlClass} field-sizing-content block max-h-48 resize-none py-1.5 text-lg`}
      />
      <div className="flex gap-2">
        <Button variant="primary" size="small" disabled={!mayAsk} onClick={onAsk}>
          Ask
        </Button>
        <Button size="small" onClick={onCancel}>
          Cancel
        </Button>
      </div>
    </div>
  );
}

function focusAtEnd(box: HTMLTextAreaElement | null): void {
  if (box === null || box === document.activeElement) return;
  box.focus();
  box.setSelectionRange(box.value.length, box.value.length);
}

export function textOf(message: RunMessage | undefined): string {
  return (message?.parts ?? []).flatMap((part) => (part.type === "text" ? [part.text] : [])).join("\n");
}
