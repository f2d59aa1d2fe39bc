"use client";

import { useState } from "react";
import { TextField } from "#components/ui/field";
import { EditorFrame } from "./editor-frame.tsx";
import type { EditorProps } from "./part-editor.tsx";

const mostRows = 10_000_000;

export function LimitEditor(props: EditorProps) {
  const { draft } = props;
  const [text, setText] = useState(draft.limit === null ? "" : String(draft.limit));
  const [error, setError] = useState<string | undefined>(undefined);
  const apply = () => {
    const limit = text.trim() === "" ? null : Number(text);
    if (limit !== null && (!Number.isInteger(limit) || limit < 1 || limit > mostRows))
      return setError("Write a whole number of at least 1, or nothing for all rows.");
    setError(undefined);
    if (limit === draft.limit) return props.onCancel();
    props.onApply({ ...draft, limit }, limit === null ? "All rows" : `First ${limit} rows`);
  };
  return (
    <EditorFrame
      label="Change how many rows"
      problems={props.problems}
      isPending={props.isPending}
      onCancel={props.onCancel}
      onApply={apply}
    >
      <TextField
        label="Rows at most"
        inputMode="numeric"
        value={text}
        error={error}
        help="Counted after sorting. Empty: all rows."
        onChange={(event) => setText(event.target.value)}
        className="max-w-40"
      />
    </EditorFrame>
  );
}
