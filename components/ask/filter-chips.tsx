import { Filter as FilterIcon } from "lucide-react";
import { describeFilter } from "#lib/worksheet/describe";
import type { Filter, Worksheet } from "#lib/worksheet/worksheet";

/** The filters that hold in an answer, in words. */
export function FilterChips({ worksheet }: { readonly worksheet: Worksheet }) {
  if (worksheet.filters.length === 0) return null;
  return (
    <ul aria-label="Filters in force" className="flex flex-wrap gap-1.5">
      {worksheet.filters.map((filter) => (
        <li
          key={filter.id}
          className="inline-flex h-6 max-w-full items-center gap-1.5 rounded-sm border px-1.5 text-quiet text-xs"
        >
          <FilterIcon aria-hidden="true" className="size-3 shrink-0" />
          <span className="truncate">{describeFilterOf(worksheet, filter)}</span>
        </li>
      ))}
    </ul>
  );
}

function describeFilterOf(worksheet: Worksheet, filter: Filter): string {
  const column = worksheet.columns.find(({ id }) => id === filter.columnId);
  return describeFilter(filter, column?.name ?? "Rows");
}
