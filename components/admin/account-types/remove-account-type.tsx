"use client";

import { useState } from "react";
import { Button } from "#components/ui/button";
import { Dialog, DialogClose } from "#components/ui/dialog";
import { SelectField } from "#components/ui/field";
import { Notice } from "#components/ui/notice";
import type { AccountTypeItem } from "#lib/contract/account-types";
import { useAdminAction } from "../sign-in-again.tsx";
import type { AccountTypesActions } from "./account-types-actions.tsx";
import { describeCounts } from "./permission-matrix.tsx";

type RemoveAccountTypeProps = {
  readonly type: AccountTypeItem;
  readonly others: readonly AccountTypeItem[];
  readonly remove: AccountTypesActions["remove"];
  readonly onClose: () => void;
  readonly onDone: (sentence: string) => void;
};

/** Nobody is left without an account type: its people get another one. */
export function RemoveAccountType({ type, others, remove, onClose, onDone }: RemoveAccountTypeProps) {
  const hasPeople = type.memberCount + type.invitationCount > 0;
  const [moveTo, setMoveTo] = useState(others[0]?.id ?? "");
  const [error, setError] = useState<string>();
  const action = useAdminAction(remove);
  const confirm = async () => {
    setError(undefined);
    const result = await action.run({ accountTypeId: type.id, moveTo: hasPeople ? moveTo : null });
    const target = others.find(({ id }) => id === moveTo)?.name ?? "";
    if (!result.ok) setError(result.error.message);
    else
      onDone(
        hasPeople
          ? `The account type ${type.name} is deleted; its people have ${target} now.`
          : `The account type ${type.name} is deleted.`,
      );
  };
  return (
    <Dialog
      title={`Delete the account type ${type.name}`}
      description={
        hasPeople
          ? `It has ${describeCounts(type)}. They get another account type at once, and lose access to what was shared with this one.`
          : "Nobody has it. What was shared with it is no longer shared by it."
      }
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
      {(hasPeople || error !== undefined) && (
        <div className="space-y-4">
          {error !== undefined && <Notice tone="danger">{error}</Notice>}
          {hasPeople && (
            <SelectField
              label="Their new account type"
              value={moveTo}
              onChange={(event) => setMoveTo(event.target.value)}
              options={others.map(({ id, name }) => ({ value: id, label: name }))}
            />
          )}
        </div>
      )}
    </Dialog>
  );
}
