"use client";

import { useState } from "react";
import type { SourceScope } from "#components/formula/use-source-scope";
import type { WorksheetDraft } from "#lib/worksheet/draft";
import { columnNames, withKeys } from "./draft-edits.tsx";
import { EditorFrame } from "./editor-frame.tsx";
import { NameList } from "./name-list.tsx";
import type { EditorProps } from "./part-editor.tsx";

/** What the rows of a result stand for, in order. */
export function KeysEditor({ index, ...props }: EditorProps & { readonly index: number }) {
  const { draft, scope } = props;
  const former = draft.groupings[index]?.keys ?? [];
  const [keys, setKeys] = useState<readonly string[]>(former);
  const taken = draft.groupings.flatMap((grouping) => [...grouping.keys, ...grouping.calculations]);
  const open = rowColumns(draft, scope).filter(
    (name) => !keys.includes(name) && (former.includes(name) || !taken.includes(name)),
  );
  return (
    <EditorFrame
      label="Change the grouping"
      problems={props.problems}
      isPending={props.isPending}
      onCancel={props.onCancel}
      onApply={() => {
        if (keys.length === 0) return props.onRefuse("A grouping needs at least one column.");
        if (keys.join("\n") === former.join("\n")) return props.onCancel();
        props.onApply(withKeys(draft, index, keys), `Grouped by ${keys.join(", ")}`, { mark: null });
      }}
    >
      <NameList label="Group by" names={keys} choices={open} addLabel="Add a column" onChange={setKeys} />
    </EditorFrame>
  );
}

/** Columns that have a value on each row: those of the source, and the worksheet's own that are no calculations. */
export function rowColumns(draft: WorksheetDraft, scope: SourceScope): string[] {
  const calculated = new Set([...draft.groupings.flatMap(({ calculations }) => calculations), ...draft.summaries]);
  const own = columnNames(draft).filter((name) => !calculated.has(name));
  const source = scope.state === "ready" ? scope.source.columns.filter(({ hidden }) => !hidden) : [];
  return [...new Set([...own, ...source.map(({ name }) => name)])];
}
