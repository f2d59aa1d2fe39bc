"use client";

import { useState } from "react";
import { controlClass } from "#components/ui/field";
import { type Sorts, sortsOf, withSorts } from "./draft-edits.tsx";
import { EditorFrame } from "./editor-frame.tsx";
import { NameList } from "./name-list.tsx";
import type { EditorProps } from "./part-editor.tsx";

/** The order of the rows, by columns of the result. */
export function SortEditor(props: EditorProps) {
  const { draft, result } = props;
  const [sorts, setSorts] = useState<Sorts>(sortsOf(draft));
  const names = sorts.map(({ column }) => column);
  const isUp = (name: string) => sorts.some(({ column, direction }) => column === name && direction === "ascending");
  const turn = (name: string, direction: Sorts[number]["direction"]) =>
    setSorts(sorts.map((sort) => (sort.column === name ? { ...sort, direction } : sort)));
  return (
    <EditorFrame
      label="Change the order"
      problems={props.problems}
      isPending={props.isPending}
      onCancel={props.onCancel}
      onApply={() => {
        if (JSON.stringify(sorts) === JSON.stringify(sortsOf(draft))) return props.onCancel();
        const words = sorts.map(({ column, direction }) => `${column} ${direction}`).join(", ");
        props.onApply(withSorts(draft, sorts), sorts.length === 0 ? "Not sorted" : `Sorted by ${words}`);
      }}
    >
      <NameList
        label="Sort by"
        names={names}
        choices={result.columns.map(({ name }) => name).filter((name) => !names.includes(name))}
        addLabel="Add a column to sort by"
        onChange={(changed) =>
          setSorts(
            changed.map((column) => ({
              column,
              direction: names.includes(column) && !isUp(column) ? ("descending" as const) : ("ascending" as const),
            })),
          )
        }
        beside={(name) => (
          <select
            aria-label={`Direction of ${name}`}
            value={isUp(name) ? "ascending" : "descending"}
            onChange={(event) => turn(name, event.target.value === "ascending" ? "ascending" : "descending")}
            className={`${controlClass} h-7 w-auto text-sm`}
          >
            <option value="ascending">Lowest first</option>
            <option value="descending">Highest first</option>
          </select>
        )}
      />
    </EditorFrame>
  );
}
