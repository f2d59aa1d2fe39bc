"use client";

import { type FormEvent, useState } from "react";
import { Button } from "#components/ui/button";
import { Dialog, DialogClose } from "#components/ui/dialog";
import { TextAreaField, TextField } from "#components/ui/field";

type ColumnTextProps = {
  readonly kind: "rename" | "describe";
  readonly name: string;
  readonly text: string;
  readonly onSave: (text: string) => void;
  readonly onClose: () => void;
};

const formId = "column-text";

/** The name or the description of a column, to be written. */
export function ColumnText({ kind, name, text, onSave, onClose }: ColumnTextProps) {
  const [value, setValue] = useState(text);
  const isEmpty = kind === "rename" && value.trim() === "";
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isEmpty) return;
    onSave(value.trim());
    onClose();
  };
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={kind === "rename" ? `Rename ${name}` : `Describe ${name}`}
      footer={
        <>
          <DialogClose />
          <Button type="submit" form={formId} variant="primary" disabled={isEmpty}>
            {kind === "rename" ? "Rename" : "Save"}
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit}>
        {kind === "rename" ? (
          <TextField
            label="Name"
            value={value}
            maxLength={200}
            autoFocus
            help="Formulas that name the column are rewritten."
            error={isEmpty ? "Enter a name." : undefined}
            onChange={({ target }) => setValue(target.value)}
          />
        ) : (
          <TextAreaField
            label="Description"
            value={value}
            maxLength={2000}
            rows={4}
            autoFocus
            help="Shown at the column, and to the model where it may see it."
            onChange={({ target }) => setValue(target.value)}
          />
        )}
      </form>
    </Dialog>
  );
}
