"use client";

import { useState } from "react";
import { useResult } from "#components/result/use-result";
import { SelectField } from "#components/ui/field";
import type { ChartMark } from "#lib/chart/chart";
import { allowedMarks } from "#lib/chart/choose-chart";
import { markNames } from "#lib/chart/describe-chart";
import type { Mark } from "./draft-edits.tsx";
import { EditorFrame } from "./editor-frame.tsx";
import type { EditorProps } from "./part-editor.tsx";

/** The forms that can show this result. */
export function ChartEditor(props: EditorProps) {
  const { draft, mark, result } = props;
  const loaded = useResult(result.resultId);
  const marks: readonly ChartMark[] = loaded.state === "ready" ? allowedMarks(loaded.result.schema, loaded.rows) : [];
  const [chosen, setChosen] = useState<NonNullable<Mark>>(mark ?? "table");
  const options = [
    { value: "table" as const, label: "Table" },
    ...marks.map((value) => ({ value, label: markNames[value] })),
  ];
  const present = options.some(({ value }) => value === chosen) || chosen === "table" ? [] : [chosen];
  return (
    <EditorFrame
      label="Change the chart type"
      problems={props.problems}
      isPending={props.isPending}
      onCancel={props.onCancel}
      onApply={() => {
        if (chosen === mark) return props.onCancel();
        const label = chosen === "table" ? "Table" : markNames[chosen];
        props.onApply(draft, `Shown as ${label.toLowerCase()}`, { mark: chosen });
      }}
    >
      <SelectField
        label="Chart type"
        value={chosen}
        options={[...options, ...present.map((value) => ({ value, label: markNames[value] }))]}
        help={
          loaded.state === "failed"
            ? loaded.message
            : marks.length === 0 && loaded.state === "ready"
              ? "No chart can show this result; the table does."
              : undefined
        }
        onChange={(event) => setChosen(options.find(({ value }) => value === event.target.value)?.value ?? "table")}
      />
    </EditorFrame>
  );
}
