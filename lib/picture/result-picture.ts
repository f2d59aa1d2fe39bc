import "server-only";
import { getOrganization } from "#db/queries/organizations";
import { mostPoints } from "#lib/chart/option/chart-data";
import type { PictureFormat, PictureInput } from "#lib/contract/picture";
import { getResult, getResultRows } from "#lib/data/results";
import type { Person } from "#lib/permissions";
import { drawPicture, type Picture } from "./draw-picture.ts";

/** A picture of the viewer's own result; `not_found` for another person's. Rows are read as the page reads them. */
export async function drawResultPicture(
  viewer: Person,
  resultId: string,
  input: PictureInput,
  format: PictureFormat,
): Promise<Picture> {
  const [{ schema, rowCount, truncated }, rows, { locale, currency }] = await Promise.all([
    getResult(viewer, resultId),
    getResultRows(viewer, resultId, { offset: 0, limit: mostPoints }),
    getOrganization(viewer),
  ]);
  const hasUncounted = truncated && rows.rowCount === mostPoints;
  const totalRows = hasUncounted ? null : Math.max(rowCount, rows.rowCount);
  return drawPicture(input, { schema, rows, totalRows, where: { locale, currency } }, format);
}
