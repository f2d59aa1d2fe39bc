import { expect, type Locator } from "@playwright/test";

/** The texts of the table within, row by row. */
export async function cellsOf(within: Locator): Promise<string[][]> {
  const rows = within
    .getByRole("grid")
    .getByRole("row")
    .filter({ has: within.page().getByRole("gridcell") });
  await expect(rows.first()).toBeVisible();
  return Promise.all((await rows.all()).map((row) => row.getByRole("gridcell").allInnerTexts()));
}
