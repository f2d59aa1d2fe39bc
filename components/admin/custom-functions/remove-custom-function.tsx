"use client";

import { useState } from "react";
import { Button } from "#components/ui/button";
import { Dialog, DialogClose } from "#components/ui/dialog";
import { Notice } from "#components/ui/notice";
import type { CustomFunctionItem } from "#lib/contract/custom-functions";
import { findCustomFunctionUsers } from "#lib/formula/custom-function";
import { useAdminAction } from "../sign-in-again.tsx";
import type { CustomFunctionsActions } from "./custom-functions-actions.tsx";

type RemoveCustomFunctionProps = {
  readonly target: CustomFunctionItem;
  readonly others: readonly CustomFunctionItem[];
  readonly remove: CustomFunctionsActions["remove"];
  readonly onClose: () => void;
  readonly onRemoved: () => void;
};

export function RemoveCustomFunction({ target, others, remove, onClose, onRemoved }: RemoveCustomFunctionProps) {
  const [error, setError] = useState<string>();
  const action = useAdminAction(remove);
  const users = findCustomFunctionUsers(target.name, others).filter(({ name }) => name !== target.name);
  const confirm = async () => {
    setError(undefined);
    const result = await action.run(target.id);
    if (result.ok) onRemoved();
    else setError(result.error.message);
  };
  return (
    <Dialog
      title={`Delete ${target.name}`}
      description="Every formula that calls it, in workbooks and in the follow-ups of answers, has an error from then on."
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      footer={
        <>
          <DialogClose />
          <Button variant="danger" pending={action.isPending} onClick={() => void confirm()}>
            Delete
          </Button>
        </>
      }
    >
      {(users.length > 0 || error !== undefined) && (
        <div className="space-y-3">
          {error !== undefined && <Notice tone="danger">{error}</Notice>}
          {users.length > 0 && <Notice tone="warning">{usersSentence(users.map(({ name }) => name))}</Notice>}
        </div>
      )}
    </Dialog>
  );
}

export function usersSentence(names: readonly string[]): string {
  return names.length === 1
    ? `The custom function ${names[0]} uses it.`
    : `The custom functions ${names.slice(0, -1).join(", ")} and ${names.at(-1)} use it.`;
}
