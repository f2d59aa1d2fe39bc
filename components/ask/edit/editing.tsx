import type { Assistant } from "#components/formula/assistant/assistance";
import type { ScopeSource } from "../composer.tsx";
import type { Change } from "./draft-edits.tsx";

/** How the parts of an answer are changed. */
export type Editing = {
  readonly sources: readonly ScopeSource[];
  /** The page's nonce: the formula editor brings its own style element. */
  readonly nonce: string | undefined;
  /** Null: formulas are written without AI, for those without the permission. */
  readonly assistant: Assistant | null;
  /** Why nothing can be changed now, in a sentence. */
  readonly obstacle: string | null;
  /** Runs the changed answer as its next version. Throws RequestError when it is refused; the answer then stays as it is. */
  readonly apply: (change: Change) => Promise<void>;
};
