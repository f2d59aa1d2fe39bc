"use client";

import { Copy, Download, EllipsisVertical, Pencil, Rows3, Trash2 } from "lucide-react";
import { useState } from "react";
import { IconButton } from "#components/ui/button";
import { Menu, MenuItem, MenuSeparator } from "#components/ui/menu";
import { duplicateElement } from "#lib/workbook/edit/duplicate-element";
import { findDependants, removeElement } from "#lib/workbook/edit/remove-element";
import { type Element, worksheetIdOf } from "#lib/workbook/workbook";
import { useWorkbookContext } from "../workbook-context.tsx";
import { RemoveDialog } from "./remove-dialog.tsx";
import { UnderlyingData } from "./underlying-data.tsx";
import { useExport } from "./use-export.tsx";

type ElementMenuProps = { readonly element: Element; readonly title: string; readonly onRename: () => void };
type Open = "remove" | "underlying" | null;

/** What can be done with an element by those who look at it. Empty menus are not shown. */
export function ElementMenu({ element, title, onRename }: ElementMenuProps) {
  const { document, change, select, noFull, noBasic } = useWorkbookContext();
  const [open, setOpen] = useState<Open>(null);
  const { exportCsv, problem } = useExport(element);
  const canEdit = noFull === null;
  const hasRows = worksheetIdOf(element) !== null;
  const canLook = hasRows && noBasic === null;
  if (!canEdit && !canLook) return null;

  const duplicate = () =>
    change((before) => {
      const copy = duplicateElement(before, element.id, () => crypto.randomUUID());
      if (copy === null) return before;
      select({ elementId: copy.elementId, columnId: null });
      return copy.document;
    });
  const remove = () => {
    select(null);
    change((before) => removeElement(before, element.id));
  };
  const askToRemove = () => (findDependants(document, element.id).length === 0 ? remove() : setOpen("remove"));

  return (
    <>
      <Menu
        trigger={
          <IconButton label={`More for ${title}`} size="small">
            <EllipsisVertical />
          </IconButton>
        }
      >
        {canEdit && element.kind !== "text" && (
          <MenuItem icon={<Pencil />} onSelect={() => setTimeout(onRename)}>
            Rename
          </MenuItem>
        )}
        {canEdit && (
          <MenuItem icon={<Copy />} onSelect={duplicate}>
            Duplicate
          </MenuItem>
        )}
        {canLook && (
          <>
            {canEdit && <MenuSeparator />}
            <MenuItem icon={<Rows3 />} onSelect={() => setOpen("underlying")}>
              Underlying data
            </MenuItem>
            <MenuItem icon={<Download />} onSelect={() => void exportCsv()}>
              Export as CSV
            </MenuItem>
          </>
        )}
        {canEdit && (
          <>
            <MenuSeparator />
            <MenuItem icon={<Trash2 />} danger onSelect={askToRemove}>
              Delete
            </MenuItem>
          </>
        )}
      </Menu>
      {problem !== null && (
        <span role="alert" className="absolute inset-x-3 bottom-2 z-10 rounded-md bg-raised p-2 text-sm shadow-float">
          {problem}
        </span>
      )}
      {open === "remove" && <RemoveDialog element={element} onRemove={remove} onClose={() => setOpen(null)} />}
      {open === "underlying" && <UnderlyingData element={element} title={title} onClose={() => setOpen(null)} />}
    </>
  );
}
