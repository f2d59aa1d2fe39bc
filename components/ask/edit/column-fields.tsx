"use client";

import { AssistedEditor, type AssistedEditorProps } from "#components/formula/assistant/assisted-editor";
import type { CheckedText, FormulaPlace } from "#components/formula/formula-place";
import type { SourceScope } from "#components/formula/use-source-scope";
import { SelectField, TextField } from "#components/ui/field";
import type { DraftColumn } from "./draft-edits.tsx";

const formats = [
  { value: "plain", label: "As it comes" },
  { value: "number", label: "Number" },
  { value: "percent", label: "Percent" },
  { value: "currency", label: "Currency" },
  { value: "date", label: "Date" },
] as const;

type ColumnFieldsProps = {
  readonly column: DraftColumn;
  /** How the column is called in labels. */
  readonly title: string;
  readonly nameProblem: string | null;
  readonly place: FormulaPlace | null;
  readonly scope: SourceScope;
  readonly nonce: string | undefined;
  readonly assistance: AssistedEditorProps["assistance"];
  readonly autoFocus: boolean;
  readonly onChange: (column: DraftColumn) => void;
  readonly onChecked: (checked: CheckedText) => void;
  readonly onSave: (formula: string) => void;
  readonly onLeave: () => void;
};

/** A column's name, formula and format. */
export function ColumnFields({ column, title, place, scope, onChange, ...props }: ColumnFieldsProps) {
  const format = column.format ?? "plain";
  return (
    <>
      <TextField
        label="Name"
        value={column.name}
        error={props.nameProblem ?? undefined}
        maxLength={200}
        onChange={(event) => onChange({ ...column, name: event.target.value })}
      />
      <div>
        <AssistedEditor
          title="Formula"
          assistance={props.assistance}
          label={`Formula of ${title}`}
          value={column.formula}
          place={place}
          nonce={props.nonce}
          autoFocus={props.autoFocus}
          onChange={(formula) => onChange({ ...column, formula })}
          onChecked={props.onChecked}
          onSave={props.onSave}
          onLeave={props.onLeave}
        />
        {scope.state === "failed" && <p className="text-danger text-sm">{scope.message}</p>}
      </div>
      <SelectField
        label="Format"
        value={format}
        options={formats}
        onChange={(event) => {
          const chosen = formats.find(({ value }) => value === event.target.value)?.value ?? "plain";
          onChange({ ...column, format: chosen === "plain" ? null : chosen });
        }}
      />
    </>
  );
}
