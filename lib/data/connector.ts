import "server-only";
import type { ValueType } from "#lib/formula/types";
import type { SqlValue } from "#lib/sql/fragment";
import type { Cell } from "#lib/worksheet/result";

/** Rows as they arrive from an engine, by column, cells already in wire form (`Cell`). */
export type RowChunk = {
  readonly offset: number;
  readonly rowCount: number;
  readonly columns: readonly (readonly Cell[])[];
};

export type RunOptions = {
  readonly signal: AbortSignal;
  /** Rows after which the engine is stopped and the result is truncated. */
  readonly rowLimit: number;
  readonly onChunk: (chunk: RowChunk) => void | Promise<void>;
  /** The rows of a table as they lie there, whatever plan would be quicker: ranges of them must fit together. */
  readonly isAsStored?: boolean;
  /** Milliseconds; default 60,000. */
  readonly deadlineMs?: number;
};

export type RunOutcome = { readonly rowCount: number; readonly truncated: boolean; readonly elapsedMs: number };

export type CatalogColumn = {
  readonly name: string;
  readonly type: ValueType;
  readonly nativeType: string;
  readonly nullable: boolean;
  readonly comment: string | null;
};
export type CatalogTable = {
  readonly schema: string | null;
  readonly name: string;
  readonly comment: string | null;
  readonly estimatedRows: number | null;
  readonly columns: readonly CatalogColumn[];
};

/** What Askbook needs of an engine. One SELECT per call, read-only. Errors are AskbookError: engine_failed, engine_stopped, query_timeout, aborted. */
export type Connector = {
  readonly dialect: "duckdb" | "postgres";
  catalog(signal: AbortSignal): Promise<readonly CatalogTable[]>;
  run(sql: string, params: readonly SqlValue[], options: RunOptions): Promise<RunOutcome>;
};
