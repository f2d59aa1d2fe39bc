import { ArrowRight, Lock } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { HomeQuestion } from "#components/ask/home-question";
import { Badge } from "#components/ui/badge";
import { ButtonLink } from "#components/ui/button";
import { EmptyState } from "#components/ui/empty-state";
import { Page, Section } from "#components/ui/page";
import { findSources, type SourceListItem } from "#db/queries/sources";
import { isAiAvailable } from "#lib/ai/providers/registry";
import type { ThreadListItem } from "#lib/contract/threads";
import type { WorkbookListItem } from "#lib/contract/workbooks";
import { can, canUseSources } from "#lib/permissions";
import { findThreadList } from "#lib/runs/thread-list";
import { listWorkbooks } from "#lib/workbook-store/read-workbook";
import { requirePageViewer } from "../workspace-frame.tsx";

const mostShown = 6;
const mostWorkbooks = 4;

export default async function HomePage() {
  const viewer = await requirePageViewer();
  if (!canUseSources(viewer)) return <NothingIncluded />;
  const mayAsk = can(viewer, "useAsk");
  const maySeeWorkbooks = can(viewer, "viewWorkbooks");
  const [canAsk, sources, threads, workbooks] = await Promise.all([
    mayAsk ? isAiAvailable(viewer) : false,
    findSources(viewer),
    mayAsk ? findThreadList(viewer) : [],
    maySeeWorkbooks ? listWorkbooks(viewer) : [],
  ]);
  return (
    <Page title={`Hello, ${viewer.name.split(" ")[0]}`} documentTitle="Home" width="thread">
      {canAsk && <HomeQuestion />}
      <Section title="Recent questions">
        <RecentQuestions threads={threads.slice(0, mostShown)} canAsk={canAsk} />
      </Section>
      {maySeeWorkbooks && (
        <Section
          title="Workbooks"
          actions={
            <ButtonLink href="/workbooks" size="small" variant="quiet">
              All workbooks
            </ButtonLink>
          }
        >
          <Workbooks workbooks={workbooks.slice(0, mostWorkbooks)} />
        </Section>
      )}
      <Section
        title="Sources"
        actions={
          <ButtonLink href="/data" size="small" variant="quiet">
            All data
          </ButtonLink>
        }
      >
        <Sources sources={sources.toSorted(byImportance).slice(0, mostShown)} />
      </Section>
    </Page>
  );
}

function NothingIncluded() {
  return (
    <EmptyState heading="h1" title="There is nothing here for you yet" icon={<Lock aria-hidden="true" />}>
      You are signed in, but your account type includes neither questions, workbooks nor data. Ask an admin of your
      organization to change it.
    </EmptyState>
  );
}

function byImportance(a: SourceListItem, b: SourceListItem): number {
  const rank = (source: SourceListItem): number =>
    (source.highlighted ? 0 : 2) + (source.endorsement === "endorsed" ? 0 : 1);
  return rank(a) - rank(b) || a.name.localeCompare(b.name);
}

type RecentQuestionsProps = { readonly threads: readonly ThreadListItem[]; readonly canAsk: boolean };

function RecentQuestions({ threads, canAsk }: RecentQuestionsProps) {
  if (threads.length === 0)
    return <p className="text-quiet">{canAsk ? "None yet. What you ask is kept here." : "None yet."}</p>;
  return (
    <ul className="divide-y">
      {threads.map((thread) => (
        <li key={thread.id}>
          <Link href={`/ask/${thread.id}`} className="group flex items-center gap-3 py-2 hover:text-accent">
            <span className="min-w-0 flex-1 truncate">{thread.title}</span>
            {thread.isRunning && <Badge tone="accent">Being answered</Badge>}
            <ArrowRight aria-hidden="true" className="size-4 shrink-0 text-quiet group-hover:text-accent" />
          </Link>
        </li>
      ))}
    </ul>
  );
}

function Workbooks({ workbooks }: { readonly workbooks: readonly WorkbookListItem[] }) {
  if (workbooks.length === 0) return <p className="text-quiet">None yet.</p>;
  return (
    <ul className="grid gap-x-8 sm:grid-cols-2">
      {workbooks.map(({ id, name, description, kind, isPublished }) => (
        <Entry key={id} href={`/workbooks/${id}`} name={name} description={description}>
          {kind === "exploration" && <Badge>Only you</Badge>}
          {kind === "workbook" && !isPublished && <Badge>Draft</Badge>}
        </Entry>
      ))}
    </ul>
  );
}

function Sources({ sources }: { readonly sources: readonly SourceListItem[] }) {
  if (sources.length === 0) return <p className="text-quiet">No data yet. Upload a file under Data to begin.</p>;
  return (
    <ul className="grid gap-x-8 sm:grid-cols-2">
      {sources.map(({ id, name, description, endorsement }) => (
        <Entry key={id} href={`/data/${id}`} name={name} description={description}>
          {endorsement === "endorsed" && <Badge tone="positive">Endorsed</Badge>}
        </Entry>
      ))}
    </ul>
  );
}

type EntryProps = {
  readonly href: string;
  readonly name: string;
  readonly description: string;
  /** What marks it, beside its name. */
  readonly children: ReactNode;
};

function Entry({ href, name, description, children }: EntryProps) {
  return (
    <li className="border-b py-2.5">
      <Link href={href} className="group block">
        <span className="flex items-center gap-2">
          <span className="truncate font-medium group-hover:text-accent">{name}</span>
          {children}
        </span>
        <span className="mt-0.5 line-clamp-2 text-quiet text-sm">{description || "No description."}</span>
      </Link>
    </li>
  );
}
