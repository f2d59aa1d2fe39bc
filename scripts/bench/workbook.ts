import { measureCharts } from "./charts.ts";
import type { Measurement } from "./rounds.ts";
import { lendDatabase, type Product, withProduct } from "./with-product.ts";
import { type OpenPage, withBrowser } from "./workbook/browser.ts";
import { measureKeystrokes } from "./workbook/keystrokes.ts";
import { measureModelRuns } from "./workbook/model-runs.ts";
import { measureOpening } from "./workbook/opening.ts";
import { measureScrolling } from "./workbook/scrolling.ts";

/**
 * A workbook under the hand, in Chromium on a production server: typing, opening, explaining, and scrolling through so many rows. Told as
 * it is measured: it takes some minutes.
 */
export async function measureWorkbook(
  rows: number,
  tell: (measurements: readonly Measurement[]) => void,
): Promise<readonly Measurement[]> {
  const told: Measurement[] = [];
  const keep = (measurements: readonly Measurement[]): void => {
    told.push(...measurements);
    tell(measurements);
  };
  const inBrowser = (
    product: Product,
    measure: (product: Product, openPage: OpenPage) => Promise<readonly Measurement[]>,
  ) => withBrowser(product, async (openPage) => keep(await measure(product, openPage)));
  keep(await measureCharts(9));
  await withProduct({}, async (product) => {
    await inBrowser(product, measureKeystrokes);
    await inBrowser(product, measureOpening);
    keep(await lendDatabase(product, (viewer) => measureModelRuns(product, viewer)));
  });
  await withProduct({ sampleRows: rows }, (product) =>
    inBrowser(product, (own, openPage) => measureScrolling(own, openPage, rows)),
  );
  return told;
}
