"use client";

import { Pencil } from "lucide-react";
import { useState } from "react";
import { IconButton } from "#components/ui/button";
import { Input } from "#components/ui/field";
import { findNameProblem, renameColumns, withShown } from "./column-edits.tsx";
import { draftOfResult } from "./draft-edits.tsx";
import { EditorFrame } from "./editor-frame.tsx";
import { rowColumns } from "./keys-editor.tsx";
import { NameList } from "./name-list.tsx";
import type { EditorProps } from "./part-editor.tsx";
import { sourceNamesOf } from "./source-columns.tsx";

/** Which columns the result has, in which order and under which names. */
export function ShownEditor(props: EditorProps) {
  const { draft, result, scope } = props;
  const former = draft.show ?? result.columns.map(({ name }) => name);
  const [names, setNames] = useState<readonly string[]>(former);
  const [renames, setRenames] = useState<ReadonlyMap<string, string>>(new Map());
  const measures = [...draft.groupings.flatMap(({ calculations }) => calculations), ...draft.summaries];
  const keys = draft.groupings.flatMap((grouping) => grouping.keys);
  const offered = measures.length + keys.length === 0 ? rowColumns(draft, scope) : [...keys, ...measures];
  const known = new Set(result.worksheet.columns.map(({ name }) => name));

  const apply = () => {
    if (names.length === 0) return props.onRefuse("A result needs at least one column.");
    const changed = new Map(
      [...renames].map(([from, to]) => [from, to.trim()] as const).filter(([from, to]) => from !== to),
    );
    if (changed.size === 0 && names.join("\n") === former.join("\n")) return props.onCancel();
    const sourceNames = sourceNamesOf(scope);
    const problem = [...changed]
      .map(([own, name]) => findNameProblem(name, { draft, sourceNames, own, formula: "" }))
      .find((found) => found !== null);
    if (problem !== undefined && problem !== null) return props.onRefuse(problem);
    const renamed = renameColumns(result, changed);
    if (renamed === null) return props.onRefuse("Formulas use one of these names for something else already.");
    const shown = names.map((name) => changed.get(name) ?? name);
    const words = [...changed].map(([from, to]) => `${from} is now ${to}`);
    props.onApply(
      withShown(draftOfResult(renamed), shown),
      words.length > 0 ? words.join(", ") : `Shown: ${shown.join(", ")}`,
    );
  };
  return (
    <EditorFrame
      label="Change which columns are shown"
      problems={props.problems}
      isPending={props.isPending}
      onCancel={props.onCancel}
      onApply={apply}
    >
      <NameList
        label="Columns that are shown"
        names={names}
        choices={offered.filter((name) => !names.includes(name))}
        addLabel="Show another column"
        onChange={setNames}
        beside={(name) =>
          known.has(name) && (
            <Rename
              name={name}
              value={renames.get(name)}
              onChange={(to) => setRenames(new Map([...renames, [name, to]]))}
            />
          )
        }
      />
    </EditorFrame>
  );
}

type RenameProps = {
  readonly name: string;
  /** Undefined until it is renamed. */
  readonly value: string | undefined;
  readonly onChange: (to: string) => void;
};

function Rename({ name, value, onChange }: RenameProps) {
  if (value === undefined)
    return (
      <IconButton size="small" label={`Rename ${name}`} onClick={() => onChange(name)}>
        <Pencil />
      </IconButton>
    );
  return (
    <Input
      ref={focusOnce}
      aria-label={`New name of ${name}`}
      value={value}
      maxLength={200}
      onChange={(event) => onChange(event.target.value)}
      className="h-7 w-40 text-sm"
    />
  );
}

/** The button that asked for it has left. */
function focusOnce(field: HTMLInputElement | null): void {
  if (field !== null && document.activeElement !== field) field.select();
}
