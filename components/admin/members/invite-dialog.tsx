"use client";

import { type FormEvent, useState } from "react";
import { Button } from "#components/ui/button";
import { Dialog, DialogClose } from "#components/ui/dialog";
import { TextField } from "#components/ui/field";
import { Notice } from "#components/ui/notice";
import { type AccountTypeChoice, type IssuedLink, inviteSchema } from "#lib/contract/members";
import { plainMessage } from "#lib/contract/plain-message";
import { useAdminAction } from "../sign-in-again.tsx";
import { AccountTypeCards } from "./account-type-cards.tsx";
import type { MembersActions } from "./members-actions.tsx";

type InviteDialogProps = {
  readonly accountTypes: readonly AccountTypeChoice[];
  readonly invite: MembersActions["invite"];
  readonly onClose: () => void;
  readonly onInvited: (link: IssuedLink) => void;
};

/** Begins with the account type that may do least. */
export function InviteDialog({ accountTypes, invite, onClose, onInvited }: InviteDialogProps) {
  const [email, setEmail] = useState("");
  const [accountTypeId, setAccountTypeId] = useState(accountTypes[0]?.id ?? "");
  const [failure, setFailure] = useState<{ readonly field: string | undefined; readonly message: string } | null>(null);
  const action = useAdminAction(invite);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setFailure(null);
    const parsed = inviteSchema.safeParse({ email, accountTypeId }, { error: plainMessage });
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      return setFailure({ field: String(issue?.path[0]), message: issue?.message ?? "" });
    }
    const result = await action.run(parsed.data);
    if (result.ok) onInvited(result.data);
    else setFailure({ field: result.error.field, message: result.error.message });
  };
  return (
    <Dialog
      title="Invite somebody"
      description="You get a link to pass on. It works once, for seven days."
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
    >
      <form onSubmit={submit} noValidate className="space-y-4">
        {failure !== null && failure.field !== "email" && <Notice tone="danger">{failure.message}</Notice>}
        <TextField
          label="E-mail"
          type="email"
          autoComplete="off"
          autoFocus
          value={email}
          onChange={(event) => setEmail(event.target.value)}
          error={failure?.field === "email" ? failure.message : undefined}
        />
        <AccountTypeCards accountTypes={accountTypes} value={accountTypeId} onChange={setAccountTypeId} />
        <div className="flex justify-end gap-2">
          <DialogClose />
          <Button type="submit" variant="primary" pending={action.isPending}>
            Make invitation link
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
