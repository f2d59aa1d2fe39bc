"use client";

import { useState } from "react";
import { Button } from "#components/ui/button";
import { Dialog, DialogClose } from "#components/ui/dialog";
import { Notice } from "#components/ui/notice";
import type { ActionResult } from "#lib/contract/action";
import { useAdminAction } from "../sign-in-again.tsx";

type ConfirmDialogProps<Data> = {
  readonly title: string;
  readonly description: string;
  /** What the button does. */
  readonly verb: string;
  readonly tone?: "primary" | "danger";
  readonly act: () => Promise<ActionResult<Data>>;
  readonly onClose: () => void;
  readonly onDone: (data: Data) => void;
};

/** Says what will happen and does it, or says why it could not. */
export function ConfirmDialog<Data>(props: ConfirmDialogProps<Data>) {
  const { title, description, verb, tone = "danger", act, onClose, onDone } = props;
  const [error, setError] = useState<string>();
  const action = useAdminAction(act);
  const confirm = async () => {
    setError(undefined);
    const result = await action.run();
    if (result.ok) onDone(result.data);
    else setError(result.error.message);
  };
  return (
    <Dialog
      title={title}
      description={description}
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      footer={
        <>
          <DialogClose />
          <Button variant={tone} pending={action.isPending} onClick={() => void confirm()}>
            {verb}
          </Button>
        </>
      }
    >
      {error !== undefined && <Notice tone="danger">{error}</Notice>}
    </Dialog>
  );
}
