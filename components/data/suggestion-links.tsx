import { ArrowUpRight } from "lucide-react";
import Link from "next/link";
import { Skeleton } from "#components/ui/skeleton";
import type { Suggestion } from "#lib/contract/suggestions";

/** Questions that lead to Ask, limited to the source that answers them. */
export function SuggestionLinks({ suggestions }: { readonly suggestions: readonly Suggestion[] }) {
  if (suggestions.length === 0) return null;
  return (
    <ul aria-label="Suggestions" className="mt-2">
      {suggestions.map(({ question, sourceId }) => (
        <li key={question}>
          <Link
            href={`/ask?${new URLSearchParams({ question, source: sourceId })}`}
            prefetch={false}
            className="group flex min-h-8 items-center justify-between gap-3 rounded-md px-3.5 py-1 text-quiet transition-colors hover:bg-text/4 hover:text-text"
          >
            <span className="min-w-0 [overflow-wrap:anywhere]">{question}</span>
            <ArrowUpRight aria-hidden="true" className="size-4 shrink-0 group-hover:text-accent" />
          </Link>
        </li>
      ))}
    </ul>
  );
}

export function SuggestionLinksSkeleton() {
  return (
    <div role="status" className="mt-2">
      <span className="sr-only">Looking for questions</span>
      {["w-1/2", "w-3/5", "w-2/5"].map((width) => (
        <div key={width} className="flex h-8 items-center px-3.5">
          <Skeleton className={width} />
        </div>
      ))}
    </div>
  );
}
