"use client";

import { TextAreaField } from "#components/ui/field";
import { liveValuesOf } from "#lib/workbook/live-text";
import { type TextElement, worksheetIdOf } from "#lib/workbook/workbook";
import { useWorkbookContext } from "../workbook-context.tsx";
import { PanelSection } from "./panel-section.tsx";

/** Markdown, written as it is shown beside it. */
export function TextProperties({ element }: { readonly element: TextElement }) {
  const { document, change } = useWorkbookContext();
  const wrong = liveValuesOf(document, element.id).filter((value) => value.state === "wrong");
  const names = Object.values(document.elements).flatMap((one) => {
    const worksheetId = worksheetIdOf(one);
    return worksheetId === null ? [] : (document.worksheets[worksheetId]?.name ?? []);
  });
  const write = (text: string) =>
    change((before) => {
      const own = before.elements[element.id];
      if (own?.kind !== "text") return before;
      return { ...before, elements: { ...before.elements, [own.id]: { ...own, text } } };
    }, `text:${element.id}`);
  return (
    <PanelSection title="Text">
      <TextAreaField
        label="Markdown"
        value={element.text}
        maxLength={20_000}
        rows={12}
        className="font-mono text-sm"
        {...(wrong[0]?.state === "wrong" ? { error: `${wrong[0].formula}: ${wrong[0].message}` } : {})}
        help={
          <>
            A live value: <code className="font-mono">{`{{= Sum([${names[0] ?? "Orders"}/Sales]) }}`}</code>
          </>
        }
        onChange={({ target }) => write(target.value)}
      />
    </PanelSection>
  );
}
