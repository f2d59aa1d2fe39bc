"use client";

import { Filter as FilterIcon, X } from "lucide-react";
import { describeFilter } from "#lib/worksheet/describe";
import type { Filter, Worksheet } from "#lib/worksheet/worksheet";

type FilterChipsProps = {
  readonly worksheet: Worksheet;
  /** Asks the same without this filter. */
  readonly onDrop?: (words: string) => void;
};

/** The filters that hold in an answer, each with a cross that drops it. */
export function FilterChips({ worksheet, onDrop }: FilterChipsProps) {
  if (worksheet.filters.length === 0) return null;
  return (
    <ul aria-label="Filters in force" className="flex flex-wrap gap-1.5">
      {worksheet.filters.map((filter) => {
        const words = describeFilterOf(worksheet, filter);
        return (
          <li
            key={filter.id}
            className="inline-flex h-6 max-w-full items-center gap-1.5 rounded-sm border px-1.5 text-quiet text-xs"
          >
            <FilterIcon aria-hidden="true" className="size-3 shrink-0" />
            <span className="truncate">{words}</span>
            {onDrop !== undefined && (
              <button
                type="button"
                aria-label={`Drop the filter: ${words}`}
                onClick={() => onDrop(words)}
                className="-mr-0.5 rounded-sm p-0.5 hover:bg-text/8 hover:text-text"
              >
                <X aria-hidden="true" className="size-3" />
              </button>
            )}
          </li>
        );
      })}
    </ul>
  );
}

export function describeFilterOf(worksheet: Worksheet, filter: Filter): string {
  const column = worksheet.columns.find(({ id }) => id === filter.columnId);
  return describeFilter(filter, column?.name ?? "Rows");
}
