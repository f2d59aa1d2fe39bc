"use client";

import { useState } from "react";
import { findRemovalProblem, totalName, withoutColumn, withTotalOf } from "./column-edits.tsx";
import { EditorFrame } from "./editor-frame.tsx";
import { NameList } from "./name-list.tsx";
import type { EditorProps } from "./part-editor.tsx";

/** Calculations over all rows, beside those of the groups. */
export function TotalsEditor(props: EditorProps) {
  const { draft } = props;
  const [names, setNames] = useState<readonly string[]>(draft.summaries);
  const calculations = draft.groupings.flatMap((grouping) => grouping.calculations);
  const open = calculations.map(totalName).filter((name) => !names.includes(name));
  const apply = () => {
    const removed = draft.summaries.filter((name) => !names.includes(name));
    const added = calculations.filter(
      (name) => names.includes(totalName(name)) && !draft.summaries.includes(totalName(name)),
    );
    if (removed.length + added.length === 0) return props.onCancel();
    const problem = removed.map((name) => findRemovalProblem(draft, name)).find((found) => found !== null);
    if (problem !== undefined && problem !== null) return props.onRefuse(problem);
    const changed = added.reduce(withTotalOf, removed.reduce(withoutColumn, draft));
    props.onApply(changed, names.length === 0 ? "No totals" : `Totals: ${names.join(", ")}`);
  };
  return (
    <EditorFrame
      label="Change the totals"
      problems={props.problems}
      isPending={props.isPending}
      onCancel={props.onCancel}
      onApply={apply}
    >
      <NameList
        label="Totals over all rows"
        names={names}
        choices={open}
        addLabel="Add a total"
        isOrdered={false}
        onChange={setNames}
      />
      <p className="text-quiet text-sm">
        A total stands beside each group, for comparison. For one with a formula of its own, add a column for all rows
        together.
      </p>
    </EditorFrame>
  );
}
