import { AskPage } from "./pages/ask-page.ts";
import { ExplainDialog } from "./pages/explain-dialog.ts";
import { WorkbookPage } from "./pages/workbook-page.ts";
import { expect, expectAccessible, test } from "./support/fixtures.ts";

test("a chart of Ask is explained beside it, by mouse", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const ask = new AskPage(page);
  await ask.open();
  await ask.ask("sales by category");
  await ask.waitUntilAnswered();
  const explain = new ExplainDialog(page);
  await explain.open(ask.answer);
  await explain.waitUntilWritten();
  await expect(explain.dialog).toContainText("Technology");
  await expect(explain.dialog.getByText(/^All \d+ numbers verified$/)).toBeVisible();
  await expectAccessible(page);

  // Beside the chart, not over it.
  const chart = await ask.answer.locator("canvas").boundingBox();
  const panel = await explain.dialog.boundingBox();
  expect((chart?.x ?? 0) + (chart?.width ?? 0)).toBeLessThanOrEqual(panel?.x ?? 0);

  const number = explain.dialog.getByRole("button", { name: /, proved$/ }).first();
  await number.click();
  await expect(page.getByRole("dialog", { name: /comes from$/ })).toContainText("Proved");
  await page.keyboard.press("Escape");
  // The card of the number would stay while the pointer is on it.
  await page.mouse.move(5, 5);

  await explain.dialog.getByText(/facts found in the rows$/).click();
  await expect(explain.dialog.getByText(/^Highest /)).toBeVisible();
  await explain.dialog.getByRole("button", { name: "Copy text" }).click();
  await expect(explain.dialog.getByRole("button", { name: "Copied" })).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(/Technology .+\d.+\./);

  await explain.dialog.getByRole("button", { name: "Not helpful" }).click();
  await page.getByRole("textbox", { name: "What was wrong?" }).fill("Too short");
  await page.getByRole("button", { name: "Save note" }).click();
  await expect(explain.dialog.getByRole("button", { name: "Not helpful" })).toHaveAttribute("aria-pressed", "true");

  await explain.dialog.getByRole("button", { name: "Regenerate" }).click();
  await explain.waitUntilWritten();
  await explain.dialog.getByRole("button", { name: "Ask a follow-up" }).click();
  await expect(explain.dialog).toBeHidden();
  await expect(ask.question).toBeFocused();
  await expect(page.getByText(/^About .*Category/)).toBeVisible();
  await ask.ask("only in 2025");
  await ask.waitUntilAnswered();
  await expect(ask.answer).toContainText("2025");
  await expect(ask.answer.getByRole("heading", { name: /Category/ })).toBeVisible();
  await expect(page.getByText(/^About .*Category/)).toBeHidden();
});

test("a table is explained by keyboard alone, and Esc leads back to where one was", async ({ page }) => {
  const ask = new AskPage(page);
  await ask.open();
  await ask.ask("sales by region last quarter");
  await ask.waitUntilAnswered();
  await ask.showTable();
  const explain = new ExplainDialog(page);
  await explain.more(ask.answer).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("menuitem", { name: "Explain this table" })).toBeFocused();
  await page.keyboard.press("Enter");
  await explain.waitUntilWritten();
  await expect(explain.dialog).toContainText("East");
  // What a screen reader is told: sentences.
  await expect(explain.dialog.getByRole("status").last()).toContainText(/\.$/);
  await page.keyboard.press("Escape");
  await expect(explain.dialog).toBeHidden();
  await expect(explain.more(ask.answer)).toBeFocused();
});

test("in a workbook it stays when the window gets narrow, as a sheet, and leads back to the menu", async ({ page }) => {
  await page.goto("/workbooks");
  await page.getByRole("link", { name: "Retail overview" }).click();
  const title = "Sales by region";
  const more = new WorkbookPage(page).element(title).getByRole("button", { name: `More for ${title}` });
  await more.click();
  await page.getByRole("menuitem", { name: "Explain this chart" }).click();
  const explain = new ExplainDialog(page);
  await explain.waitUntilWritten();
  const sentence = explain.dialog.getByText(/^All \d+ numbers verified$/);
  const words = await sentence.innerText();
  await page.setViewportSize({ width: 390, height: 844 });
  await expect(sentence).toHaveText(words);
  await expect(page.locator("html")).not.toHaveAttribute("data-beside");
  await expectAccessible(page);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await page.keyboard.press("Escape");
  await expect(explain.dialog).toBeHidden();
  await expect(more).toBeFocused();
});
