"use client";

import { useId, useRef, useState } from "react";
import { applyFix } from "./diagnostics.tsx";
import type { CheckedText } from "./formula-place.tsx";
import { FormulaStatus } from "./formula-status.tsx";
import { type FormulaEditorProps, useFormulaEditor } from "./use-formula-editor.tsx";

/** The editor with what is known of its formula under it. Heavy: pages use `FormulaEditor`, which loads it when it is needed. */
export function FormulaEditorView(props: FormulaEditorProps) {
  const id = useId();
  const host = useRef<HTMLDivElement>(null);
  const [checked, setChecked] = useState<CheckedText | null>(null);
  const view = useFormulaEditor(host, {
    ...props,
    describedBy: `${id}-status`,
    onChecked(next) {
      setChecked(next);
      props.onChecked?.(next);
    },
  });
  return (
    <div>
      <div ref={host} className="min-h-[calc(var(--formula-least,62px)+2px)]" />
      <FormulaStatus
        id={`${id}-status`}
        checked={props.place === null ? null : checked}
        onFix={(diagnostic) => {
          if (view.current !== null) applyFix(view.current, diagnostic);
        }}
        onShow={({ span }) => {
          const length = view.current?.state.doc.length ?? 0;
          view.current?.dispatch({
            selection: { anchor: Math.min(span.from, length), head: Math.min(span.to, length) },
            scrollIntoView: true,
          });
          view.current?.focus();
        }}
      />
    </div>
  );
}
