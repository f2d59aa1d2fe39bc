import "server-only";
import { findResultChunks, getStoredResult } from "#db/queries/results";
import { log } from "#lib/log";
import { type Person, requirePermission } from "#lib/permissions";
import { csvCell } from "#lib/worksheet/csv-cell";
import type { ResultRows } from "#lib/worksheet/result";
import { streamRows } from "./collect-rows.ts";
import { prepareView } from "./prepare-view.ts";
import { holdsStill } from "./results.ts";

export type CsvExport = { readonly name: string; readonly stream: ReadableStream<Uint8Array> };

const mostRows = 20_000_000;
const deadlineMs = 30 * 60_000;

/**
 * All rows of a result as CSV: from what is stored when that is all, else anew from the engine. Beyond twenty million rows or half an hour
 * the stream breaks off, so that no part of a file looks whole.
 */
export async function exportCsv(viewer: Person, resultId: string, signal: AbortSignal): Promise<CsvExport> {
  requirePermission(viewer, "exploreBasic");
  const stored = await getStoredResult(viewer, resultId, "explore");
  const prepared = await prepareView(viewer, stored, stored.asOf);
  const isStored = !stored.truncated && holdsStill(stored, prepared);
  const write = async (onChunk: (chunk: ResultRows) => Promise<void>): Promise<void> => {
    if (isStored) {
      for (const chunk of await findResultChunks(viewer, resultId, { offset: 0, limit: mostRows }))
        await onChunk(chunk);
      return;
    }
    const stop = AbortSignal.any([signal, AbortSignal.timeout(deadlineMs)]);
    const { truncated } = await streamRows(viewer, prepared, { signal: stop, rowLimit: mostRows, onChunk });
    if (truncated) throw new Error(`The result has more than ${mostRows} rows.`);
  };
  const header = stored.schema.map((column) => csvCell(column.name)).join(",");
  const name = stored.document.worksheets[stored.view.worksheetId]?.name ?? "Result";
  return { name, stream: csvStream(header, write) };
}

function csvStream(
  header: string,
  write: (onChunk: (chunk: ResultRows) => Promise<void>) => Promise<void>,
): ReadableStream<Uint8Array> {
  const { readable, writable } = new TextEncoderStream();
  const writer = writable.getWriter();
  const send = async (): Promise<void> => {
    await writer.write(`${header}\r\n`);
    await write((chunk) => writer.write(csvLines(chunk)));
    await writer.close();
  };
  send().catch(async (error: unknown) => {
    log().warn({ err: error }, "an export ended early");
    // The reader sees a broken stream instead of a file that looks whole.
    await writer.abort(error).catch(() => undefined);
  });
  return readable;
}

function csvLines({ rowCount, columns }: ResultRows): string {
  let text = "";
  for (let row = 0; row < rowCount; row += 1)
    text += `${columns.map((column) => csvCell(column[row] ?? null)).join(",")}\r\n`;
  return text;
}
