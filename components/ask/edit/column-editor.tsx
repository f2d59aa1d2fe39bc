"use client";

import { useState } from "react";
import { Button } from "#components/ui/button";
import { assistanceOf, columnIdOf } from "./assistance-of.tsx";
import { findNameProblem, findRemovalProblem, renameColumns, withoutColumn } from "./column-edits.tsx";
import { ColumnFields } from "./column-fields.tsx";
import { type DraftColumn, draftOfResult, withColumn } from "./draft-edits.tsx";
import { EditorFrame } from "./editor-frame.tsx";
import type { EditorProps } from "./part-editor.tsx";
import { sourceNamesOf } from "./source-columns.tsx";
import { useFormulaProblems } from "./use-formula-problems.tsx";
import { usePlace } from "./use-place.tsx";

const noColumn: DraftColumn = { name: "", formula: "", format: null };

/** A column's name, formula and format, checked against the source as they are typed; or its removal. */
export function ColumnEditor({ index, ...props }: EditorProps & { readonly index: number }) {
  const { draft, result, scope } = props;
  const former = draft.columns[index] ?? noColumn;
  const [column, setColumn] = useState(former);
  const [nameProblem, setNameProblem] = useState<string | null>(null);
  const place = usePlace(scope, result, { name: former.name });
  const assistance = assistanceOf(props, {
    kind: "column",
    level: place?.level ?? null,
    columnId: columnIdOf(result, former.name),
  });
  const { problems, onChecked } = useFormulaProblems(props.problems);

  const apply = (formula: string) => {
    const name = column.name.trim();
    if (formula.trim() === "") return props.onRefuse("Write a formula, or remove the column.");
    if (name === former.name) return run({ ...column, name, formula }, draft);
    const context = { draft, sourceNames: sourceNamesOf(scope), own: former.name, formula };
    const renamed = renameColumns(result, new Map([[former.name, name]]));
    const problem =
      findNameProblem(name, context) ??
      (renamed === null ? `Formulas use ${name} for something else already. Choose another name.` : null);
    setNameProblem(problem);
    if (problem === null && renamed !== null) run({ ...column, name, formula }, draftOfResult(renamed));
  };
  const run = (changed: DraftColumn, base: typeof draft) => {
    if (JSON.stringify(changed) === JSON.stringify(former)) return props.onCancel();
    const isOnlyRenamed = changed.formula === former.formula && changed.format === former.format;
    const words = isOnlyRenamed ? `${former.name} is now ${changed.name}` : `${changed.name} = ${changed.formula}`;
    props.onApply(withColumn(base, changed), words);
  };
  const remove = () => {
    const problem = findRemovalProblem(draft, former.name);
    if (problem !== null) return props.onRefuse(problem);
    props.onApply(withoutColumn(draft, former.name), `Removed the column ${former.name}`);
  };
  return (
    <EditorFrame
      label={`Change the column ${former.name}`}
      problems={problems}
      isPending={props.isPending}
      onCancel={props.onCancel}
      onApply={() => apply(column.formula)}
      actions={
        <Button variant="quiet" size="small" disabled={props.isPending} onClick={remove}>
          Remove column
        </Button>
      }
    >
      <ColumnFields
        column={column}
        title={former.name}
        nameProblem={nameProblem}
        place={place}
        scope={scope}
        nonce={props.nonce}
        assistance={assistance}
        autoFocus
        onChange={(changed) => {
          setColumn(changed);
          props.onEdited();
        }}
        onChecked={onChecked}
        onSave={apply}
        onLeave={props.onCancel}
      />
    </EditorFrame>
  );
}
