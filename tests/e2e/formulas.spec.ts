import { FormulasPage } from "./pages/formulas-page.ts";
import { expect, expectAccessible, test } from "./support/fixtures.ts";

test("a formula is written by keyboard: completed, mended and run", async ({ page }) => {
  const formulas = new FormulasPage(page);
  await formulas.open();
  // All functions at once are more than axe looks through in the time of a test.
  await page.getByRole("searchbox", { name: "Search functions" }).fill("lookup");
  await expect(formulas.rows).toBeVisible();

  await formulas.write("Sum([Sal");
  await expect(formulas.completions.getByRole("option", { name: /Sales/ }).first()).toBeVisible();
  // CodeMirror takes no key for a list that has stood for less than 75 ms, so that nothing is chosen by accident.
  await page.waitForTimeout(100);
  await page.keyboard.press("Enter");
  await expect(formulas.editor).toHaveText("Sum([Sales])");
  await expect(page.getByText("Gives Number, one value of all rows")).toBeVisible();
  await expect(formulas.rows.getByRole("gridcell")).toHaveCount(1);

  await page.keyboard.press("End");
  await page.keyboard.type(" / COUNTD([Order ID])");
  await expect(page.getByText('Unknown function "COUNTD". Did you mean CountDistinct?', { exact: true })).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press("Control+.");
  await expect(formulas.editor).toHaveText("Sum([Sales]) / CountDistinct([Order ID])");
  await expect(page.getByText("1 problem")).toBeHidden();
  await expect(page.getByText("One value of all rows", { exact: true })).toBeVisible();
  await expectAccessible(page);

  await page.keyboard.press("Escape");
  await expect(formulas.editor).not.toBeFocused();
});

test("Shift Enter breaks the line, Tab moves on, and the fix is a button too", async ({ page }) => {
  const formulas = new FormulasPage(page);
  await formulas.open();
  await formulas.write("Upper([Region])");
  await page.keyboard.press("Shift+Enter");
  await page.keyboard.type('& IFNULL([City], "none")');
  const fix = page.getByRole("button", { name: /Use Coalesce/ });
  await expect(fix).toBeVisible();
  await page.keyboard.press("Tab");
  await expect(formulas.editor).not.toBeFocused();
  await fix.press("Enter");
  await expect(formulas.editor).toBeFocused();
  await expect(formulas.editor).toContainText("Coalesce");
});

test("every function is found from the search, by its name and in words", async ({ page }) => {
  await page.goto("/");
  await page.keyboard.press("ControlOrMeta+k");
  await page.getByRole("combobox", { name: /Search/ }).fill("functions");
  await page.getByRole("option", { name: /Formulas and functions/ }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Formulas" })).toBeVisible();

  await page.getByRole("searchbox", { name: "Search functions" }).fill("datetrunc");
  const entry = page.getByRole("article").filter({ has: page.getByRole("heading", { name: "DateTrunc" }) });
  await expect(entry).toContainText("DateTrunc(precision, date, [timezone])");
  await expect(entry).toContainText('"quarter"');
  await entry.getByRole("button", { name: /Try/ }).click();
  await expect(new FormulasPage(page).editor).toContainText("DateTrunc(");

  await page.getByRole("searchbox", { name: "Search functions" }).fill("zebra");
  await expect(page.getByText("No function found")).toBeVisible();
});
