"use client";

import { useState } from "react";
import { Button } from "#components/ui/button";
import { Checkbox } from "#components/ui/checkbox";
import { TextField } from "#components/ui/field";
import { Notice } from "#components/ui/notice";
import type { CreateUploadedSource, UploadPreview } from "#lib/contract/uploads";
import { type ChosenColumn, UploadColumns } from "./upload-columns.tsx";
import { UploadRows } from "./upload-rows.tsx";

type UploadReviewProps = {
  readonly preview: UploadPreview;
  readonly locale: string;
  readonly isCreating: boolean;
  readonly onCreate: (choice: CreateUploadedSource) => void;
  readonly onDiscard: () => void;
};

/** What was read of a file, before it becomes a source: name, columns, types, first rows. */
export function UploadReview({ preview, locale, isCreating, onCreate, onDiscard }: UploadReviewProps) {
  const [name, setName] = useState(preview.name);
  const [isShared, setIsShared] = useState(false);
  const [columns, setColumns] = useState<readonly ChosenColumn[]>(() =>
    preview.columns.map((column) => ({ ...column, include: true })),
  );
  const count = new Intl.NumberFormat(locale);
  const problem = problemOf(name, columns);
  return (
    <form
      className="space-y-6"
      onSubmit={(event) => {
        event.preventDefault();
        onCreate({
          name: name.trim(),
          columns: columns.map((column) => ({ name: column.name.trim(), type: column.type, include: column.include })),
          shareWithEveryone: isShared,
        });
      }}
    >
      <p role="status" className="text-quiet">
        <span className="nums">{count.format(preview.rowCount)}</span> rows and {preview.columns.length} columns were
        read.
      </p>
      {preview.warnings.map((warning) => (
        <Notice key={warning} tone="warning">
          {warning}
        </Notice>
      ))}
      <div className="max-w-form space-y-4">
        <TextField label="Name" required value={name} onChange={(event) => setName(event.target.value)} />
        <Checkbox
          label="Everyone in the organization may use it"
          help="Otherwise only you, until you share it."
          checked={isShared}
          onChange={(event) => setIsShared(event.target.checked)}
        />
      </div>
      <UploadColumns columns={columns} onChange={setColumns} />
      <UploadRows preview={preview} columns={columns} locale={locale} />
      <div className="sticky bottom-0 flex flex-wrap items-center justify-end gap-2 border-t bg-canvas py-3">
        {problem !== null && (
          <p role="alert" className="mr-auto text-danger text-sm">
            {problem}
          </p>
        )}
        <Button onClick={onDiscard} disabled={isCreating}>
          Discard
        </Button>
        <Button type="submit" variant="primary" pending={isCreating} disabled={problem !== null}>
          Create source
        </Button>
      </div>
    </form>
  );
}

function problemOf(name: string, columns: readonly ChosenColumn[]): string | null {
  if (name.trim() === "") return "Give the source a name.";
  const included = columns.filter((column) => column.include);
  if (included.length === 0) return "Keep at least one column.";
  const names = included.map((column) => column.name.trim().toLowerCase());
  if (names.includes("")) return "Every column needs a name.";
  const twice = included.find((_, index) => names.indexOf(names[index] ?? "") !== index);
  return twice === undefined ? null : `Two columns are called “${twice.name}”. Rename one.`;
}
