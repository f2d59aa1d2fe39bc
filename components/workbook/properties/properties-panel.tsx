"use client";

import { X } from "lucide-react";
import { IconButton } from "#components/ui/button";
import { useWorkbookContext } from "../workbook-context.tsx";

/** What is selected, and how it is set. */
export function PropertiesPanel({ elementId }: { readonly elementId: string }) {
  const { document, select } = useWorkbookContext();
  const element = document.elements[elementId];
  if (element === undefined) return null;
  return (
    <aside aria-label="Properties" className="hidden w-72 shrink-0 border-l bg-surface p-4 lg:block">
      <IconButton label="Close the panel" size="small" onClick={() => select(null)}>
        <X />
      </IconButton>
    </aside>
  );
}
