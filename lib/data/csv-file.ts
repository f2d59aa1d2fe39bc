import "server-only";
import { csvCell } from "#lib/worksheet/csv-cell";
import type { Cell } from "#lib/worksheet/result";

/** Rows as a file to keep: with a byte order mark, by which spreadsheets know UTF-8, and safe against formulas in cells. */
export function csvFile(name: string, header: readonly string[], rows: readonly (readonly Cell[])[]): Response {
  const lines = [header, ...rows].map((row) => row.map(csvCell).join(","));
  return download(name, "text/csv; charset=utf-8", `\uFEFF${lines.join("\r\n")}\r\n`);
}

export function download(name: string, contentType: string, body: string): Response {
  return new Response(body, {
    headers: {
      "content-type": contentType,
      "content-disposition": `attachment; filename="${name.replace(/[^\w.-]/g, "_")}"`,
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
    },
  });
}
