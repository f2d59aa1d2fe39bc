import { Undo2 } from "lucide-react";
import { Button } from "#components/ui/button";

/** The way back from a formula of the assistant, until somebody types on. */
export function UndoUse({ onUndo }: { readonly onUndo: () => void }) {
  return (
    <p role="status" className="flex flex-wrap items-center gap-x-2 text-quiet text-sm">
      The assistant’s formula stands here, not saved yet.
      <Button size="small" variant="quiet" onClick={onUndo}>
        <Undo2 />
        Undo
      </Button>
    </p>
  );
}
