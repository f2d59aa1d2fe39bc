import { Download } from "lucide-react";
import Link from "next/link";
import { EmptyState } from "#components/ui/empty-state";
import { Page } from "#components/ui/page";
import type { AuditFilter, AuditPage } from "#lib/contract/audit";
import { AuditEntryRow } from "./audit-entry.tsx";
import { AuditFilterForm } from "./audit-filter.tsx";

type AuditViewProps = {
  readonly page: AuditPage;
  readonly filter: AuditFilter;
  readonly locale: string;
  readonly timeZone: string;
};

const linkClass = "text-accent underline-offset-2 hover:underline";
const exportClass =
  "inline-flex h-8 items-center gap-1.5 rounded-md border border-line-strong bg-surface px-3 font-medium transition-colors hover:bg-text/5 [&_svg]:size-4";

/** Who did what when. Entries can neither be changed nor deleted, by nobody. */
export function AuditView({ page, filter, locale, timeZone }: AuditViewProps) {
  const { before, ...kept } = filter;
  const query = (more: Readonly<Record<string, string>> = {}): string =>
    new URLSearchParams({ ...definedOf(kept), ...more }).toString();
  const isFiltered = Object.keys(definedOf(kept)).length > 0;
  return (
    <Page
      title="Audit log"
      description={`Who changed what in Administration, signed in, or was refused, with what it was before and after. Entries cannot be changed or deleted. Times are those of ${timeZone}.`}
      actions={
        <>
          <a href={`/admin/audit/export?${query()}`} download className={exportClass}>
            <Download aria-hidden="true" />
            Export CSV
          </a>
          <a href={`/admin/audit/export?${query({ format: "json" })}`} download className={exportClass}>
            <Download aria-hidden="true" />
            Export JSON
          </a>
        </>
      }
    >
      <AuditFilterForm filter={filter} people={page.people} actions={page.actions} isFiltered={isFiltered} />
      {page.entries.length === 0 ? (
        <EmptyState title={isFiltered || before !== undefined ? "No entry fits" : "No entries yet"}>
          {isFiltered
            ? "Choose other filters, or show everything."
            : "The first change in Administration will stand here."}
        </EmptyState>
      ) : (
        <ol className="divide-y rounded-md border bg-surface">
          {page.entries.map((entry) => (
            <AuditEntryRow key={entry.id} entry={entry} locale={locale} timeZone={timeZone} />
          ))}
        </ol>
      )}
      <nav aria-label="Pages" className="mt-4 flex gap-4">
        {before !== undefined && (
          <Link href={`/admin/audit?${query()}`} className={linkClass}>
            Newest
          </Link>
        )}
        {page.olderBefore !== null && (
          <Link href={`/admin/audit?${query({ before: String(page.olderBefore) })}`} className={linkClass}>
            Older entries
          </Link>
        )}
      </nav>
    </Page>
  );
}

function definedOf(filter: Readonly<Record<string, string | number | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(filter).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
  );
}
