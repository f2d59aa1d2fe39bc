"use client";

import { Plus } from "lucide-react";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { useSourceScope } from "#components/formula/use-source-scope";
import type { RunData } from "#lib/contract/runs";
import { type Answer, chartOf, markOf } from "../read-answer.tsx";
import { stepKinds } from "../steps/step.tsx";
import { StepFrame } from "../steps/step-list.tsx";
import { type Card, type CardPart, cardsOf } from "./cards.tsx";
import { draftOfResult, type Mark } from "./draft-edits.tsx";
import type { Editing } from "./editing.tsx";
import { PartEditor } from "./part-editor.tsx";

type StepCardsProps = {
  readonly answer: Answer;
  readonly result: RunData["result"];
  /** Why this source. */
  readonly reason: string | null;
  readonly editing: Editing;
};

const newFilter: Card = { id: "new-filter", kind: "filter", title: "Add a filter", opens: { part: "new-filter" } };
const newColumn: Card = { id: "new-column", kind: "column", title: "Add a column", opens: { part: "new-column" } };

/** The parts of an answer; each opens into its editor. One is open at a time. */
export function StepCards({ answer, result, reason, editing }: StepCardsProps) {
  const [openId, setOpenId] = useState<string | null>(null);
  const draft = draftOfResult(result);
  const cards = cardsOf(draft, chartOf(answer, result), reason);
  const afterFilters = cards.findIndex(({ kind }) => kind !== "source" && kind !== "filter");
  const afterColumns = afterFilters + cards.filter(({ kind }) => kind === "column").length;
  const row = (card: Card) => (
    <CardRow
      key={card.id}
      card={card}
      isOpen={openId === card.id}
      onToggle={() => setOpenId(openId === card.id ? null : card.id)}
    >
      <OpenEditor
        part={card.opens}
        result={result}
        mark={markOf(answer, result)}
        editing={editing}
        onClose={() => setOpenId(null)}
      />
    </CardRow>
  );
  return (
    <>
      {cards.slice(0, afterFilters).map(row)}
      {row(newFilter)}
      {cards.slice(afterFilters, afterColumns).map(row)}
      {row(newColumn)}
      {cards.slice(afterColumns).map(row)}
    </>
  );
}

type CardRowProps = {
  readonly card: Card;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
  readonly children: ReactNode;
};

function CardRow({ card, isOpen, onToggle, children }: CardRowProps) {
  const isNew = card === newFilter || card === newColumn;
  const button = useRef<HTMLButtonElement>(null);
  const wasOpen = useRef(false);
  useEffect(() => {
    // The editor has left with the focus in it: back to where it was opened.
    if (wasOpen.current && !isOpen && document.activeElement === document.body) button.current?.focus();
    wasOpen.current = isOpen;
  }, [isOpen]);
  return (
    <StepFrame kind={card.kind} icon={isNew ? <Plus aria-hidden="true" className="size-3.5" /> : undefined}>
      <button
        ref={button}
        type="button"
        aria-expanded={isOpen}
        aria-label={isNew ? card.title : nameOf(card)}
        onClick={onToggle}
        className="group -mx-1 -my-0.5 block w-full rounded-sm px-1 py-0.5 text-left transition-colors hover:bg-text/5 aria-expanded:bg-text/5"
      >
        <span className="flex items-baseline gap-2">
          <span className="min-w-0 flex-1">
            {isNew ? (
              <span className="text-quiet">{card.title}</span>
            ) : (
              <>
                <span className="mr-2 text-quiet">{stepKinds[card.kind].label}</span>
                <span className="[overflow-wrap:anywhere]">{card.title}</span>
              </>
            )}
          </span>
          {!isNew && !isOpen && (
            <span className="shrink-0 text-quiet text-xs underline-offset-2 group-hover:underline">Change</span>
          )}
        </span>
        {card.formula !== undefined && !isOpen && (
          <code className="mt-0.5 block font-mono text-quiet text-xs [overflow-wrap:anywhere]">{card.formula}</code>
        )}
      </button>
      {card.detail !== undefined && !isOpen && <p className="mt-0.5 text-quiet text-xs">{card.detail}</p>}
      {isOpen && children}
    </StepFrame>
  );
}

/** `Column Total Sales, Sum([Sales])`. */
function nameOf({ kind, title, formula }: Card): string {
  return `${stepKinds[kind].label} ${title}${formula === undefined ? "" : `, ${formula}`}`;
}

type OpenEditorProps = {
  readonly part: CardPart;
  readonly result: RunData["result"];
  readonly mark: Mark;
  readonly editing: Editing;
  readonly onClose: () => void;
};

function OpenEditor({ part, result, mark, editing, onClose }: OpenEditorProps) {
  const scope = useSourceScope(result.sourceId);
  return <PartEditor part={part} result={result} mark={mark} scope={scope} editing={editing} onClose={onClose} />;
}
