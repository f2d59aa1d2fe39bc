import type { Measurement } from "./rounds.ts";
import { lendDatabase, withProduct } from "./with-product.ts";
import { withBrowser } from "./workbook/browser.ts";
import { measureKeystrokes } from "./workbook/keystrokes.ts";
import { measureModelRuns } from "./workbook/model-runs.ts";
import { measureOpening } from "./workbook/opening.ts";
import { measureScrolling } from "./workbook/scrolling.ts";

/** A workbook under the hand, in Chromium on a production server: typing, opening, explaining, and scrolling through so many rows. */
export async function measureWorkbook(rows: number): Promise<readonly Measurement[]> {
  const worked = await withProduct({}, async (product) => [
    ...(await withBrowser(product, async (openPage) => [
      ...(await measureKeystrokes(product, openPage)),
      ...(await measureOpening(product, openPage)),
    ])),
    ...(await lendDatabase(product, (viewer) => measureModelRuns(product, viewer))),
  ]);
  const scrolled = await withProduct({ sampleRows: rows }, (product) =>
    withBrowser(product, (openPage) => measureScrolling(product, openPage, rows)),
  );
  return [...worked, ...scrolled];
}
