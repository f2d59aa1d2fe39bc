"use client";

import { ArrowLeft, ArrowRight, ChevronDown, Pencil, Plus, Trash2 } from "lucide-react";
import { useId, useState } from "react";
import { Button, IconButton } from "#components/ui/button";
import { classNames } from "#components/ui/class-names";
import { Dialog, DialogClose } from "#components/ui/dialog";
import { Menu, MenuItem, MenuSeparator } from "#components/ui/menu";
import { addPage, movePage, removePage, renamePage } from "#lib/workbook/edit/pages";
import type { Page } from "#lib/workbook/workbook";
import { TitleEditor } from "../canvas/title-editor.tsx";
import { useAfterMenu } from "../canvas/use-after-menu.tsx";
import { useWorkbookContext } from "../workbook-context.tsx";

type PageTabsProps = { readonly page: Page; readonly onChoose: (pageId: string) => void };

/** The pages of the workbook, as tabs at its foot. */
export function PageTabs({ page, onChoose }: PageTabsProps) {
  const { document, change, noFull } = useWorkbookContext();
  const canEdit = noFull === null;
  if (document.pages.length === 1 && !canEdit) return null;
  const add = () => {
    const id = crypto.randomUUID();
    change((before) => addPage(before, id));
    onChoose(id);
  };
  return (
    <nav
      aria-label="Pages"
      className="sticky bottom-0 z-10 flex items-center gap-1 overflow-x-auto border-t bg-canvas px-4 py-1.5 sm:px-6"
    >
      {document.pages.map((one) => (
        <PageTab key={one.id} page={one} isOpen={one.id === page.id} canEdit={canEdit} onChoose={onChoose} />
      ))}
      {canEdit && (
        <IconButton label="Add a page" size="small" onClick={add}>
          <Plus />
        </IconButton>
      )}
    </nav>
  );
}

type PageTabProps = PageTabsProps & { readonly isOpen: boolean; readonly canEdit: boolean };

function PageTab({ page, isOpen, canEdit, onChoose }: PageTabProps) {
  const { change } = useWorkbookContext();
  const [isRenaming, setIsRenaming] = useState(false);
  const id = useId();
  if (isRenaming)
    return (
      <div className="w-40 shrink-0">
        <TitleEditor
          name={page.name}
          label="Name of the page"
          returnTo={() => document.getElementById(id)}
          onDone={(name) => {
            setIsRenaming(false);
            change((before) => renamePage(before, page.id, name));
          }}
          onLeave={() => setIsRenaming(false)}
        />
      </div>
    );
  return (
    <div
      className={classNames(
        "flex shrink-0 items-center rounded-sm",
        isOpen ? "bg-text/8" : "text-quiet hover:text-text",
      )}
    >
      <button
        id={id}
        type="button"
        aria-current={isOpen ? "page" : undefined}
        className="h-7 max-w-48 truncate rounded-sm px-2.5"
        onClick={() => onChoose(page.id)}
        onDoubleClick={() => canEdit && setIsRenaming(true)}
      >
        {page.name}
      </button>
      {isOpen && canEdit && <PageMenu page={page} onRename={() => setIsRenaming(true)} />}
    </div>
  );
}

function PageMenu({ page, onRename }: { readonly page: Page; readonly onRename: () => void }) {
  const { document, change } = useWorkbookContext();
  const [isAsking, setIsAsking] = useState(false);
  const afterMenu = useAfterMenu();
  const index = document.pages.findIndex(({ id }) => id === page.id);
  const count = page.layout.length;
  const remove = () => {
    setIsAsking(false);
    change((before) => removePage(before, page.id));
  };
  return (
    <>
      <Menu
        side="top"
        align="start"
        onCloseAutoFocus={afterMenu.onCloseAutoFocus}
        trigger={
          <button type="button" aria-label={`More for ${page.name}`} className="flex h-7 w-6 items-center rounded-sm">
            <ChevronDown aria-hidden="true" className="size-3.5" />
          </button>
        }
      >
        <MenuItem icon={<Pencil />} onSelect={afterMenu.begin(onRename)}>
          Rename
        </MenuItem>
        <MenuItem
          icon={<ArrowLeft />}
          disabled={index === 0}
          onSelect={() => change((before) => movePage(before, page.id, -1))}
        >
          Move left
        </MenuItem>
        <MenuItem
          icon={<ArrowRight />}
          disabled={index === document.pages.length - 1}
          onSelect={() => change((before) => movePage(before, page.id, 1))}
        >
          Move right
        </MenuItem>
        <MenuSeparator />
        <MenuItem
          icon={<Trash2 />}
          danger
          disabled={document.pages.length === 1}
          onSelect={() => (count === 0 ? remove() : setIsAsking(true))}
        >
          Delete
        </MenuItem>
      </Menu>
      {isAsking && (
        <Dialog
          title={`Delete ${page.name}`}
          description={`${count === 1 ? "Its element goes" : `Its ${count} elements go`} with it, and what is built on ${count === 1 ? "it" : "them"} elsewhere. Undo brings all back.`}
          open
          onOpenChange={setIsAsking}
          footer={
            <>
              <DialogClose />
              <Button variant="danger" onClick={remove}>
                Delete page
              </Button>
            </>
          }
        />
      )}
    </>
  );
}
