"use client";

import { Braces, CircleHelp, Database, MessageCircleQuestion, Notebook, Search, Settings2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { Dialog as Radix } from "radix-ui";
import { type KeyboardEvent, type ReactNode, useEffect, useId, useState } from "react";
import { z } from "zod";
import { classNames } from "#components/ui/class-names";
import { request } from "#components/ui/request";
import { threadListItemSchema } from "#lib/contract/threads";
import { type WorkbookListItem, workbookListItemSchema } from "#lib/contract/workbooks";
import type { Place } from "./places.tsx";

type SearchDialogProps = {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly places: readonly Place[];
  readonly isAdmin: boolean;
  readonly canAsk: boolean;
  readonly canSeeWorkbooks: boolean;
  readonly sources: readonly { readonly id: string; readonly name: string; readonly description: string }[];
};

type Hit = { readonly href: string; readonly label: string; readonly detail: string; readonly icon: ReactNode };

/** ⌘K: pages, workbooks, sources and threads by their names. Arrows choose, Enter opens. */
export function SearchDialog({ open, onOpenChange, ...rest }: SearchDialogProps) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 animate-appear bg-scrim" />
        <Radix.Content
          aria-describedby={undefined}
          className="fixed top-[12dvh] left-1/2 z-40 flex max-h-[70dvh] w-[min(560px,calc(100vw-24px))] -translate-x-1/2 animate-appear flex-col overflow-hidden rounded-md bg-raised shadow-float"
        >
          <Radix.Title className="sr-only">Search</Radix.Title>
          <SearchPanel {...rest} onDone={() => onOpenChange(false)} />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

type SearchPanelProps = Omit<SearchDialogProps, "open" | "onOpenChange"> & { readonly onDone: () => void };

function SearchPanel({ places, isAdmin, canAsk, canSeeWorkbooks, sources, onDone }: SearchPanelProps) {
  const router = useRouter();
  const id = useId();
  const [words, setWords] = useState("");
  const [chosen, setChosen] = useState(0);
  const threads = useThreads(words, canAsk);
  const workbooks = useWorkbooks(canSeeWorkbooks);
  const named = [...findPages(places, isAdmin), ...workbooks, ...sources.map(sourceHit)];
  const hits = named.filter((hit) => matches(hit, words));
  const all = [...hits, ...threads];
  const current = all[Math.min(chosen, all.length - 1)];
  const follow = (hit: Hit | undefined) => {
    if (hit === undefined) return;
    onDone();
    router.push(hit.href);
  };
  const press = (event: KeyboardEvent) => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step !== 0) setChosen((chosen + step + all.length) % Math.max(1, all.length));
    else if (event.key === "Enter" && !event.nativeEvent.isComposing) follow(current);
    else return;
    event.preventDefault();
  };
  return (
    <>
      <div className="flex items-center gap-2.5 border-b px-4">
        <Search aria-hidden="true" className="size-4 shrink-0 text-quiet" />
        <input
          role="combobox"
          aria-expanded="true"
          aria-controls={`${id}-list`}
          aria-activedescendant={current === undefined ? undefined : `${id}-${current.href}`}
          aria-label="Search pages, workbooks, data and questions"
          placeholder="Search pages, workbooks, data and questions"
          value={words}
          onChange={(event) => {
            setWords(event.target.value);
            setChosen(0);
          }}
          onKeyDown={press}
          className="h-11 min-w-0 flex-1 bg-transparent text-lg outline-none"
        />
      </div>
      <div id={`${id}-list`} role="listbox" aria-label="Results" className="overflow-y-auto p-1.5">
        {all.map((hit) => (
          <HitRow key={hit.href} id={`${id}-${hit.href}`} hit={hit} isChosen={hit === current} onChoose={follow} />
        ))}
        {all.length === 0 && <p className="px-2.5 py-6 text-center text-quiet">Nothing has “{words}” in its name.</p>}
      </div>
    </>
  );
}

type HitRowProps = {
  readonly id: string;
  readonly hit: Hit;
  readonly isChosen: boolean;
  readonly onChoose: (hit: Hit) => void;
};

function HitRow({ id, hit, isChosen, onChoose }: HitRowProps) {
  return (
    <div
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={isChosen}
      onClick={() => onChoose(hit)}
      onKeyDown={(event) => {
        if (event.key === "Enter") onChoose(hit);
      }}
      className={classNames(
        "flex cursor-pointer items-center gap-2.5 rounded-sm px-2.5 py-1.5 hover:bg-text/5 [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-quiet",
        isChosen && "bg-text/7",
      )}
    >
      {hit.icon}
      <span className="min-w-0 truncate">{hit.label}</span>
      <span className="ml-auto max-w-48 shrink-0 truncate text-quiet text-sm">{hit.detail}</span>
    </div>
  );
}

function findPages(places: readonly Place[], isAdmin: boolean): Hit[] {
  const pages = places.map(({ href, label, icon: Icon }) => ({ href, label, detail: "Page", icon: <Icon /> }));
  return [
    ...pages,
    { href: "/profile", label: "Profile", detail: "Page", icon: <Settings2 /> },
    { href: "/help/formulas", label: "Formulas and functions", detail: "Help", icon: <Braces /> },
    { href: "/help", label: "Help", detail: "Page", icon: <CircleHelp /> },
    ...(isAdmin
      ? [{ href: "/admin/ai-settings", label: "AI settings", detail: "Administration", icon: <Settings2 /> }]
      : []),
  ];
}

function sourceHit(source: SearchDialogProps["sources"][number]): Hit {
  return { href: `/data/${source.id}`, label: source.name, detail: "Source", icon: <Database /> };
}

function matches(hit: Hit, words: string): boolean {
  const label = hit.label.toLocaleLowerCase();
  return words
    .toLocaleLowerCase()
    .split(/\s+/)
    .every((word) => label.includes(word));
}

const workbooksSchema = z.array(workbookListItemSchema);

/** Those that were changed last stand first; without an answer there are none. */
function useWorkbooks(isOn: boolean): readonly Hit[] {
  const [workbooks, setWorkbooks] = useState<readonly Hit[]>([]);
  useEffect(() => {
    if (!isOn) return;
    const leave = new AbortController();
    request("/api/workbooks", workbooksSchema, { signal: leave.signal }).then(
      (found) => setWorkbooks(found.map(workbookHit)),
      () => setWorkbooks([]),
    );
    return () => leave.abort();
  }, [isOn]);
  return workbooks;
}

function workbookHit(workbook: WorkbookListItem): Hit {
  const detail = workbook.kind === "exploration" ? "My exploration" : "Workbook";
  return { href: `/workbooks/${workbook.id}`, label: workbook.name, detail, icon: <Notebook /> };
}

const threadsSchema = z.object({ threads: z.array(threadListItemSchema) });

function useThreads(words: string, isOn: boolean): Hit[] {
  const [threads, setThreads] = useState<Hit[]>([]);
  useEffect(() => {
    if (!isOn) return;
    const leave = new AbortController();
    const timer = setTimeout(async () => {
      const answer = await request(`/api/threads?search=${encodeURIComponent(words)}`, threadsSchema, {
        signal: leave.signal,
      }).catch(() => null);
      if (answer !== null) setThreads(answer.threads.slice(0, 8).map(threadHit));
    }, 120);
    return () => {
      clearTimeout(timer);
      leave.abort();
    };
  }, [words, isOn]);
  return threads;
}

function threadHit(thread: { readonly id: string; readonly title: string }): Hit {
  return { href: `/ask/${thread.id}`, label: thread.title, detail: "Question", icon: <MessageCircleQuestion /> };
}
