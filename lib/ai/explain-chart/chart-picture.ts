import "server-only";
import type { Organization } from "#db/queries/organizations";
import type { Allowance } from "#lib/ai/answer/ladder";
import { findWithheldColumns } from "#lib/ai/answer/withheld";
import { pictureInputSchema } from "#lib/contract/picture";
import { paintPicture } from "#lib/picture/painter";
import type { ChartReading } from "./read-chart.ts";
import { isAggregate } from "./tell-model.ts";

/** Of a page's width, in pixels: what a model needs to read labels, and no more than a few tens of kilobytes. */
const size = { width: 960, height: 540, scale: 1, theme: "light" } as const;

/**
 * Whether a picture of the chart may go to the provider: an admin allows it, every mark in it is a row that the ladder lets go (of
 * aggregates all, however many), and no column of the view is withheld. A table has none.
 */
export function maySendPicture(
  { chart, rows, prepared }: ChartReading,
  { isExternal, aggregates, baseRows }: Allowance,
  { sendChartPictures }: Pick<Organization, "sendChartPictures">,
): boolean {
  if (!sendChartPictures || !isExternal || chart.mark === "table" || rows.rowCount === 0) return false;
  const goes = isAggregate(chart.view) ? aggregates : rows.rowCount <= baseRows;
  return goes && findWithheldColumns(prepared.checked).size === 0;
}

/** A PNG in base64; null: what is explained is no chart. */
export async function drawChart(
  { chart, title, summary, rows }: ChartReading,
  { locale, currency }: Organization,
): Promise<string | null> {
  if (chart.mark === "table") return null;
  const source = {
    schema: summary.schema,
    rows,
    totalRows: summary.truncated ? null : summary.rowCount,
    where: { locale, currency },
  };
  const input = pictureInputSchema.parse({ ...size, chart, title });
  const { body } = await paintPicture({ input, source, format: "png" });
  return Buffer.from(body).toString("base64");
}
