"use client";

import dynamic from "next/dynamic";
import { Skeleton } from "#components/ui/skeleton";

/** The formula editor: Enter saves, Shift Enter breaks the line, Esc leaves. Its code is fetched when the first one is shown. */
export const FormulaEditor = dynamic(async () => (await import("./formula-editor-view.tsx")).FormulaEditorView, {
  ssr: false,
  loading: EditorSkeleton,
});

function EditorSkeleton() {
  return (
    <div role="status">
      <span className="sr-only">Loading the editor</span>
      <Skeleton className="h-[calc(var(--formula-least,62px)+2px)] w-full" />
      <div className="mt-1.5 h-7" />
    </div>
  );
}
