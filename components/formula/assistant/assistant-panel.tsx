"use client";

import { type RefObject, useState } from "react";
import { AiNotice } from "#components/ui/ai-notice";
import { Sheet } from "#components/ui/dialog";
import { AnchoredPanel } from "#components/ui/popover";
import { useMedia } from "#components/ui/use-media";
import type { FormulaCandidate } from "#lib/contract/formula-assist";
import type { FormulaPlace } from "../formula-place.tsx";
import type { LoadPreview } from "../use-formula-preview.tsx";
import { type Assistance, type AssistMode, modeTitles } from "./assistance.tsx";
import { CorrectFormula } from "./correct-formula.tsx";
import { ExplainFormula } from "./explain-formula.tsx";
import { WriteFormula } from "./write-formula.tsx";

export type AssistantProps = Assistance & {
  readonly mode: AssistMode;
  /** What stands in the editor now. */
  readonly formula: string;
  /** Where the editor checks it; null while that is on its way. */
  readonly place: FormulaPlace | null;
  /** Runs a formula in the editor's place. */
  readonly loadPreview: LoadPreview | null;
  readonly locale: string;
  readonly currency: string;
  readonly anchor: RefObject<HTMLElement | null>;
  /** A formula for the editor. `candidate`: as the server gave it; null: the checker's own fix. */
  readonly onUse: (formula: string, candidate: FormulaCandidate | null) => void;
  readonly onClose: () => void;
};

/** The assistant beside the editor, or from the edge of a narrow screen. Closing it stops what runs. */
export function AssistantPanel(props: AssistantProps) {
  // As it was when it was opened: a window that is made narrower keeps what has arrived, and the panel fits it too.
  const isWideNow = useMedia("(min-width: 768px)");
  const [isWide] = useState(isWideNow);
  const content = (
    <div className="space-y-4 text-base">
      <Task {...props} />
      <AiNotice className="px-0" />
    </div>
  );
  if (isWide)
    return (
      <AnchoredPanel anchor={props.anchor} title={modeTitles[props.mode]} onClose={props.onClose} className="w-160">
        {content}
      </AnchoredPanel>
    );
  return (
    <Sheet title={modeTitles[props.mode]} open onOpenChange={(isOpen) => !isOpen && props.onClose()}>
      {content}
    </Sheet>
  );
}

function Task(props: AssistantProps) {
  switch (props.mode) {
    case "write":
      return <WriteFormula {...props} />;
    case "correct":
      return <CorrectFormula {...props} />;
    case "explain":
      return <ExplainFormula {...props} />;
  }
}
