"use client";

import { useState } from "react";
import { Button } from "#components/ui/button";
import { Dialog, DialogClose } from "#components/ui/dialog";
import { Notice } from "#components/ui/notice";
import { nothing, request, sentenceOf } from "#components/ui/request";
import type { WorkbookListItem } from "#lib/contract/workbooks";

type DeleteDialogProps = {
  readonly workbook: Pick<WorkbookListItem, "id" | "name" | "kind">;
  readonly onDeleted: () => void;
  readonly onClose: () => void;
};

const consequences: Readonly<Record<WorkbookListItem["kind"], string>> = {
  workbook: "Its pages, its versions and who it is shared with go for everybody. This cannot be undone.",
  exploration: "Your private changes go. The workbook that they are about stays as it is.",
};

export function DeleteDialog({ workbook: { id, name, kind }, onDeleted, onClose }: DeleteDialogProps) {
  const [problem, setProblem] = useState<string | null>(null);
  const [isPending, setIsPending] = useState(false);
  const remove = async () => {
    setIsPending(true);
    setProblem(null);
    try {
      await request(`/api/workbooks/${id}`, nothing, { method: "DELETE" });
      onDeleted();
    } catch (error) {
      setProblem(sentenceOf(error));
      setIsPending(false);
    }
  };
  return (
    <Dialog
      title={`Delete ${name}`}
      description={consequences[kind]}
      open
      onOpenChange={onClose}
      footer={
        <>
          <DialogClose />
          <Button variant="danger" pending={isPending} onClick={() => void remove()}>
            Delete
          </Button>
        </>
      }
    >
      {problem === null ? undefined : <Notice tone="danger">{problem}</Notice>}
    </Dialog>
  );
}
