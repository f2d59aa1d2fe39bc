"use client";

import { LayoutGrid } from "lucide-react";
import { useRef } from "react";
import { EmptyState } from "#components/ui/empty-state";
import { AddMenu, type ListedSource } from "../bar/add-menu.tsx";
import { useWorkbookContext } from "../workbook-context.tsx";
import { useTakeOver } from "./removed.tsx";

type EmptyPageProps = { readonly pageId: string; readonly sources: readonly ListedSource[] };

/** A page without elements. */
export function EmptyPage({ pageId, sources }: EmptyPageProps) {
  const { noFull } = useWorkbookContext();
  const add = useRef<HTMLSpanElement>(null);
  useTakeOver(null, () => add.current?.querySelector("button"));
  if (noFull !== null)
    return (
      <EmptyState title="Nothing on this page" icon={<LayoutGrid aria-hidden="true" />}>
        Whoever edits the workbook has put nothing here yet.
      </EmptyState>
    );
  return (
    <EmptyState
      title="An empty page"
      icon={<LayoutGrid aria-hidden="true" />}
      actions={
        <span ref={add}>
          <AddMenu pageId={pageId} sources={sources} />
        </span>
      }
    >
      Add a table over one of your sources, then charts and controls that are built on it.
    </EmptyState>
  );
}
