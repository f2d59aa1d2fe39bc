"use client";

import { Button } from "#components/ui/button";
import type { SaveState } from "../state/use-workbook.tsx";

type SaveStatusProps = {
  readonly save: SaveState;
  /** What others did, in a sentence. */
  readonly notice: string | null;
  readonly onRetry: () => void;
};

const sentences: Readonly<Record<SaveState["name"], string>> = {
  saved: "Saved",
  unsaved: "Saving …",
  saving: "Saving …",
  failed: "Not saved",
  conflict: "Not saved",
};

/** Whether what stands here is also on the server. */
export function SaveStatus({ save, notice, onRetry }: SaveStatusProps) {
  return (
    <div role="status" className="flex items-center gap-2 px-1 text-sm">
      {save.name === "failed" ? (
        <>
          <span className="max-w-72 text-danger">Not saved: {save.message}</span>
          <Button size="small" onClick={onRetry}>
            Retry
          </Button>
        </>
      ) : (
        <span className="text-quiet">{save.name === "saved" && notice !== null ? notice : sentences[save.name]}</span>
      )}
    </div>
  );
}
