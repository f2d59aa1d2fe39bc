"use client";

import { useState } from "react";
import { SelectField } from "#components/ui/field";
import type { Level } from "#lib/worksheet/worksheet";
import { assistanceOf } from "./assistance-of.tsx";
import { type ColumnHome, describeHome, findNameProblem, homesOf, withNewColumn } from "./column-edits.tsx";
import { ColumnFields } from "./column-fields.tsx";
import type { DraftColumn } from "./draft-edits.tsx";
import { EditorFrame } from "./editor-frame.tsx";
import type { EditorProps } from "./part-editor.tsx";
import { type SourceColumn, sourceColumnsOf, sourceNamesOf } from "./source-columns.tsx";
import { useFormulaProblems } from "./use-formula-problems.tsx";
import { usePlace } from "./use-place.tsx";

/** A column more: one of the source, or a formula of one's own, and what it stands for. */
export function NewColumnEditor(props: EditorProps) {
  const { draft, result, scope } = props;
  const homes = homesOf(draft);
  const [home, setHome] = useState<ColumnHome>(homes[0] ?? "base");
  const [column, setColumn] = useState<DraftColumn>({ name: "", formula: "", format: null });
  const [nameProblem, setNameProblem] = useState<string | null>(null);
  const level = levelOf(home, result.worksheet.groupings);
  const place = usePlace(scope, result, { name: null, level });
  const assistance = assistanceOf(props, { kind: "column", level, columnId: null });
  const { problems, onChecked } = useFormulaProblems(props.problems);
  const offered = sourceColumnsOf(scope);

  const apply = (formula: string) => {
    if (formula.trim() === "") return props.onRefuse("Choose a column of the source, or write a formula.");
    const written = { ...column, formula, name: column.name.trim() };
    const problem = findNameProblem(written.name, { draft, sourceNames: sourceNamesOf(scope), own: null, formula });
    setNameProblem(problem);
    if (problem === null) props.onApply(withNewColumn(draft, written, home), `Added ${written.name} = ${formula}`);
  };
  return (
    <EditorFrame
      label="Add a column"
      problems={problems}
      isPending={props.isPending}
      onCancel={props.onCancel}
      onApply={() => apply(column.formula)}
    >
      <div className="flex flex-wrap gap-3 *:min-w-36 *:flex-1">
        <SelectField
          label="From the source"
          value=""
          options={[
            { value: "", label: scope.state === "ready" ? "Choose a column" : "Reading the columns" },
            ...offered.map(({ path }) => ({ value: path, label: path })),
          ]}
          onChange={(event) => {
            const chosen = offered.find(({ path }) => path === event.target.value);
            if (chosen !== undefined) setColumn(columnFrom(chosen, home));
          }}
        />
        {homes.length > 1 && (
          <SelectField
            label="A value for"
            value={String(home)}
            options={homes.map((one) => ({ value: String(one), label: describeHome(one, draft) }))}
            onChange={(event) => setHome(homes.find((one) => String(one) === event.target.value) ?? home)}
          />
        )}
      </div>
      <ColumnFields
        column={column}
        title="the new column"
        nameProblem={nameProblem}
        place={place}
        scope={scope}
        nonce={props.nonce}
        assistance={assistance}
        autoFocus={false}
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

/** Of many rows there is one value only through an aggregate: the usual one of its type, which can be written over. */
function columnFrom({ name, type, reference }: SourceColumn, home: ColumnHome): DraftColumn {
  if (home === "base") return { name, formula: reference, format: null };
  if (type === "number") return { name: `Total ${name}`, formula: `Sum(${reference})`, format: null };
  if (type === "date") return { name: `Last ${name}`, formula: `Max(${reference})`, format: null };
  return { name: `Number of ${name}`, formula: `CountDistinct(${reference})`, format: null };
}

function levelOf(home: ColumnHome, groupings: readonly { readonly id: string }[]): Level {
  return typeof home === "number" ? (groupings[home]?.id ?? "base") : home;
}
