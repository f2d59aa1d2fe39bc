"use client";

import { BarChart3, Hash, Plus, SlidersHorizontal, Table2, Type } from "lucide-react";
import { useState } from "react";
import { Button } from "#components/ui/button";
import { Menu, MenuItem } from "#components/ui/menu";
import { type Added, addText } from "#lib/workbook/edit/add-element";
import type { WorkbookDocument } from "#lib/workbook/workbook";
import { showElement } from "../canvas/show-element.tsx";
import { useWorkbookContext } from "../workbook-context.tsx";
import { AddControl } from "./add-control.tsx";
import { AddFromRows, type RowsElement } from "./add-from-rows.tsx";

type AddMenuProps = { readonly pageId: string; readonly sources: readonly ListedSource[] };
export type ListedSource = { readonly id: string; readonly name: string; readonly description: string };

const startText = "## Heading\n\nWrite here. A live value stands in braces: `{{= Sum([Orders/Sales]) }}`";

/** Puts something new on the page and selects it. */
export function AddMenu({ pageId, sources }: AddMenuProps) {
  const { change, select } = useWorkbookContext();
  const [asking, setAsking] = useState<RowsElement | "control" | null>(null);
  const add = (make: (document: WorkbookDocument) => Added) => {
    setAsking(null);
    change((before) => {
      const { document, elementId } = make(before);
      select({ elementId, columnId: null });
      // Once it is drawn.
      setTimeout(() => showElement(elementId), 250);
      return document;
    });
  };
  return (
    <>
      <Menu
        trigger={
          <Button>
            <Plus />
            Add
          </Button>
        }
      >
        <MenuItem icon={<Table2 />} onSelect={() => setAsking("table")}>
          Table
        </MenuItem>
        <MenuItem icon={<BarChart3 />} onSelect={() => setAsking("chart")}>
          Chart
        </MenuItem>
        <MenuItem icon={<Hash />} onSelect={() => setAsking("kpi")}>
          KPI
        </MenuItem>
        <MenuItem
          icon={<Type />}
          onSelect={() => add((document) => addText(document, pageId, startText, () => crypto.randomUUID()))}
        >
          Text
        </MenuItem>
        <MenuItem icon={<SlidersHorizontal />} onSelect={() => setAsking("control")}>
          Control
        </MenuItem>
      </Menu>
      {asking === "control" && <AddControl pageId={pageId} onAdd={add} onClose={() => setAsking(null)} />}
      {asking !== null && asking !== "control" && (
        <AddFromRows kind={asking} pageId={pageId} sources={sources} onAdd={add} onClose={() => setAsking(null)} />
      )}
    </>
  );
}
