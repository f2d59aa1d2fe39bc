"use client";

import { Button } from "#components/ui/button";
import { Dialog } from "#components/ui/dialog";
import type { SaveState } from "../state/use-workbook.tsx";

type ConflictDialogProps = {
  readonly conflict: Extract<SaveState, { name: "conflict" }>;
  readonly onResolve: (whose: "mine" | "theirs") => void;
};

const kinds = { worksheet: "Data of", element: "Element", control: "Control", page: "Page" } as const;

/** Two people changed the same thing: one version stays, everything else of both stays too. */
export function ConflictDialog({ conflict: { theirs, conflicts }, onResolve }: ConflictDialogProps) {
  const who = theirs.byName ?? "Somebody else";
  return (
    <Dialog
      title={`${who} changed the same`}
      description={`All other changes of both are kept. Of these, choose whose version stays; undo brings back the other one.`}
      open
      footer={
        <>
          <Button onClick={() => onResolve("theirs")}>Take {theirs.byName ?? "theirs"}</Button>
          <Button variant="primary" onClick={() => onResolve("mine")}>
            Keep mine
          </Button>
        </>
      }
    >
      <ul className="list-disc space-y-1 pl-5 marker:text-quiet">
        {conflicts.map(({ what, id, name }) => (
          <li key={`${what}:${id}`}>
            {kinds[what]} {name}
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
