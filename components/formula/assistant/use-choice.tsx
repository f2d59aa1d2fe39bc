import type { FormulaCandidate } from "#lib/contract/formula-assist";
import { checkText } from "../formula-place.tsx";
import { isElsewhere } from "./assistance.tsx";
import type { AssistantProps } from "./assistant-panel.tsx";

/** What can be done with a formula that the assistant shows. */
export type Choice = {
  /** A verb: "Use formula", "Apply". */
  readonly label: string;
  readonly use: (candidate: FormulaCandidate) => void;
  /** Why it cannot be used here, in a sentence; null: it can. */
  readonly findObstacle: (candidate: FormulaCandidate) => string | null;
};

/** A formula goes into the editor, or where it belongs when its owner can put it there; then the panel closes. */
export function useChoice(props: AssistantProps, label: string): Choice {
  const { target, place, onPlace, onUse, onClose } = props;
  return {
    label,
    use(candidate) {
      if (onPlace !== undefined && isElsewhere(candidate, target)) onPlace(candidate);
      else onUse(candidate.formula, candidate);
      onClose();
    },
    findObstacle(candidate) {
      if (onPlace !== undefined && isElsewhere(candidate, target)) return null;
      if (place === null || checkText(candidate.formula, place).expression !== null) return null;
      return `It stands at another level (${candidate.placeLabel}), and this editor cannot put it there. Copy it instead.`;
    },
  };
}
