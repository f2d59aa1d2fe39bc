import "server-only";
import type { NewResult } from "#db/queries/results";
import type { ResultSummary } from "#lib/worksheet/result";

export function summaryOf(result: NewResult & { readonly id: string }): ResultSummary & { readonly sql: string } {
  const { id, view, queryHash, dataVersions, asOf, schema, rowCount, truncated, elapsedMs, sql } = result;
  return { id, view, queryHash, dataVersions, asOf, schema, rowCount, truncated, elapsedMs, sql };
}
