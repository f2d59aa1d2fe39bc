"use client";

import { type FormEvent, useState } from "react";
import { Button } from "#components/ui/button";
import { Dialog, DialogClose } from "#components/ui/dialog";
import { SelectField, TextAreaField, TextField } from "#components/ui/field";
import { Notice } from "#components/ui/notice";
import { type AccountTypeItem, createAccountTypeSchema } from "#lib/contract/account-types";
import type { ActionResult } from "#lib/contract/action";
import { plainMessage } from "#lib/contract/plain-message";
import { useAdminAction } from "../sign-in-again.tsx";
import type { AccountTypesActions, AccountTypeTask } from "./account-types-actions.tsx";
import { RemoveAccountType } from "./remove-account-type.tsx";

type AccountTypeDialogsProps = {
  readonly task: AccountTypeTask | null;
  readonly types: readonly AccountTypeItem[];
  readonly actions: AccountTypesActions;
  readonly onClose: () => void;
  readonly onDone: (sentence: string) => void;
};

/** The dialog of the task, if there is one. */
export function AccountTypeDialogs({ task, types, actions, onClose, onDone }: AccountTypeDialogsProps) {
  if (task === null) return null;
  if (task.kind === "create")
    return (
      <WordsDialog
        title="New account type"
        verb="Create"
        types={types}
        save={actions.create}
        onClose={onClose}
        onDone={({ name }) => onDone(`The account type ${name} is there. Tick what it may do.`)}
      />
    );
  const type = types.find(({ id }) => id === task.accountTypeId);
  if (type === undefined) return null;
  if (task.kind === "remove")
    return (
      <RemoveAccountType
        type={type}
        others={types.filter(({ id }) => id !== type.id)}
        remove={actions.remove}
        onClose={onClose}
        onDone={onDone}
      />
    );
  return (
    <WordsDialog
      title={`Rename and describe ${type.name}`}
      verb="Save"
      words={type}
      save={({ name, description }) => actions.rename({ accountTypeId: type.id, name, description })}
      onClose={onClose}
      onDone={({ name }) => onDone(`Saved. The account type is called ${name}.`)}
    />
  );
}

type Words = { readonly name: string; readonly description: string };
type WordsWithPermissions = Words & { readonly copyOf: string | null };

type WordsDialogProps = {
  readonly title: string;
  readonly verb: string;
  readonly words?: Words;
  /** Whose permissions a new one may begin with. */
  readonly types?: readonly AccountTypeItem[];
  readonly save: (words: WordsWithPermissions) => Promise<ActionResult<void>>;
  readonly onClose: () => void;
  readonly onDone: (words: Words) => void;
};

const nothing = "";

function WordsDialog({ title, verb, words, types, save, onClose, onDone }: WordsDialogProps) {
  const [name, setName] = useState(words?.name ?? "");
  const [description, setDescription] = useState(words?.description ?? "");
  const [copyOf, setCopyOf] = useState(nothing);
  const [failure, setFailure] = useState<{ readonly field: string | undefined; readonly message: string } | null>(null);
  const action = useAdminAction(save);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setFailure(null);
    const typed = { name, description, copyOf: copyOf === nothing ? null : copyOf };
    const parsed = createAccountTypeSchema.safeParse(typed, { error: plainMessage });
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      return setFailure({ field: String(issue?.path[0]), message: issue?.message ?? "" });
    }
    const result = await action.run(parsed.data);
    if (result.ok) onDone(parsed.data);
    else setFailure({ field: result.error.field, message: result.error.message });
  };
  const errorOf = (field: string) => (failure?.field === field ? failure.message : undefined);
  return (
    <Dialog
      title={title}
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
    >
      <form onSubmit={submit} noValidate className="space-y-4">
        {failure !== null && failure.field !== "name" && failure.field !== "description" && (
          <Notice tone="danger">{failure.message}</Notice>
        )}
        <TextField
          label="Name"
          autoComplete="off"
          autoFocus
          value={name}
          onChange={(event) => setName(event.target.value)}
          error={errorOf("name")}
        />
        <TextAreaField
          label="Description"
          optional
          value={description}
          onChange={(event) => setDescription(event.target.value)}
          error={errorOf("description")}
          help="Shown where an account type is chosen."
        />
        {types !== undefined && (
          <SelectField
            label="Begin with the permissions of"
            value={copyOf}
            onChange={(event) => setCopyOf(event.target.value)}
            options={[
              { value: nothing, label: "None" },
              ...types.filter(({ isFixed }) => !isFixed).map((type) => ({ value: type.id, label: type.name })),
            ]}
          />
        )}
        <div className="flex justify-end gap-2">
          <DialogClose />
          <Button type="submit" variant="primary" pending={action.isPending}>
            {verb}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
