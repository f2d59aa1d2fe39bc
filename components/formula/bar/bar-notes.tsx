import { Notice } from "#components/ui/notice";
import { UndoUse } from "../assistant/undo-use.tsx";
import type { Draft } from "./use-draft.tsx";

type BarNotesProps = {
  readonly draft: Draft;
  readonly obstacle: { readonly message: string; readonly retry: () => void } | null;
};

/** What is to be said under the editor: why nothing can be checked, why it was not saved, and the way back from what the assistant wrote. */
export function BarNotes({ draft, obstacle }: BarNotesProps) {
  return (
    <div className="space-y-2 empty:hidden">
      {obstacle !== null && (
        <Notice tone="warning" title="The columns could not be read" onRetry={obstacle.retry}>
          {obstacle.message}
        </Notice>
      )}
      {draft.problem !== null && (
        <p role="alert" className="text-danger text-sm">
          {draft.problem}
        </p>
      )}
      {draft.canUndo && <UndoUse onUndo={draft.undo} />}
    </div>
  );
}
