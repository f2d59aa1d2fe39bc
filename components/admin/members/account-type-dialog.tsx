"use client";

import { useState } from "react";
import { Button } from "#components/ui/button";
import { Dialog, DialogClose } from "#components/ui/dialog";
import { Notice } from "#components/ui/notice";
import type { AccountTypeChoice, MemberItem } from "#lib/contract/members";
import { useAdminAction } from "../sign-in-again.tsx";
import { AccountTypeCards } from "./account-type-cards.tsx";
import type { MembersActions } from "./members-actions.tsx";

type AccountTypeDialogProps = {
  readonly member: MemberItem;
  readonly accountTypes: readonly AccountTypeChoice[];
  readonly change: MembersActions["changeAccountType"];
  readonly onClose: () => void;
  readonly onChanged: (accountTypeName: string) => void;
};

export function AccountTypeDialog({ member, accountTypes, change, onClose, onChanged }: AccountTypeDialogProps) {
  const [accountTypeId, setAccountTypeId] = useState(member.accountTypeId);
  const [error, setError] = useState<string>();
  const action = useAdminAction(change);
  const save = async () => {
    setError(undefined);
    const result = await action.run({ userId: member.id, accountTypeId });
    if (result.ok) onChanged(accountTypes.find(({ id }) => id === accountTypeId)?.name ?? "");
    else setError(result.error.message);
  };
  return (
    <Dialog
      title={`Account type of ${member.name}`}
      description="In force at their next request; an answer that is being made for them ends when it is no longer included."
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      footer={
        <>
          <DialogClose />
          <Button
            variant="primary"
            pending={action.isPending}
            disabled={accountTypeId === member.accountTypeId}
            onClick={() => void save()}
          >
            Change account type
          </Button>
        </>
      }
    >
      <div className="space-y-4">
        {error !== undefined && <Notice tone="danger">{error}</Notice>}
        <AccountTypeCards accountTypes={accountTypes} value={accountTypeId} onChange={setAccountTypeId} />
      </div>
    </Dialog>
  );
}
