"use client";

import { Redo2, Undo2 } from "lucide-react";
import Link from "next/link";
import { type ReactNode, useRef, useState } from "react";
import { Badge } from "#components/ui/badge";
import { IconButton } from "#components/ui/button";
import { DocumentTitle } from "#components/ui/document-title";
import { TitleEditor } from "../canvas/title-editor.tsx";
import type { WorkbookState } from "../state/use-workbook.tsx";
import type { WorkbookMode } from "../workbook-context.tsx";
import { SaveStatus } from "./save-status.tsx";

type WorkbookBarProps = {
  readonly name: string;
  readonly mode: WorkbookMode;
  readonly state: WorkbookState;
  /** Null: the name cannot be changed here. */
  readonly onRename: ((name: string) => void) | null;
  /** What can be done with the whole workbook. */
  readonly children: ReactNode;
};

const modeBadges: Readonly<Record<WorkbookMode, ReactNode>> = {
  view: null,
  edit: <Badge>Draft</Badge>,
  explore: <Badge>Only you see this</Badge>,
};

/** The workbook's name, how it is saved, and what can be done with it. */
export function WorkbookBar({ name, mode, state, onRename, children }: WorkbookBarProps) {
  const [isRenaming, setIsRenaming] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  const rename = (next: string) => {
    setIsRenaming(false);
    onRename?.(next);
  };
  return (
    <header className="flex flex-wrap items-center gap-x-3 gap-y-1.5 border-b bg-canvas px-4 py-2 sm:px-6">
      <DocumentTitle>{name}</DocumentTitle>
      <div className="flex min-w-0 flex-1 basis-48 items-center gap-2">
        <Link href="/workbooks" className="hidden shrink-0 text-quiet hover:text-text lg:inline">
          Workbooks
        </Link>
        <span aria-hidden="true" className="hidden text-quiet lg:inline">
          /
        </span>
        <h1 ref={heading} className="min-w-0 truncate font-semibold text-lg">
          {isRenaming ? (
            <TitleEditor
              name={name}
              label="Name of the workbook"
              returnTo={() => heading.current?.querySelector("button")}
              onDone={rename}
              onLeave={() => setIsRenaming(false)}
            />
          ) : onRename === null ? (
            name
          ) : (
            <button
              type="button"
              aria-label={`${name}, rename`}
              className="max-w-full truncate rounded-sm text-left hover:bg-text/5"
              onClick={() => setIsRenaming(true)}
            >
              {name}
            </button>
          )}
        </h1>
        <span className="hidden shrink-0 sm:inline">{modeBadges[mode]}</span>
      </div>
      <div className="flex flex-wrap items-center gap-1.5">
        {mode !== "view" && <SaveStatus save={state.save} notice={state.notice} onRetry={() => void state.flush()} />}
        {mode !== "view" && <Travel state={state} />}
        {children}
      </div>
    </header>
  );
}

function Travel({ state }: { readonly state: WorkbookState }) {
  return (
    <div className="flex">
      <IconButton
        label="Undo"
        aria-keyshortcuts="Control+Z Meta+Z"
        disabled={state.undo === null}
        onClick={() => state.undo?.()}
      >
        <Undo2 />
      </IconButton>
      <IconButton
        label="Redo"
        aria-keyshortcuts="Control+Shift+Z Meta+Shift+Z"
        disabled={state.redo === null}
        onClick={() => state.redo?.()}
      >
        <Redo2 />
      </IconButton>
    </div>
  );
}
