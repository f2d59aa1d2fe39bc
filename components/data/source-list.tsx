"use client";

import { Search } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { Badge } from "#components/ui/badge";
import { EmptyState } from "#components/ui/empty-state";
import { Input } from "#components/ui/field";
import type { Source } from "#lib/worksheet/worksheet";

export type ListedSource = {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly kind: Source["kind"];
  readonly endorsement: Source["endorsement"];
  readonly rowCount: number | null;
  readonly columnCount: number;
};

type SourceListProps = { readonly sources: readonly ListedSource[]; readonly locale: string };

/** The sources that the viewer may use, endorsed ones first, found by name and description. */
export function SourceList({ sources, locale }: SourceListProps) {
  const [query, setQuery] = useState("");
  const found = sources.filter((source) => matches(source, query)).toSorted(byRank);
  return (
    <>
      <div className="relative mb-4 max-w-sm">
        <Search aria-hidden="true" className="pointer-events-none absolute top-2 left-2.5 size-4 text-quiet" />
        <Input
          type="search"
          aria-label="Search sources"
          placeholder="Search sources"
          className="pl-8"
          value={query}
          onChange={(event) => setQuery(event.target.value)}
        />
      </div>
      {found.length === 0 ? (
        <EmptyState title="No source matches">
          None of the {sources.length} sources has “{query}” in its name or description.
        </EmptyState>
      ) : (
        <ul className="divide-y rounded-md border bg-surface">
          {found.map((source) => (
            <SourceRow key={source.id} source={source} locale={locale} />
          ))}
        </ul>
      )}
    </>
  );
}

function SourceRow({ source, locale }: { readonly source: ListedSource; readonly locale: string }) {
  const count = new Intl.NumberFormat(locale);
  return (
    <li className="relative flex flex-wrap items-baseline gap-x-4 gap-y-1 px-4 py-3 hover:bg-text/3">
      <div className="min-w-0 flex-1 basis-64">
        <div className="flex flex-wrap items-center gap-2">
          <Link href={`/data/${source.id}`} className="font-medium after:absolute after:inset-0">
            {source.name}
          </Link>
          <EndorsementBadge endorsement={source.endorsement} />
          {source.kind === "model" && <Badge>Model</Badge>}
        </div>
        {source.description !== "" && <p className="mt-0.5 line-clamp-2 text-quiet text-sm">{source.description}</p>}
      </div>
      <p className="nums shrink-0 text-quiet text-sm">
        {source.rowCount !== null && <>{count.format(source.rowCount)} rows · </>}
        {source.columnCount} columns
      </p>
    </li>
  );
}

export function EndorsementBadge({ endorsement }: { readonly endorsement: Source["endorsement"] }) {
  if (endorsement === "none") return null;
  return endorsement === "endorsed" ? (
    <Badge tone="positive">Endorsed</Badge>
  ) : (
    <Badge tone="warning">Deprecated</Badge>
  );
}

function matches(source: ListedSource, query: string): boolean {
  const text = `${source.name} ${source.description}`.toLowerCase();
  return query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

const endorsementRank: Record<Source["endorsement"], number> = { endorsed: 0, none: 1, deprecated: 2 };

function byRank(left: ListedSource, right: ListedSource): number {
  return (
    endorsementRank[left.endorsement] - endorsementRank[right.endorsement] ||
    Number(right.kind === "model") - Number(left.kind === "model") ||
    left.name.localeCompare(right.name)
  );
}
