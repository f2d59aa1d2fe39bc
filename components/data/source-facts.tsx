import Link from "next/link";
import type { ReactNode } from "react";
import { DataList } from "#components/ui/data-list";
import { Section } from "#components/ui/page";
import type { Source } from "#lib/worksheet/worksheet";

type SourceFactsProps = {
  readonly source: Source;
  /** The source and what it reaches, by id. */
  readonly related: ReadonlyMap<string, Source>;
  readonly rowCount: number | null;
  readonly locale: string;
};

/** Where a source's rows come from, how many there are, what its dates count from. */
export function SourceFacts({ source, related, rowCount, locale }: SourceFactsProps) {
  const base = source.baseSourceId === undefined ? undefined : related.get(source.baseSourceId);
  const items = [
    { label: "Rows", value: rowsIn(source, base, rowCount, locale) },
    { label: "“Today” means", value: source.asOf === undefined ? "the present day" : day(source.asOf, locale) },
    ...(base === undefined ? [] : [{ label: "Made over", value: <SourceLink source={base} /> }]),
    ...(source.relationships.length === 0 ? [] : [{ label: "Related", value: links(source, related) }]),
    ...(source.aiContext === "" ? [] : [{ label: "Notes for AI", value: source.aiContext }]),
  ];
  return (
    <Section title="About">
      <DataList items={items} />
    </Section>
  );
}

/** Under a rule the count would tell of rows that are not the reader's. */
function rowsIn(source: Source, base: Source | undefined, rowCount: number | null, locale: string): string {
  if (source.rowRule !== undefined || base?.rowRule !== undefined) return "those that its rule leaves you";
  return rowCount === null ? "Being counted" : new Intl.NumberFormat(locale).format(rowCount);
}

function links(source: Source, related: ReadonlyMap<string, Source>): ReactNode {
  const others = source.relationships.flatMap((relationship) => related.get(relationship.toSourceId) ?? []);
  return (
    <span className="flex flex-wrap gap-x-3 gap-y-1">
      {[...new Set(others)].map((other) => (
        <SourceLink key={other.id} source={other} />
      ))}
    </span>
  );
}

function SourceLink({ source }: { readonly source: Source }) {
  return (
    <Link href={`/data/${source.id}`} className="text-accent underline-offset-2 hover:underline">
      {source.name}
    </Link>
  );
}

function day(iso: string, locale: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone: "UTC" }).format(
    new Date(`${iso.slice(0, 10)}T00:00:00Z`),
  );
}
