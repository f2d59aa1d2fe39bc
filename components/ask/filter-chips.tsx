"use client";

import { Filter as FilterIcon, X } from "lucide-react";
import { useState } from "react";
import { describeFilter } from "#lib/worksheet/describe";
import type { Filter, Worksheet } from "#lib/worksheet/worksheet";
import { draftOfResult, type Mark, withFilter } from "./edit/draft-edits.tsx";
import type { Editing } from "./edit/editing.tsx";
import { useChange } from "./edit/use-change.tsx";
import type { ResultData } from "./read-answer.tsx";

type FilterChipsProps = {
  readonly result: ResultData;
  readonly mark: Mark;
  /** Null: the filters are only told. */
  readonly editing: Editing | null;
};

/** The filters that hold in an answer, in words; each can be dropped. */
export function FilterChips({ result, mark, editing }: FilterChipsProps) {
  const { worksheet } = result;
  if (worksheet.filters.length === 0) return null;
  return (
    <ul aria-label="Filters in force" className="flex flex-wrap gap-1.5">
      {worksheet.filters.map((filter, index) => (
        <li
          key={filter.id}
          className="inline-flex min-h-6 max-w-full flex-wrap items-center gap-1.5 rounded-sm border px-1.5 text-quiet text-xs"
        >
          <FilterIcon aria-hidden="true" className="size-3 shrink-0" />
          <span className="min-w-0 truncate">{describeFilterOf(worksheet, filter)}</span>
          {editing !== null && (
            <Drop {...{ result, mark, editing, index }} words={describeFilterOf(worksheet, filter)} />
          )}
        </li>
      ))}
    </ul>
  );
}

type DropProps = FilterChipsProps & { readonly editing: Editing; readonly index: number; readonly words: string };

function Drop({ result, mark, editing, index, words }: DropProps) {
  const { problems, isPending, apply } = useChange(editing);
  const [isAsked, setIsAsked] = useState(false);
  const drop = async () => {
    setIsAsked(true);
    const worksheet = withFilter(draftOfResult(result), index, null);
    const change = { sourceId: result.sourceId, worksheet, mark, change: `Dropped: ${words}`.slice(0, 300) };
    await apply(change, { state: "loading" });
    setIsAsked(false);
  };
  return (
    <>
      <button
        type="button"
        aria-label={`Drop the filter ${words}`}
        disabled={isPending || isAsked}
        onClick={() => void drop()}
        className="-mr-1 inline-flex size-5 shrink-0 items-center justify-center rounded-sm transition-colors hover:bg-text/8 hover:text-text disabled:opacity-50"
      >
        <X aria-hidden="true" className="size-3" />
      </button>
      {problems.map(({ message }) => (
        <span key={message} role="alert" className="basis-full pb-1 text-danger">
          {message}
        </span>
      ))}
    </>
  );
}

function describeFilterOf(worksheet: Worksheet, filter: Filter): string {
  const column = worksheet.columns.find(({ id }) => id === filter.columnId);
  return describeFilter(filter, column?.name ?? "Rows");
}
