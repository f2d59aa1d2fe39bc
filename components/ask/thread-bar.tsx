"use client";

import { History as HistoryIcon, SquarePen } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { Button } from "#components/ui/button";
import { Sheet } from "#components/ui/dialog";
import { DocumentTitle } from "#components/ui/document-title";
import { History } from "./history.tsx";
import { ThreadActions } from "./thread-actions.tsx";

type ThreadBarProps = { readonly threadId: string | null; readonly title: string };

/** The thread's name, its history and the way to a new one. */
export function ThreadBar({ threadId, title }: ThreadBarProps) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <div className="flex items-center gap-1 px-4 py-2">
      <DocumentTitle>{title}</DocumentTitle>
      <h1 className="min-w-0 flex-1 truncate text-quiet text-sm">{title}</h1>
      <Sheet
        title="Your questions"
        open={isOpen}
        onOpenChange={setIsOpen}
        trigger={
          <Button variant="quiet" size="small">
            <HistoryIcon />
            History
          </Button>
        }
      >
        <History currentId={threadId} onFollow={() => setIsOpen(false)} />
      </Sheet>
      {threadId !== null && <ThreadActions threadId={threadId} />}
      <Link
        href="/ask"
        className="inline-flex h-7 items-center gap-1.5 rounded-md px-2 font-medium text-quiet text-sm transition-colors hover:bg-text/5 hover:text-text"
      >
        <SquarePen aria-hidden="true" className="size-4" />
        New
      </Link>
    </div>
  );
}
