"use client";

import { type FormEvent, useId, useState } from "react";
import { Button } from "#components/ui/button";
import { Dialog, DialogClose } from "#components/ui/dialog";
import { TextField } from "#components/ui/field";
import { sentenceOf } from "#components/ui/request";

type NameDialogProps = {
  readonly title: string;
  readonly action: string;
  readonly name: string;
  /** What it throws is said under the field. */
  readonly onSave: (name: string) => Promise<void>;
  readonly onClose: () => void;
};

/** Asks for a workbook's name. */
export function NameDialog({ title, action, name, onSave, onClose }: NameDialogProps) {
  const form = useId();
  const [text, setText] = useState(name);
  const [problem, setProblem] = useState<string | undefined>();
  const [isPending, setIsPending] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() === "") return setProblem("Give the workbook a name.");
    setIsPending(true);
    try {
      await onSave(text.trim());
    } catch (error) {
      setProblem(sentenceOf(error));
      setIsPending(false);
    }
  };
  return (
    <Dialog
      title={title}
      open
      onOpenChange={onClose}
      footer={
        <>
          <DialogClose />
          <Button variant="primary" type="submit" form={form} pending={isPending}>
            {action}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={(event) => void submit(event)}>
        <TextField
          label="Name"
          value={text}
          maxLength={200}
          autoFocus
          error={problem}
          onChange={({ target }) => setText(target.value)}
        />
      </form>
    </Dialog>
  );
}
