import { AiSettingsPage } from "./pages/ai-settings-page.ts";
import { AskPage } from "./pages/ask-page.ts";
import { expect, expectAccessible, test } from "./support/fixtures.ts";
import { restoreAiSettings } from "./support/restore.ts";

test("every part of an answer is changed in place, and each change can be taken back", async ({ page }) => {
  test.setTimeout(150_000);
  const ask = new AskPage(page);
  await ask.open();
  await ask.ask("sales by region last quarter");
  await ask.waitUntilAnswered();
  await expect(ask.answer.getByText(/numbers verified$/)).toBeVisible();

  // Another filter beside the one that is there: two regions are left, and the text is of the earlier result.
  await ask.openSteps();
  await ask.card(/^Add a filter/).click();
  const filter = page.getByRole("form", { name: "Add a filter" });
  await filter.getByLabel("Column").selectOption("Region");
  await filter.getByRole("checkbox", { name: "East" }).check();
  const search = filter.getByRole("searchbox", { name: "Search the values of Region" });
  await search.fill("wes");
  await expect(filter.getByRole("checkbox", { name: "East" })).toHaveCount(0);
  await search.press("Enter");
  await expect(filter.getByText("2 chosen.")).toBeVisible();
  await expect(filter.getByRole("checkbox", { name: "West" })).toBeChecked();
  await filter.getByRole("button", { name: "Apply" }).click();
  await ask.waitForVersion(2, 2);
  const stale = ask.answer.getByRole("region", { name: "Text about the earlier result" });
  await expect(stale).toContainText("before the change");
  await expect(stale.getByRole("button", { name: /, earlier result$/ }).first()).toBeVisible();
  await expect(ask.answer.getByText(/numbers verified$/)).toHaveCount(0);
  await expect(ask.answer.getByRole("heading", { name: /Sales by Region/ })).toBeVisible();
  await expectAccessible(page);
  await ask.showTable();
  await expect(ask.answer.getByRole("gridcell", { name: "East", exact: true })).toBeVisible();
  await expect(ask.answer.getByRole("gridcell", { name: "South", exact: true })).toHaveCount(0);

  await stale.getByRole("button", { name: "Explain again" }).click();
  await ask.waitForVersion(3, 3);
  await expect(ask.answer.getByText(/numbers verified$/)).toBeVisible();
  await expect(stale).toHaveCount(0);

  // A formula with a mistake is refused beside the field; the right one runs.
  await ask.openSteps();
  await ask.card(/^Column Total Sales/).click();
  const formula = page.getByRole("textbox", { name: "Formula of Total Sales" });
  await formula.fill("Avg([Salez])");
  const column = page.getByRole("form", { name: /^Change the column/ });
  await column.getByRole("button", { name: "Apply" }).click();
  await expect(column.getByRole("alert")).toContainText("what is wrong stands under it");
  await expect(column.getByRole("list", { name: "Problems of the formula" })).toContainText("Salez");
  await formula.fill("Avg([Sales])");
  await expect(column.getByRole("alert")).toHaveCount(0);
  await column.getByRole("button", { name: "Apply" }).click();
  await ask.waitForVersion(4, 4);
  await expect(stale).toContainText("Total Sales = Avg([Sales])");

  // Undo leads back; the later version can still be walked to.
  await ask.answer.getByRole("button", { name: "Undo" }).click();
  await ask.waitForVersion(3, 4);
  await expect(stale).toHaveCount(0);
  await page.reload();
  await ask.waitForVersion(3, 4);
  // A page that was just loaded hears no click before its script has started.
  await expect(async () => {
    const later = ask.answer.getByRole("button", { name: "Later version" });
    if (await later.isEnabled()) await later.click({ timeout: 1_000 });
    await expect(ask.answer.getByRole("group", { name: "Version 4 of 4" })).toBeVisible({ timeout: 3_000 });
  }).toPass({ timeout: 30_000 });

  // A chip drops its filter.
  await ask.answer.getByRole("button", { name: "Drop the filter Region is East or West" }).click();
  await ask.waitForVersion(5, 5);
  await expect(ask.answer.getByRole("list", { name: "Filters in force" }).getByRole("listitem")).toHaveCount(1);
  await ask.showTable();
  await expect(ask.answer.getByRole("gridcell", { name: "South", exact: true })).toBeVisible();

  // The chart type is a part like the others.
  await ask.openSteps();
  await ask.card(/^Chart Bar/).click();
  const chart = page.getByRole("form", { name: "Change the chart type" });
  await chart.getByLabel("Chart type").selectOption("Line");
  await chart.getByRole("button", { name: "Apply" }).click();
  await ask.waitForVersion(6, 6);
  await ask.openSteps();
  await expect(ask.card(/^Chart Line/)).toBeVisible();

  // So is what the result's own menu says, after a reload too.
  await ask.answer.getByRole("button", { name: "Chart type: Line" }).click();
  await page.getByRole("menuitemradio", { name: "Area" }).click();
  await ask.waitForVersion(7, 7);
  await page.reload();
  await expect(ask.answer.getByRole("button", { name: "Chart type: Area" })).toBeVisible();
});

test("columns are added, renamed, totalled, left out and removed", async ({ page }) => {
  test.setTimeout(150_000);
  const ask = new AskPage(page);
  await ask.open();
  await ask.ask("sales by region");
  await ask.waitUntilAnswered();
  await ask.showTable();

  await ask.openSteps();
  await ask.card(/^Add a column/).click();
  const adding = page.getByRole("form", { name: "Add a column" });
  await adding.getByLabel("From the source").selectOption("Quantity");
  await expect(adding.getByLabel("Name")).toHaveValue("Total Quantity");
  await adding.getByLabel("Name").fill("Pieces");
  await adding.getByRole("button", { name: "Apply" }).click();
  await ask.waitForVersion(2, 2);
  await ask.showTable();
  await expect(ask.answer.getByRole("columnheader", { name: "Pieces" })).toBeVisible();

  // A formula that names another column follows it when that is renamed.
  await ask.openSteps();
  await ask.card(/^Add a column/).click();
  await adding.getByLabel("Name").fill("Each");
  await page.getByRole("textbox", { name: "Formula of the new column" }).fill("[Total Sales] / [Pieces]");
  await adding.getByRole("button", { name: "Apply" }).click();
  await ask.waitForVersion(3, 3);
  await ask.openSteps();
  await ask.card(/^Column Pieces/).click();
  const changing = page.getByRole("form", { name: "Change the column Pieces" });
  await changing.getByLabel("Name").fill("Total Sales");
  await changing.getByRole("button", { name: "Apply" }).click();
  await expect(changing.getByRole("alert")).toContainText("There is already a column Total Sales");
  await changing.getByLabel("Name").fill("Units");
  await changing.getByRole("button", { name: "Apply" }).click();
  await ask.waitForVersion(4, 4);
  await ask.openSteps();
  await expect(ask.card(/^Column Each, \[Total Sales\] \/ \[Units\]/)).toBeVisible();

  await ask.card(/^Totals None/).click();
  const totals = page.getByRole("form", { name: "Change the totals" });
  await totals.getByLabel("Add a total").selectOption("Units, all rows");
  await totals.getByRole("button", { name: "Apply" }).click();
  await ask.waitForVersion(5, 5);
  await ask.openSteps();
  await expect(ask.card(/^Totals Units, all rows/)).toBeVisible();

  await ask.card(/^Show /).click();
  const shown = page.getByRole("form", { name: "Change which columns are shown" });
  await shown.getByRole("button", { name: "Remove Each" }).click();
  await shown.getByRole("button", { name: "Rename Region" }).click();
  await page.keyboard.type("Area");
  await shown.getByRole("button", { name: "Apply" }).click();
  await ask.waitForVersion(6, 6);
  await ask.showTable();
  await expect(ask.answer.getByRole("columnheader")).toHaveText(["Area", "Total Sales", "Units", "Units, all rows"]);

  // What others are made of cannot go before them.
  await ask.openSteps();
  await ask.card(/^Column Units,? /).click();
  const removing = page.getByRole("form", { name: "Change the column Units" });
  await removing.getByRole("button", { name: "Remove column" }).click();
  await expect(removing.getByRole("alert")).toContainText("Units");
  await removing.getByRole("button", { name: "Cancel" }).click();
  await ask.card(/^Column Each/).click();
  await page
    .getByRole("form", { name: "Change the column Each" })
    .getByRole("button", { name: "Remove column" })
    .click();
  await ask.waitForVersion(7, 7);
  await expectAccessible(page);
});

test("a related chart is the next answer, in another tab and after a reload too", async ({ page, context }) => {
  const ask = new AskPage(page);
  await ask.open();
  await ask.ask("sales by region");
  await ask.waitUntilAnswered();
  await page
    .getByRole("region", { name: "Related charts" })
    .getByRole("button", { name: /by month$/ })
    .click();
  await expect(page.getByRole("heading", { name: "Total Sales by month", level: 2 })).toBeVisible();
  await expect(page.getByRole("article", { name: "Answer" })).toHaveCount(2);
  await ask.waitUntilAnswered();
  await expect(ask.answer.getByRole("button", { name: "Chart type: Line" })).toBeVisible();
  await expect(ask.answer.getByText(/numbers verified$/)).toBeVisible();
  await page.reload();
  await expect(page.getByRole("heading", { name: "Total Sales by month", level: 2 })).toBeVisible();
  const other = await context.newPage();
  await other.goto(page.url());
  await expect(other.getByRole("article", { name: "Answer" })).toHaveCount(2);
  await other.close();
});

test("the rows behind an answer and behind a row of its table are a press away", async ({ page }) => {
  const ask = new AskPage(page);
  await ask.open();
  await ask.ask("sales by region");
  await ask.waitUntilAnswered();
  await ask.showTable();
  await ask.answer.getByRole("gridcell", { name: "East", exact: true }).click();
  await ask.answer.getByRole("button", { name: "Rows behind East" }).click();
  const panel = page.getByRole("dialog", { name: "Underlying data of East" });
  await expect(panel.getByRole("grid")).toBeVisible();
  await expect(panel.getByRole("columnheader", { name: "Order Id" })).toBeVisible();
  await expectAccessible(page);
  const download = page.waitForEvent("download");
  await panel.getByRole("link", { name: "CSV" }).click();
  expect((await download).suggestedFilename()).toMatch(/\.csv$/);
  await page.keyboard.press("Escape");
  await expect(panel).toHaveCount(0);
});

test("a part is changed by keyboard alone, on a phone and in the dark", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.emulateMedia({ colorScheme: "dark", reducedMotion: "reduce" });
  const ask = new AskPage(page);
  await ask.open();
  await ask.ask("sales by category");
  await ask.waitUntilAnswered();
  await ask.answer.getByRole("button", { name: /^\d+ steps?/ }).press("Enter");
  const limit = ask.card(/^Limit All rows/);
  const rows = page.getByRole("textbox", { name: "Rows at most" });
  await limit.press("Enter");
  await expect(rows).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(limit).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(rows).toBeFocused();
  await page.keyboard.type("0");
  await page.keyboard.press("Enter");
  await expect(page.getByText("Write a whole number of at least 1")).toBeVisible();
  await page.keyboard.press("Backspace");
  await page.keyboard.type("2");
  await page.keyboard.press("Enter");
  await ask.waitForVersion(2, 2);
  await expect(ask.answer.getByText(/· 2 rows ·/)).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await expectAccessible(page);
});

test("a question is asked in other words, and both wordings stay", async ({ page }) => {
  const ask = new AskPage(page);
  await ask.open();
  await ask.ask("sales by region");
  await ask.waitUntilAnswered();
  await page.getByRole("button", { name: "Edit question" }).click();
  await page.getByRole("textbox", { name: "Question in other words" }).fill("sales by category");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("group", { name: "Wording 2 of 2" })).toBeVisible({ timeout: 30_000 });
  await expect(page.getByRole("heading", { name: "sales by category", exact: true, level: 2 })).toBeVisible();
  await page.getByRole("button", { name: "Earlier wording" }).click();
  await expect(page.getByRole("heading", { name: "sales by region", exact: true, level: 2 })).toBeVisible();
  await expect(page.getByRole("group", { name: "Wording 1 of 2" })).toBeVisible();
});

test("with AI off, answers are still read and changed; only asking is not possible, and that is said", async ({
  page,
}) => {
  const ask = new AskPage(page);
  await ask.open();
  await ask.ask("sales by region");
  await ask.waitUntilAnswered();
  const address = page.url();
  await new AiSettingsPage(page).turnOff();

  await ask.open();
  await expect(page.getByText(/nothing new can be asked/)).toBeVisible();
  await expectAccessible(page);
  await page
    .getByRole("region", { name: "Your questions" })
    .getByRole("link", { name: /^sales by region/ })
    .first()
    .click();
  await expect(page).toHaveURL(/\/ask\/.+/);
  await page.goto(address);
  await expect(page.getByText(/nothing new can be asked/)).toBeVisible();
  await expect(ask.question).toHaveCount(0);
  await expect(page.getByRole("button", { name: /^(Ask again|Edit question)$/ })).toHaveCount(0);
  const rows = page.getByRole("textbox", { name: "Rows at most" });
  await expect(async () => {
    await ask.openSteps();
    if (!(await rows.isVisible())) await ask.card(/^Limit All rows/).click({ timeout: 1_000 });
    await expect(rows).toBeVisible({ timeout: 3_000 });
  }).toPass({ timeout: 30_000 });
  await rows.fill("2");
  await page.keyboard.press("Enter");
  await ask.waitForVersion(2, 2);
  await expect(ask.answer.getByRole("button", { name: "Explain again" })).toHaveCount(0);
  await restoreAiSettings(page);
});
