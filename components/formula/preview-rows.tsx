import { memo, useCallback } from "react";
import { DataGrid } from "#components/table/data-grid";
import { classNames } from "#components/ui/class-names";
import { Notice } from "#components/ui/notice";
import { Skeleton } from "#components/ui/skeleton";
import type { FormulaRows, PreviewState } from "./use-formula-preview.tsx";

type PreviewRowsProps = {
  readonly preview: PreviewState;
  readonly locale: string;
  readonly currency: string;
};

/** The first rows of a formula, or in words why there are none. */
export function PreviewRows({ preview, locale, currency }: PreviewRowsProps) {
  if (preview.state === "failed") {
    return (
      <Notice tone="warning" title="The formula could not be run" onRetry={preview.retry}>
        {preview.message}
      </Notice>
    );
  }
  const shown = preview.state === "ready" ? preview.preview : preview.state === "empty" ? null : preview.last;
  return (
    <section
      aria-label="First rows"
      aria-busy={preview.state === "loading"}
      className={classNames("overflow-hidden rounded-md border bg-surface", shown?.level === "summary" && "max-w-sm")}
    >
      <p role="status" className="border-b px-3 py-1.5 text-quiet text-sm">
        {describePreview(preview, locale)}
      </p>
      {shown !== null && <Rows preview={shown} locale={locale} currency={currency} />}
      {shown === null && preview.state === "loading" && (
        <div className="space-y-2.5 p-3">
          <Skeleton className="w-full" />
          <Skeleton className="w-full" />
          <Skeleton className="w-3/4" />
        </div>
      )}
    </section>
  );
}

type RowsProps = { readonly preview: FormulaRows; readonly locale: string; readonly currency: string };

/** The rows stay while the formula is written on: they are not drawn anew at every key. */
const Rows = memo(function Rows({ preview: { result, rows }, locale, currency }: RowsProps) {
  const load = useCallback(
    async ({ offset, limit }: { readonly offset: number; readonly limit: number }) => ({
      offset,
      rowCount: result.rowCount,
      columns: rows.columns.map((column) => column.slice(offset, offset + limit)),
    }),
    [result, rows],
  );
  return (
    <DataGrid
      key={`${result.asOf} ${result.schema.map(({ formula }) => formula).join(" ")}`}
      label="First rows of the result"
      columns={result.schema}
      rowCount={Math.min(result.rowCount, rows.rowCount)}
      firstRows={rows.columns}
      loadRows={load}
      locale={locale}
      currency={currency}
      maxHeight={260}
    />
  );
});

function describePreview(preview: PreviewState, locale: string): string {
  if (preview.state === "empty") return "Write a formula, and its first rows appear here.";
  if (preview.state === "unsound" && preview.last !== null) return "Rows of the last formula without errors";
  if (preview.state === "unsound") return "The first rows appear when the formula has no errors.";
  if (preview.state === "loading") return "Running the formula…";
  if (preview.state === "failed") return preview.message;
  const { level, result, rows } = preview.preview;
  if (level === "summary") return "One value of all rows";
  const count = Math.min(result.rowCount, rows.rowCount).toLocaleString(locale);
  return count === "1" ? "1 row" : `First ${count} rows`;
}
