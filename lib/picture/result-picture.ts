import "server-only";
import { getOrganization } from "#db/queries/organizations";
import { mostPoints } from "#lib/chart/option/chart-data";
import type { PictureFormat, PictureInput } from "#lib/contract/picture";
import { readResult } from "#lib/data/results";
import type { Person } from "#lib/permissions";
import type { Picture } from "./draw-picture.ts";
import { paintPicture } from "./painter.ts";

/**
 * A picture of the viewer's own result; `not_found` for another person's, `forbidden` for one of a workbook that the viewer may only look
 * at. Rows are read as the page reads them.
 */
export async function drawResultPicture(
  viewer: Person,
  resultId: string,
  input: PictureInput,
  format: PictureFormat,
  signal: AbortSignal = new AbortController().signal,
): Promise<Picture> {
  const range = { offset: 0, limit: mostPoints };
  const [{ result, rows }, { locale, currency }] = await Promise.all([
    readResult(viewer, resultId, range, { signal, needed: "explore" }),
    getOrganization(viewer),
  ]);
  const { schema, rowCount, truncated } = result;
  const hasUncounted = truncated && rows.rowCount === mostPoints;
  const totalRows = hasUncounted ? null : Math.max(rowCount, rows.rowCount);
  const source = { schema, rows, totalRows, where: { locale, currency } };
  return paintPicture({ input, source, format, signal });
}
