"use client";

import {
  Copy,
  Download,
  EllipsisVertical,
  ImageDown,
  MessageSquareText,
  Pencil,
  Rows3,
  Settings2,
  Trash2,
} from "lucide-react";
import { useState } from "react";
import { useCanExplain } from "#components/explain/explain-access";
import { IconButton } from "#components/ui/button";
import { Sheet } from "#components/ui/dialog";
import { Menu, MenuItem, MenuSeparator } from "#components/ui/menu";
import { duplicateElement } from "#lib/workbook/edit/duplicate-element";
import { findDependants } from "#lib/workbook/edit/remove-element";
import { type Element, worksheetIdOf } from "#lib/workbook/workbook";
import { useOnScreen } from "../elements/drill-context.tsx";
import { PropertiesContent } from "../properties/properties-panel.tsx";
import { useWorkbookContext, WorkbookProvider } from "../workbook-context.tsx";
import { useExplain } from "./explained.tsx";
import { RemoveDialog } from "./remove-dialog.tsx";
import { useRemove } from "./removed.tsx";
import { UnderlyingData } from "./underlying-data.tsx";
import { useAfterMenu } from "./use-after-menu.tsx";
import { useExport } from "./use-export.tsx";

type ElementMenuProps = { readonly element: Element; readonly title: string; readonly onRename: () => void };
type Open = "remove" | "underlying" | "properties" | null;

/** What can be done with an element by those who look at it. Empty menus are not shown. */
export function ElementMenu({ element, title, onRename }: ElementMenuProps) {
  const { document, change, select, noFull, noBasic } = useWorkbookContext();
  const [open, setOpen] = useState<Open>(null);
  const onScreen = useOnScreen(element, title);
  const { exportCsv, exportPicture, problem } = useExport(onScreen);
  const canExplain = useCanExplain() && element.kind === "chart";
  const explain = useExplain(element.id, onScreen);
  const removeElement = useRemove();
  const afterMenu = useAfterMenu();
  const canEdit = noFull === null;
  const hasRows = worksheetIdOf(element) !== null;
  const canLook = hasRows && noBasic === null;
  if (!canEdit && !canLook && !canExplain) return null;

  const duplicate = () =>
    change((before) => {
      const copy = duplicateElement(before, element.id, () => crypto.randomUUID());
      if (copy === null) return before;
      select({ elementId: copy.elementId, columnId: null });
      return copy.document;
    });
  const remove = () => removeElement(element.id);
  const askToRemove = () => (findDependants(document, element.id).length === 0 ? remove() : setOpen("remove"));

  return (
    <>
      <Menu
        onCloseAutoFocus={afterMenu.onCloseAutoFocus}
        trigger={
          <IconButton label={`More for ${title}`} size="small">
            <EllipsisVertical />
          </IconButton>
        }
      >
        {canExplain && (
          <MenuItem icon={<MessageSquareText />} onSelect={explain}>
            Explain this chart
          </MenuItem>
        )}
        {canEdit && (
          <MenuItem icon={<Settings2 />} onSelect={() => setOpen("properties")}>
            Properties
          </MenuItem>
        )}
        {canEdit && element.kind !== "text" && (
          <MenuItem icon={<Pencil />} onSelect={afterMenu.begin(onRename)}>
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
            {element.kind === "chart" && (
              <>
                <MenuItem icon={<ImageDown />} onSelect={() => void exportPicture("png")}>
                  Export as PNG
                </MenuItem>
                <MenuItem icon={<ImageDown />} onSelect={() => void exportPicture("svg")}>
                  Export as SVG
                </MenuItem>
              </>
            )}
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
      {open === "properties" && (
        <Sheet title={title} open onOpenChange={() => setOpen(null)}>
          <div className="-mx-5">
            <PropertiesContent element={element} />
          </div>
        </Sheet>
      )}
      <WorkbookProvider value={onScreen.context}>
        {open === "underlying" && (
          <UnderlyingData element={onScreen.element} title={onScreen.title} onClose={() => setOpen(null)} />
        )}
      </WorkbookProvider>
    </>
  );
}
