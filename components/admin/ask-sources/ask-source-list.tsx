"use client";

import { Search } from "lucide-react";
import { useState } from "react";
import { Badge } from "#components/ui/badge";
import { Button } from "#components/ui/button";
import { Checkbox } from "#components/ui/checkbox";
import { Input } from "#components/ui/field";
import { Tabs } from "#components/ui/tabs";
import type { AskSourceStatus, AskSources } from "#lib/contract/ask-sources";

type Listed = AskSources["sources"][number];

type AskSourceListProps = {
  readonly sources: readonly Listed[];
  /** Chosen since the last sync, by id. */
  readonly chosen: ReadonlyMap<string, boolean>;
  readonly onChoose: (id: string, highlighted: boolean) => void;
  readonly locale: string;
};

const pageSize = 50;
const filters = ["all", "highlighted", "not-highlighted", "pending"] as const;
type Filter = (typeof filters)[number];

const filterLabels: Record<Filter, string> = {
  all: "All",
  highlighted: "Highlighted",
  "not-highlighted": "Not highlighted",
  pending: "Pending",
};

/** Searched and ticked. */
export function AskSourceList({ sources, chosen, onChoose, locale }: AskSourceListProps) {
  const [query, setQuery] = useState("");
  const [filter, setFilter] = useState<Filter>("all");
  const [count, setCount] = useState(pageSize);
  const found = sources
    .map((source) => ({ source, status: statusOf(source, chosen) }))
    .filter(({ source, status }) => (filter === "all" || status === filter) && matches(source, query));
  if (sources.length === 0)
    return <p className="text-quiet">There is no source yet. Upload a file or connect a database under Data.</p>;
  return (
    <div>
      <div className="mb-3 flex flex-wrap items-center gap-3">
        <div className="relative min-w-48 flex-1">
          <Search aria-hidden="true" className="pointer-events-none absolute top-2 left-2.5 size-4 text-quiet" />
          <Input
            type="search"
            aria-label="Search data sources"
            placeholder="Search data sources"
            className="pl-8"
            value={query}
            onChange={(event) => {
              setQuery(event.target.value);
              setCount(pageSize);
            }}
          />
        </div>
        <Tabs
          label="Show"
          value={filter}
          onChange={(next) => {
            setFilter(next);
            setCount(pageSize);
          }}
          tabs={filters.map((value) => ({ value, label: filterLabels[value] }))}
        />
      </div>
      {found.length === 0 ? (
        <p className="py-6 text-center text-quiet">No data source matches.</p>
      ) : (
        <ul aria-label="Data sources" className="divide-y rounded-md border bg-surface">
          {found.slice(0, count).map(({ source, status }) => (
            <SourceRow
              key={source.id}
              source={source}
              status={status}
              isChosen={chosen.get(source.id) ?? source.highlighted}
              onChoose={(highlighted) => onChoose(source.id, highlighted)}
            />
          ))}
        </ul>
      )}
      {found.length > count && (
        <Button className="mt-3" onClick={() => setCount(count + 4 * pageSize)}>
          Show more of {found.length.toLocaleString(locale)}
        </Button>
      )}
    </div>
  );
}

type SourceRowProps = {
  readonly source: Listed;
  readonly status: AskSourceStatus;
  readonly isChosen: boolean;
  readonly onChoose: (highlighted: boolean) => void;
};

function SourceRow({ source, status, isChosen, onChoose }: SourceRowProps) {
  return (
    <li className="flex items-start justify-between gap-3 px-3 py-2">
      <Checkbox
        className="min-w-0 flex-1"
        label={
          <span className="inline-flex flex-wrap items-center gap-2">
            <span className="font-medium [overflow-wrap:anywhere]">{source.name}</span>
            {source.endorsement === "endorsed" && <Badge tone="positive">Endorsed</Badge>}
            {source.endorsement === "deprecated" && <Badge tone="warning">Deprecated</Badge>}
            {source.isModel && <Badge>Model</Badge>}
          </span>
        }
        {...(source.description === "" ? {} : { help: <span className="line-clamp-2">{source.description}</span> })}
        checked={isChosen}
        onChange={(event) => onChoose(event.target.checked)}
      />
      <StatusBadge status={status} />
    </li>
  );
}

function StatusBadge({ status }: { readonly status: AskSourceStatus }) {
  if (status === "pending") return <Badge tone="warning">Pending</Badge>;
  return status === "highlighted" ? (
    <Badge tone="accent">Highlighted</Badge>
  ) : (
    <span className="shrink-0 text-quiet text-xs leading-5">Not highlighted</span>
  );
}

/** Pending: chosen but not synced, or synced but not indexed yet. */
function statusOf({ id, highlighted, isPending }: Listed, chosen: ReadonlyMap<string, boolean>): AskSourceStatus {
  if ((chosen.get(id) ?? highlighted) !== highlighted || isPending) return "pending";
  return highlighted ? "highlighted" : "not-highlighted";
}

function matches({ name, description }: Listed, query: string): boolean {
  const text = `${name} ${description}`.toLowerCase();
  return query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
