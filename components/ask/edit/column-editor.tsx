"use client";

import { useMemo, useState } from "react";
import { FormulaEditor } from "#components/formula/formula-editor";
import type { FormulaPlace } from "#components/formula/formula-place";
import type { SourceScope } from "#components/formula/use-source-scope";
import { SelectField } from "#components/ui/field";
import type { RunData } from "#lib/contract/runs";
import type { Level } from "#lib/worksheet/worksheet";
import { type DraftColumn, withColumn } from "./draft-edits.tsx";
import { EditorFrame } from "./editor-frame.tsx";
import type { EditorProps } from "./part-editor.tsx";

const formats = [
  { value: "plain", label: "As it comes" },
  { value: "number", label: "Number" },
  { value: "percent", label: "Percent" },
  { value: "currency", label: "Currency" },
  { value: "date", label: "Date" },
] as const;

/** A column's formula, checked against the source as it is typed. */
export function ColumnEditor({ index, ...props }: EditorProps & { readonly index: number }) {
  const { draft, result, scope } = props;
  const column: DraftColumn = draft.columns[index] ?? { name: "", formula: "", format: null };
  const [formula, setFormula] = useState(column.formula);
  const [format, setFormat] = useState(column.format ?? "plain");
  const place = usePlace(scope, result, column.name);
  const apply = (text: string) => {
    if (text.trim() === "") return props.onRefuse("Write a formula.");
    const isSame = text === column.formula && format === (column.format ?? "plain");
    if (isSame) return props.onCancel();
    const changed = { ...column, formula: text, format: format === "plain" ? null : format };
    props.onApply(withColumn(draft, index, changed), `${column.name} = ${text}`);
  };
  return (
    <EditorFrame
      label={`Change the column ${column.name}`}
      problems={props.problems}
      isPending={props.isPending}
      onCancel={props.onCancel}
      onApply={() => apply(formula)}
    >
      <div>
        <p className="mb-1 font-medium">{column.name}</p>
        <FormulaEditor
          label={`Formula of ${column.name}`}
          value={formula}
          place={place}
          nonce={props.nonce}
          autoFocus
          onChange={setFormula}
          onSave={apply}
          onLeave={props.onCancel}
        />
        {scope.state === "failed" && <p className="text-danger text-sm">{scope.message}</p>}
      </div>
      <SelectField
        label="Format"
        value={format}
        options={formats}
        onChange={(event) => setFormat(formats.find(({ value }) => value === event.target.value)?.value ?? "plain")}
      />
    </EditorFrame>
  );
}

/** The worksheet without this column's own formula, at the level where the column stands. */
export function usePlace(scope: SourceScope, result: RunData["result"], name: string | null): FormulaPlace | null {
  return useMemo(() => {
    if (scope.state !== "ready") return null;
    const { worksheetId, worksheet } = result;
    const columns = worksheet.columns.filter((column) => column.name !== name);
    const own = worksheet.columns.find((column) => column.name === name)?.id;
    const kept = {
      ...worksheet,
      columns,
      groupings: worksheet.groupings.map((grouping) => ({
        ...grouping,
        calculations: grouping.calculations.filter((id) => id !== own),
      })),
      summaries: worksheet.summaries.filter((id) => id !== own),
      filters: [],
      sort: [],
    };
    const document = { worksheets: { [worksheetId]: kept }, controls: [] };
    return { worksheetId, level: levelOf(worksheet, own), scope: { ...scope.place.scope, document } };
  }, [scope, result, name]);
}

function levelOf({ groupings, summaries }: RunData["result"]["worksheet"], columnId: string | undefined): Level {
  if (columnId === undefined) return "base";
  if (summaries.includes(columnId)) return "summary";
  return groupings.find(({ calculations }) => calculations.includes(columnId))?.id ?? "base";
}
