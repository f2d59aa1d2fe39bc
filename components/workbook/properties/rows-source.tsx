"use client";

import Link from "next/link";
import { useWorkbookContext } from "../workbook-context.tsx";
import { PanelSection } from "./panel-section.tsx";

/** What an element is built on. */
export function RowsSource({ worksheetId }: { readonly worksheetId: string }) {
  const { document, scopes } = useWorkbookContext();
  const source = document.worksheets[worksheetId]?.source;
  if (source === undefined) return null;
  if ("worksheetId" in source)
    return (
      <PanelSection title="Data">
        <p>{document.worksheets[source.worksheetId]?.name ?? "An element that is gone"}, an element of this workbook</p>
      </PanelSection>
    );
  const known = scopes.sources.get(source.sourceId);
  return (
    <PanelSection title="Data">
      {known === undefined ? (
        <p className="text-quiet">{scopes.isDenied(source.sourceId) ? "A source that you may not use" : "Loading …"}</p>
      ) : (
        <Link href={`/data/${source.sourceId}`} className="text-accent underline underline-offset-2">
          {known.name}
        </Link>
      )}
    </PanelSection>
  );
}
