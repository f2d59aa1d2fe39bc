"use client";

import { Ellipsis, Pencil, Trash2 } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { type FormEvent, useCallback, useEffect, useState } from "react";
import { z } from "zod";
import { Button } from "#components/ui/button";
import { classNames } from "#components/ui/class-names";
import { Dialog, DialogClose } from "#components/ui/dialog";
import { Input, TextField } from "#components/ui/field";
import { Menu, MenuItem } from "#components/ui/menu";
import { Notice } from "#components/ui/notice";
import { nothing, request, sentenceOf } from "#components/ui/request";
import { Skeleton } from "#components/ui/skeleton";
import { Spinner } from "#components/ui/spinner";
import { type ThreadListItem, threadListItemSchema } from "#lib/contract/threads";

const answerSchema = z.object({ threads: z.array(threadListItemSchema) });

type HistoryProps = {
  readonly currentId: string | null;
  /** A heading above; then there is nothing at all until something was asked. */
  readonly title?: string;
  readonly onFollow?: () => void;
};

/** The reader's threads, newest first: search, rename, delete. */
export function History({ currentId, title, onFollow }: HistoryProps) {
  const [words, setWords] = useState("");
  const { threads, error, reload } = useThreads(words);
  if (title !== undefined && words === "" && (threads === null || threads.length === 0)) return null;
  return (
    <section aria-label="Your questions" className={title === undefined ? "" : "mt-10"}>
      {title !== undefined && <h2 className="mb-2 px-2 text-quiet text-sm">{title}</h2>}
      <Input
        type="search"
        aria-label="Search your questions"
        placeholder="Search your questions"
        value={words}
        onChange={(event) => setWords(event.target.value)}
      />
      {error !== null && (
        <Notice tone="warning" className="mt-3">
          {error}
        </Notice>
      )}
      {threads === null && error === null && (
        <div role="status" className="mt-4 space-y-3">
          <span className="sr-only">Loading your questions</span>
          <Skeleton className="w-full" />
          <Skeleton className="w-4/5" />
        </div>
      )}
      {threads?.length === 0 && (
        <p className="mt-6 text-center text-quiet">
          {words === "" ? "No questions yet." : `Nothing has “${words}” in its title.`}
        </p>
      )}
      <ul className="mt-3 space-y-0.5">
        {threads?.map((thread) => (
          <ThreadRow
            key={thread.id}
            thread={thread}
            isCurrent={thread.id === currentId}
            onChanged={reload}
            {...(onFollow === undefined ? {} : { onFollow })}
          />
        ))}
      </ul>
    </section>
  );
}

function useThreads(words: string) {
  const [threads, setThreads] = useState<readonly ThreadListItem[] | null>(null);
  const [error, setError] = useState<string | null>(null);
  const load = useCallback(
    async (signal?: AbortSignal) => {
      const path = `/api/threads?search=${encodeURIComponent(words)}`;
      try {
        const answer = await request(path, answerSchema, signal === undefined ? {} : { signal });
        setThreads(answer.threads);
        setError(null);
      } catch (cause) {
        if (signal?.aborted !== true) setError(sentenceOf(cause));
      }
    },
    [words],
  );
  useEffect(() => {
    const leave = new AbortController();
    const timer = setTimeout(() => void load(leave.signal), 100);
    return () => {
      clearTimeout(timer);
      leave.abort();
    };
  }, [load]);
  return { threads, error, reload: () => void load() };
}

type ThreadRowProps = {
  readonly thread: ThreadListItem;
  readonly isCurrent: boolean;
  readonly onChanged: () => void;
  readonly onFollow?: () => void;
};

function ThreadRow({ thread, isCurrent, onChanged, onFollow }: ThreadRowProps) {
  const router = useRouter();
  const [dialog, setDialog] = useState<"rename" | "delete" | null>(null);
  const done = () => {
    const wasDeleted = dialog === "delete";
    setDialog(null);
    onChanged();
    if (wasDeleted && isCurrent) router.push("/ask");
  };
  return (
    <li className={classNames("group flex items-center rounded-md hover:bg-text/5", isCurrent && "bg-text/7")}>
      <Link
        href={`/ask/${thread.id}`}
        aria-current={isCurrent ? "page" : undefined}
        {...(onFollow === undefined ? {} : { onClick: onFollow })}
        className="min-w-0 flex-1 px-2 py-1.5"
      >
        <span className="flex items-center gap-2">
          <span className="truncate">{thread.title}</span>
          {thread.isRunning && <Spinner className="size-3 shrink-0" />}
        </span>
        <span className="block text-quiet text-xs">
          {thread.isRunning ? "Being answered" : showTime(thread.updatedAt)}
        </span>
      </Link>
      <Menu
        trigger={
          <button
            type="button"
            aria-label={`More for ${thread.title}`}
            className="mr-1 inline-flex size-7 shrink-0 items-center justify-center rounded-md text-quiet hover:bg-text/8 hover:text-text"
          >
            <Ellipsis aria-hidden="true" className="size-4" />
          </button>
        }
      >
        <MenuItem icon={<Pencil />} onSelect={() => setDialog("rename")}>
          Rename
        </MenuItem>
        <MenuItem icon={<Trash2 />} danger onSelect={() => setDialog("delete")}>
          Delete
        </MenuItem>
      </Menu>
      {dialog === "rename" && <RenameDialog thread={thread} onClose={() => setDialog(null)} onDone={done} />}
      {dialog === "delete" && <DeleteDialog thread={thread} onClose={() => setDialog(null)} onDone={done} />}
    </li>
  );
}

type ThreadDialogProps = {
  readonly thread: ThreadListItem;
  readonly onClose: () => void;
  readonly onDone: () => void;
};

function RenameDialog({ thread, onClose, onDone }: ThreadDialogProps) {
  const { error, isPending, send } = useThreadChange(thread.id, onDone);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    void send("PATCH", { title: new FormData(event.currentTarget).get("title") });
  };
  return (
    <Dialog title="Rename" open onOpenChange={onClose}>
      <form onSubmit={submit} className="space-y-4">
        <TextField
          name="title"
          label="Title"
          defaultValue={thread.title}
          maxLength={200}
          error={error ?? undefined}
          autoFocus
        />
        <div className="flex justify-end gap-2">
          <DialogClose />
          <Button type="submit" variant="primary" pending={isPending}>
            Rename
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function DeleteDialog({ thread, onClose, onDone }: ThreadDialogProps) {
  const { error, isPending, send } = useThreadChange(thread.id, onDone);
  return (
    <Dialog
      title="Delete this thread"
      description={`“${thread.title}” with its questions and answers is deleted for good.`}
      open
      onOpenChange={onClose}
      footer={
        <>
          <DialogClose />
          <Button variant="danger" pending={isPending} onClick={() => void send("DELETE")}>
            Delete
          </Button>
        </>
      }
    >
      {error !== null && <Notice tone="danger">{error}</Notice>}
    </Dialog>
  );
}

function useThreadChange(threadId: string, onDone: () => void) {
  const [error, setError] = useState<string | null>(null);
  const [isPending, setIsPending] = useState(false);
  const send = async (method: "PATCH" | "DELETE", body?: unknown) => {
    setIsPending(true);
    setError(null);
    try {
      await request(`/api/threads/${threadId}`, nothing, { method, ...(body === undefined ? {} : { body }) });
      onDone();
    } catch (cause) {
      setError(sentenceOf(cause));
      setIsPending(false);
    }
  };
  return { error, isPending, send };
}

function showTime(iso: string): string {
  const date = new Date(iso);
  const isToday = date.toDateString() === new Date().toDateString();
  return isToday
    ? date.toLocaleTimeString(undefined, { hour: "numeric", minute: "2-digit" })
    : date.toLocaleDateString(undefined, { dateStyle: "medium" });
}
