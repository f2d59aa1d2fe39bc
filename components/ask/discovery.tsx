import Link from "next/link";

export type DiscoverySource = { readonly id: string; readonly name: string; readonly description: string };

/** What there is to ask about, with the way to its page. */
export function Discovery({ sources }: { readonly sources: readonly DiscoverySource[] }) {
  if (sources.length === 0) return null;
  return (
    <section aria-label="Highlighted data" className="mt-10">
      <h2 className="px-2 text-quiet text-sm">Highlighted data</h2>
      <ul className="mt-1 divide-y">
        {sources.map(({ id, name, description }) => (
          <li key={id} className="relative px-2 py-2 transition-colors hover:bg-text/4">
            <Link
              href={`/data/${id}`}
              className="font-medium [overflow-wrap:anywhere] after:absolute after:inset-0 hover:text-accent"
            >
              {name}
            </Link>
            {description !== "" && <p className="mt-0.5 line-clamp-2 text-quiet text-sm">{description}</p>}
          </li>
        ))}
      </ul>
    </section>
  );
}
