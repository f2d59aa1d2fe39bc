import { AskPage } from "./pages/ask-page.ts";
import { listenForAnnouncements } from "./support/announcements.ts";
import { uploadCsv } from "./support/api.ts";
import { cellsOf } from "./support/cells.ts";
import { expect, expectAccessible, test } from "./support/fixtures.ts";
import { findObscuredFocus, tabTo } from "./support/keyboard.ts";
import { expectEveryLook, expectNothingCut } from "./support/looks.ts";
import { replaceRows } from "./support/replace-rows.ts";

test("by keyboard alone: ask, read a proof, change a filter, undo, follow up; and what is heard of it", async ({
  page,
}) => {
  test.slow();
  const ask = new AskPage(page);
  await ask.open();
  await expect(ask.question).toBeFocused();
  const announcements = await listenForAnnouncements(page);
  await page.keyboard.type("sales by region");
  await expect(page.getByRole("button", { name: "Ask", exact: true })).toBeEnabled();
  await page.keyboard.press("Enter");
  await ask.waitUntilAnswered();
  await expect(page.getByRole("region", { name: "Related charts" })).toBeVisible();

  // Sentences, not tokens; the answer at the end, once.
  await expect(async () => expect((await announcements()).join("\n")).toContain("Answer ready.")).toPass({
    timeout: 30_000,
  });
  const heard = await announcements();
  expect(heard.filter((text) => !/\.$|^Loading the rows$/.test(text))).toEqual([]);
  // On a busy machine each step is told by itself, otherwise several at once.
  expect(heard.length).toBeLessThanOrEqual(16);
  expect(heard.filter((text) => text.startsWith("Answer ready."))).toHaveLength(1);
  await expectNames(ask);

  // A number tells its proof at the focus, and in a dialog at Enter.
  const number = ask.answer.getByRole("button", { name: /, proved$/ }).first();
  await tabTo(page, number, "Shift+Tab");
  await expect(page.getByText("Taken from the result by its cell", { exact: false }).first()).toBeVisible();
  await page.keyboard.press("Enter");
  const proof = page.getByRole("dialog", { name: /comes from$/ });
  await expect(proof).toContainText("Proved");
  await expect(proof.locator("code")).toContainText("Sum([Sales])");
  await page.keyboard.press("Escape");
  await expect(number).toBeFocused();

  // A filter is added in its card.
  await tabTo(page, ask.answer.getByRole("button", { name: /^\d+ steps?/ }), "Shift+Tab");
  await page.keyboard.press("Enter");
  await tabTo(page, ask.card(/^Add a filter/));
  await page.keyboard.press("Enter");
  const filter = page.getByRole("form", { name: "Add a filter" });
  await tabTo(page, filter.getByLabel("Column"));
  await page.keyboard.type("Region");
  await tabTo(page, filter.getByRole("checkbox", { name: "East" }));
  await page.keyboard.press("Space");
  await tabTo(page, filter.getByRole("button", { name: "Apply" }));
  await page.keyboard.press("Enter");
  await ask.waitForVersion(2, 2);
  await expect(ask.answer.getByRole("list", { name: "Filters in force" })).toHaveText(/Region is East/);
  await expect
    .poll(async () => (await announcements()).filter((text) => text.startsWith("Recomputed: ")))
    .toEqual([expect.stringMatching(/\.$/)]);
  await tabTo(page, ask.answer.getByRole("button", { name: "Undo" }));
  await page.keyboard.press("Enter");
  await ask.waitForVersion(1, 2);
  await tabTo(page, ask.question);
  await page.keyboard.type("only the West");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 2, name: "only the West" })).toBeVisible();
  await ask.waitUntilAnswered();
  await expect(ask.answer.getByRole("list", { name: "Filters in force" })).toHaveText(/Region is West/);
});

test("an answer with its parts open and related charts fits a phone, the dark and a page zoomed to 200 %", async ({
  page,
}) => {
  test.slow();
  const ask = new AskPage(page);
  await ask.askAndWait("sales by region last quarter");
  await expect(page.getByRole("region", { name: "Related charts" }).getByRole("button").first()).toBeVisible();
  await ask.openSteps();
  await ask.card(/^Filter /).click();
  await expect(page.getByRole("form", { name: /^Change the filter/ })).toBeVisible();
  await expectEveryLook(page);
  for (const [width, height] of [
    [390, 844],
    [720, 450],
  ] as const) {
    await page.setViewportSize({ width, height });
    await expectNothingCut(page);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  }
  await expect(ask.question).toBeInViewport();

  // What is reached by Tab never stands behind the question box.
  await ask.answer.getByRole("button", { name: /^\d+ steps?/ }).focus();
  for (let presses = 0; presses < 20; presses += 1) {
    await page.keyboard.press("Tab");
    expect(await findObscuredFocus(page)).toBeNull();
  }
});

test("an answer that is run again without AI is the same, or shows what changed in the data", async ({
  page,
  baseURL,
}) => {
  const upload = (name: string, kiel: number) =>
    uploadCsv(baseURL ?? "", "ships.csv", `Harbour,Ships\nKiel,${kiel}\nBergen,12\nGdynia,7\n`, name);
  const sourceId = await upload("Port traffic", 9);
  const ask = new AskPage(page);
  await ask.askAndWait("total ships by harbour in port traffic");
  await ask.answer.getByRole("button", { name: "How this was made" }).click();
  const made = page.getByRole("complementary", { name: "How this was made" });
  const again = made.getByRole("button", { name: "Run again without AI" });
  await again.click();
  await expect(made.getByText(/^The same 3 rows again/)).toBeVisible();

  await replaceRows(sourceId, await upload("Port traffic!", 10));
  await again.click();
  await expect(made.getByText(/^1 row differs from .*: the data or its rules have changed\.$/)).toBeVisible();
  const changes = made.getByRole("list", { name: "What changed" });
  await expect(changes.getByRole("listitem")).toHaveText(/Kiel.*Changed.*9.*10/);
  await expectAccessible(page);
});

test("follow-ups keep the worksheet: a filter, another grain, why a month fell", async ({ page }) => {
  test.slow();
  const ask = new AskPage(page);
  const filters = () => ask.answer.getByRole("list", { name: "Filters in force" });
  await ask.askAndWait("sales by region in 2025");
  await ask.askAndWait("only the West");
  await expect(filters().getByRole("listitem")).toHaveText([/2025/, /Region is West/]);
  await ask.askAndWait("by month instead");
  await expect(filters().getByRole("listitem")).toHaveText([/2025/, /Region is West/]);
  await expect(ask.answer.getByRole("button", { name: "Chart type: Line" })).toBeVisible();
  await ask.showTable();
  const months = await cellsOf(ask.answer);
  expect(months).toHaveLength(12);
  const fallen = months.find(([, total], index) => index > 0 && amountOf(total) < amountOf(months[index - 1]?.[1]));
  expect(fallen).toBeDefined();
  const month = fallen?.[0] ?? "";
  await ask.askAndWait(`why did it fall in ${month}?`);
  await expect(ask.answer.getByText(/numbers verified$/)).toBeVisible();
  await expect(ask.answer).toContainText(/fell|less|down|lower/);
  await expect(page.getByRole("article", { name: "Answer" })).toHaveCount(4);
});

test("an ambiguous question is asked back, and a choice answers it", async ({ page }) => {
  const ask = new AskPage(page);
  await ask.askAndWait("best region");
  const choices = ask.answer.getByRole("group", { name: "Best by what?" });
  await expect(choices.getByRole("button")).not.toHaveCount(0);
  await expectAccessible(page);
  await choices.getByRole("button", { name: /profit/i }).click();
  await expect(page.getByRole("article", { name: "Answer" })).toHaveCount(2);
  await ask.waitUntilAnswered();
  await expect(ask.answer.getByRole("button", { name: /, proved$/ }).first()).toBeVisible();
  await expect(ask.answer).toContainText(/Profit/);
});

/** `$1,234.50` as a number. */
function amountOf(text = ""): number {
  return Number(text.replace(/[^\d.-]/g, ""));
}

/** Roles and names by which a screen reader finds its way in an answer. */
async function expectNames({ page, answer }: AskPage): Promise<void> {
  await expect(page.getByRole("heading", { level: 1 })).toHaveAccessibleName("sales by region");
  await expect(page.getByRole("heading", { level: 2, name: "sales by region" })).toBeVisible();
  await expect(answer.getByRole("region", { name: /Sales by Region/ })).toBeVisible();
  await expect(answer.getByRole("figure", { name: /Sales by Region/ })).toBeVisible();
  await expect(answer.getByRole("button", { name: /^More about .*Sales by Region/ })).toBeVisible();
  await expect(answer.getByRole("radio", { name: "Chart" })).toBeChecked();
  await expect(answer.getByRole("link", { name: "CSV" })).toBeVisible();
  for (const name of ["Copy and export", "Ask again", "Helpful", "Not helpful", "Open in workbook"])
    await expect(answer.getByRole("button", { name, exact: true })).toBeVisible();
}
