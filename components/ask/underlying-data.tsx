"use client";

import { Download } from "lucide-react";
import { useCallback, useEffect, useState } from "react";
import { loadRows, useResult } from "#components/result/use-result";
import { DataGrid } from "#components/table/data-grid";
import { ButtonLink } from "#components/ui/button";
import { Dialog } from "#components/ui/dialog";
import { Notice } from "#components/ui/notice";
import { request, sentenceOf } from "#components/ui/request";
import { Skeleton } from "#components/ui/skeleton";
import { type UnderlyingRequest, underlyingSchema } from "#lib/contract/results";

export type Behind = {
  readonly keys: UnderlyingRequest["keys"];
  /** What the keys say, in words: `East, March 2026`. Empty: the whole result. */
  readonly words: string;
};

type UnderlyingDataProps = {
  readonly resultId: string;
  readonly behind: Behind;
  readonly sourceName: string;
  readonly locale: string;
  readonly currency: string;
  readonly onClose: () => void;
};

/** The rows of the source behind a result, a row of it, or a mark of its chart. */
export function UnderlyingData({ resultId, behind, sourceName, onClose, ...reader }: UnderlyingDataProps) {
  const { opened, problem, retry } = useUnderlying(resultId, behind.keys);
  const title = behind.words === "" ? "Underlying data" : `Underlying data of ${behind.words}`;
  return (
    <Dialog
      title={title}
      description={`The rows of ${sourceName} behind it, with its filters.`}
      open
      onOpenChange={onClose}
      width="wide"
      {...(opened === null
        ? {}
        : {
            footer: (
              <ButtonLink href={`/api/results/${opened}/csv`} leaves="page">
                <Download />
                CSV
              </ButtonLink>
            ),
          })}
    >
      {problem !== null && <Failed message={problem} onRetry={retry} />}
      {problem === null && opened === null && <Loading />}
      {opened !== null && <Rows resultId={opened} title={title} {...reader} />}
    </Dialog>
  );
}

type RowsProps = Pick<UnderlyingDataProps, "resultId" | "locale" | "currency"> & { readonly title: string };

function Rows({ resultId, title, locale, currency }: RowsProps) {
  const loaded = useResult(resultId);
  const load = useCallback(
    (range: { readonly offset: number; readonly limit: number }) => loadRows(resultId, range),
    [resultId],
  );
  if (loaded.state === "loading") return <Loading />;
  if (loaded.state === "failed") return <Failed message={loaded.message} onRetry={loaded.retry} />;
  const { result, rows } = loaded;
  const count = result.rowCount.toLocaleString(locale);
  return (
    <>
      <p role="status" className="nums mb-2 text-quiet text-sm">
        {result.truncated
          ? `The first ${count} rows; CSV has all of them.`
          : `${count} ${result.rowCount === 1 ? "row" : "rows"}`}
      </p>
      <div className="overflow-hidden rounded-md border">
        <DataGrid
          label={title}
          columns={result.schema}
          rowCount={result.rowCount}
          firstRows={rows.columns}
          loadRows={load}
          locale={locale}
          currency={currency}
          maxHeight={440}
        />
      </div>
    </>
  );
}

function Loading() {
  return (
    <div role="status" className="space-y-2.5 py-1">
      <span className="sr-only">Reading the rows</span>
      <Skeleton className="w-full" />
      <Skeleton className="w-full" />
      <Skeleton className="w-3/4" />
    </div>
  );
}

function Failed({ message, onRetry }: { readonly message: string; readonly onRetry: () => void }) {
  return (
    <Notice tone="warning" onRetry={onRetry}>
      {message}
    </Notice>
  );
}

function useUnderlying(resultId: string, keys: Behind["keys"]) {
  const [opened, setOpened] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const open = useCallback(
    async (signal?: AbortSignal) => {
      setProblem(null);
      const path = `/api/results/${resultId}/underlying`;
      const options = { method: "POST", body: { keys }, ...(signal === undefined ? {} : { signal }) } as const;
      try {
        setOpened((await request(path, underlyingSchema, options)).resultId);
      } catch (error) {
        if (signal?.aborted !== true) setProblem(sentenceOf(error));
      }
    },
    [resultId, keys],
  );
  useEffect(() => {
    const leave = new AbortController();
    void open(leave.signal);
    return () => leave.abort();
  }, [open]);
  return { opened, problem, retry: () => void open() };
}
