"use client";

import { loadRows, useResult } from "#components/result/use-result";
import { DataGrid } from "#components/table/data-grid";
import { Notice } from "#components/ui/notice";
import { Skeleton } from "#components/ui/skeleton";

type StoredRowsProps = {
  readonly resultId: string;
  /** Names the table for screen readers. */
  readonly label: string;
  /** Over the rows, in a sentence. */
  readonly caption: string;
  readonly locale: string;
  readonly currency: string;
};

const highest = 190;

/** Rows that the assistant computed for a formula. */
export function StoredRows({ resultId, label, caption, locale, currency }: StoredRowsProps) {
  const loaded = useResult(resultId);
  if (loaded.state === "failed")
    return (
      <Notice tone="warning" title="The rows could not be read" onRetry={loaded.retry}>
        {loaded.message}
      </Notice>
    );
  return (
    <div className="overflow-hidden rounded-md border bg-surface" aria-busy={loaded.state === "loading"}>
      <p className="border-b px-2.5 py-1 text-quiet text-xs">{caption}</p>
      {loaded.state === "loading" ? (
        <div role="status" className="space-y-2 p-2.5">
          <span className="sr-only">Loading rows</span>
          <Skeleton className="w-full" />
          <Skeleton className="w-3/4" />
        </div>
      ) : (
        <DataGrid
          label={label}
          columns={loaded.result.schema}
          rowCount={loaded.result.rowCount}
          firstRows={loaded.rows.columns}
          loadRows={(range) => loadRows(resultId, range)}
          locale={locale}
          currency={currency}
          maxHeight={highest}
        />
      )}
    </div>
  );
}
