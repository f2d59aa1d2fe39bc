"use client";

import { useState } from "react";
import { Button } from "#components/ui/button";
import { Dialog, DialogClose } from "#components/ui/dialog";
import { Notice } from "#components/ui/notice";
import type { AiSettingsActions } from "./ai-settings-actions.tsx";
import { useAdminAction } from "./sign-in-again.tsx";

type RemoveProviderProps = {
  readonly isOpen: boolean;
  readonly onOpenChange: (isOpen: boolean) => void;
  readonly removeProvider: AiSettingsActions["removeProvider"];
  readonly onRemoved: () => void;
};

export function RemoveProvider({ isOpen, onOpenChange, removeProvider, onRemoved }: RemoveProviderProps) {
  const [error, setError] = useState<string>();
  const remove = useAdminAction(removeProvider);
  const confirm = async () => {
    setError(undefined);
    const result = await remove.run();
    if (result.ok) onRemoved();
    else setError(result.error.message);
  };
  return (
    <Dialog
      title="Confirm removing external AI provider"
      description="AI features become unavailable at once for everybody in your organization, in open tabs too; answers that are being written end. The stored key is deleted and has to be entered again to come back."
      open={isOpen}
      onOpenChange={onOpenChange}
      footer={
        <>
          <DialogClose />
          <Button variant="danger" pending={remove.isPending} onClick={confirm}>
            Remove
          </Button>
        </>
      }
    >
      {error !== undefined && <Notice tone="danger">{error}</Notice>}
    </Dialog>
  );
}
