"use client";

import { Plus } from "lucide-react";
import { useState } from "react";
import { Button } from "#components/ui/button";
import { Notice } from "#components/ui/notice";
import { Page } from "#components/ui/page";
import type { AccountTypeItem } from "#lib/contract/account-types";
import type { Permission } from "#lib/permissions";
import { SignInAgain, useAdminAction } from "../sign-in-again.tsx";
import { AccountTypeDialogs } from "./account-type-dialogs.tsx";
import type { AccountTypesActions, AccountTypeTask } from "./account-types-actions.tsx";
import { changesOf, type PermissionDraft, togglePermission } from "./permission-draft.tsx";
import { PermissionMatrix } from "./permission-matrix.tsx";

export type AccountTypesViewProps = {
  readonly types: readonly AccountTypeItem[];
  readonly actions: AccountTypesActions;
  /** Of the admin, for entering the password again. */
  readonly email: string;
};

export function AccountTypesView(props: AccountTypesViewProps) {
  return (
    <SignInAgain email={props.email}>
      <AccountTypes {...props} />
    </SignInAgain>
  );
}

const nothingChanged: PermissionDraft = new Map();

function AccountTypes({ types, actions }: AccountTypesViewProps) {
  const [draft, setDraft] = useState(nothingChanged);
  const [consequence, setConsequence] = useState<string | null>(null);
  const [outcome, setOutcome] = useState<{ readonly tone: "positive" | "danger"; readonly text: string } | null>(null);
  const [task, setTask] = useState<AccountTypeTask | null>(null);
  const saving = useAdminAction(actions.changePermissions);
  const changes = changesOf(types, draft);
  const toggle = (type: AccountTypeItem, permission: Permission) => {
    const toggled = togglePermission(draft, type, permission);
    setDraft(toggled.draft);
    setConsequence(toggled.sentence);
    setOutcome(null);
  };
  const discard = () => {
    setDraft(nothingChanged);
    setConsequence(null);
  };
  const save = async () => {
    const result = await saving.run(changes);
    if (!result.ok) return setOutcome({ tone: "danger", text: result.error.message });
    discard();
    setOutcome({ tone: "positive", text: "Saved. In force at everybody's next request." });
  };
  return (
    <Page
      title="Account types"
      description="What the people of each account type may do. To see or use a workbook or a source they need access to it as well."
      actions={
        <Button onClick={() => setTask({ kind: "create" })}>
          <Plus />
          New account type
        </Button>
      }
    >
      {outcome !== null && (
        <Notice tone={outcome.tone} className="mb-4">
          {outcome.text}
        </Notice>
      )}
      <PermissionMatrix types={types} draft={draft} onToggle={toggle} onTask={setTask} />
      <div className="sticky bottom-0 z-10 -mx-1 bg-canvas px-1">
        <p role="status" className={consequence === null ? "sr-only" : "py-2 text-quiet"}>
          {consequence}
        </p>
        {changes.length > 0 && (
          <div className="flex flex-wrap items-center gap-2 border-t py-3">
            <p className="mr-auto">
              {changes.length === 1 ? "1 account type is changed" : `${changes.length} account types are changed`}, not
              saved yet.
            </p>
            <Button onClick={discard}>Discard</Button>
            <Button variant="primary" pending={saving.isPending} onClick={() => void save()}>
              Save changes
            </Button>
          </div>
        )}
      </div>
      <AccountTypeDialogs
        task={task}
        types={types}
        actions={actions}
        onClose={() => setTask(null)}
        onDone={(text) => {
          setTask(null);
          setOutcome({ tone: "positive", text });
        }}
      />
    </Page>
  );
}
