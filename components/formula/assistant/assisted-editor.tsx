"use client";

import { useRef, useState } from "react";
import { FormulaEditor } from "../formula-editor.tsx";
import type { FormulaEditorProps } from "../use-formula-editor.tsx";
import type { Assistance, Assistant } from "./assistance.tsx";
import { UndoUse } from "./undo-use.tsx";
import { focusEditor, isWandShortcut, Wand } from "./wand.tsx";

export type AssistedEditorProps = FormulaEditorProps & {
  /** Stands over the editor. */
  readonly title: string;
  /** Null: no wand, for those without the permission. */
  readonly assistance: (Assistant & Pick<Assistance, "target">) | null;
};

/** The formula editor of a form, with the wand beside its title. */
export function AssistedEditor({ title, assistance, ...editor }: AssistedEditorProps) {
  const frame = useRef<HTMLElement>(null);
  const [isOpen, setIsOpen] = useState(false);
  const [former, setFormer] = useState<string | null>(null);
  const write = (text: string, before: string | null) => {
    setFormer(before);
    editor.onChange(text);
  };
  return (
    <section
      ref={frame}
      aria-label={title}
      onKeyDown={(event) => {
        if (assistance === null || !isWandShortcut(event)) return;
        event.preventDefault();
        setIsOpen(true);
      }}
    >
      <div className="mb-1 flex min-h-7 items-center justify-between gap-2">
        <p className="font-medium">{title}</p>
        {assistance !== null && (
          <Wand
            {...assistance}
            isOpen={isOpen}
            onOpenChange={setIsOpen}
            anchor={frame}
            formula={editor.value}
            place={editor.place}
            loadPreview={null}
            onUse={(formula) => {
              write(formula, editor.value);
              focusEditor(frame.current);
            }}
          />
        )}
      </div>
      <FormulaEditor {...editor} onChange={(text) => write(text, null)} />
      {former !== null && <UndoUse onUndo={() => write(former, null)} />}
    </section>
  );
}
