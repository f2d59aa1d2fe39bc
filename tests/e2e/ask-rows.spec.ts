import { readFile } from "node:fs/promises";
import type { Download, Locator, Page } from "@playwright/test";
import { z } from "zod";
import { AskPage } from "./pages/ask-page.ts";
import { MembersPage } from "./pages/members-page.ts";
import { listenForAnnouncements } from "./support/announcements.ts";
import { cookieOf, expectOk, postJson, uploadCsv } from "./support/api.ts";
import { expect, expectAccessible, test } from "./support/fixtures.ts";
import { findObscuredFocus, tabTo } from "./support/keyboard.ts";
import { expectEveryLook, expectNothingCut } from "./support/looks.ts";
import { replaceRows } from "./support/replace-rows.ts";

/** What can be done with an answer once it is there, on the built-in model. */

test("an answer and its thread leave as Markdown, its rows as CSV", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const ask = new AskPage(page);
  await askAndWait(ask, "sales by region last quarter");
  await ask.showTable();
  const cells = await cellsOf(ask.answer);

  const csv = await textOf(page, () => ask.answer.getByRole("link", { name: "CSV" }).click());
  expect(csv.name).toMatch(/\.csv$/);
  const [head, ...lines] = csv.text.trim().split(/\r?\n/);
  expect(head?.replaceAll('"', "")).toMatch(/^\uFEFF?Region,Total Sales$/);
  expect(lines).toHaveLength(4);

  const choose = (trigger: Locator, item: string) =>
    trigger.click().then(() => page.getByRole("menuitem", { name: item }).click());
  const ofAnswer = ask.answer.getByRole("button", { name: "Copy and export" });
  await choose(ofAnswer, "Copy as Markdown");
  await expect(ask.answer.getByText("Copied as Markdown.")).toBeVisible();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toContain("## sales by region last quarter");
  for (const [region, total] of cells) expect(copied).toContain(`| ${region} | ${total} |`);
  expect(copied).not.toContain("#number-");
  const file = await textOf(page, () => choose(ofAnswer, "Export as Markdown"));
  expect(file.name).toBe("sales_by_region_last_quarter.md");
  expect(file.text).toBe(copied);
  await choose(ofAnswer, "Copy text");
  await expect(ask.answer.getByText("Text copied.")).toBeVisible();
  expect(copied).toContain((await page.evaluate(() => navigator.clipboard.readText())).split(". ")[0] ?? "");

  await askAndWait(ask, "only the West");
  const ofThread = page.getByRole("button", { name: "Share and export" });
  await choose(ofThread, "Copy as Markdown");
  await expect(page.getByText("Copied as Markdown.")).toBeVisible();
  const thread = await page.evaluate(() => navigator.clipboard.readText());
  expect(thread.match(/^## .+$/gm)).toEqual(["## sales by region last quarter", "## only the West"]);
  expect((await textOf(page, () => choose(ofThread, "Export as Markdown"))).text).toBe(thread);
});

test("a shared thread shows a member what their own access shows, after a sign-in that leads back to it", async ({
  page,
  stranger,
  baseURL,
}) => {
  test.slow();
  const url = baseURL ?? "";
  await uploadCsv(url, "private-boats.csv", "Boat,Harbour,Length\nAnna,Kiel,9\nBella,Bergen,12\nCarla,Kiel,11\n");
  const ask = new AskPage(page);
  await askAndWait(ask, "sales by region");
  const east = (
    await ask.answer
      .getByRole("button", { name: /, proved$/ })
      .first()
      .innerText()
  )
    .split(",")
    .slice(0, -1);
  await askAndWait(ask, "average length by harbour of private boats");
  await expect(ask.answer.getByRole("region", { name: /Harbour/ })).toBeVisible();
  await page.getByRole("button", { name: "Share and export" }).click();
  await page.getByRole("menuitem", { name: "Share by link" }).click();
  const dialog = page.getByRole("dialog", { name: "Share by link" });
  await dialog.getByRole("button", { name: "Make a link" }).click();
  const link = await dialog.getByText(/^http/).innerText();
  await expectAccessible(page);
  const thread = page.url();

  const reader = { email: "hedy@example.com", password: "a long enough password" };
  await addMember(page, url, reader);
  await stranger.goto(link);
  await expect(stranger).toHaveURL(/\/sign-in\?next=/);
  await stranger.getByLabel("E-mail").fill(reader.email);
  await stranger.getByRole("textbox", { name: "Password" }).fill(reader.password);
  await stranger.getByRole("button", { name: "Sign in" }).click();
  await expect(stranger).toHaveURL(link);
  await expect(stranger.getByText("Shared by Ada Lovelace.")).toBeVisible();
  const shown = stranger.getByRole("region", { name: "sales by region", exact: true });
  await expect(shown.locator("canvas")).toBeVisible();
  await expect(shown.getByRole("button", { name: `${east.join(",")}, proved` }).first()).toBeVisible();
  const hidden = stranger.getByRole("region", { name: "average length by harbour of private boats" });
  await expect(hidden.getByRole("status")).toContainText(/may not|no access|not allowed/i);
  await expect(hidden).not.toContainText("Kiel");
  await expectEveryLook(stranger);
  await expectNothingCut(stranger);

  await page.goto(thread);
  await page.getByRole("button", { name: "Share and export" }).click();
  await page.getByRole("menuitem", { name: "Share by link" }).click();
  await dialog.getByRole("button", { name: "Remove link" }).click();
  await expect(dialog.getByText("There is no link: only you see this thread.")).toBeVisible();
  await stranger.reload();
  await expect(stranger.getByRole("heading", { name: "There is nothing at this address" })).toBeVisible();
});

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
    timeout: 15_000,
  });
  const heard = await announcements();
  expect(heard.filter((text) => !/\.$|^Loading the rows$/.test(text))).toEqual([]);
  expect(heard.length).toBeLessThanOrEqual(8);
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
  await expect(async () => expect((await announcements()).at(-1)).toMatch(/^Recomputed: /)).toPass({ timeout: 15_000 });
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
  await askAndWait(ask, "sales by region last quarter");
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

test("results open in a workbook as live charts and tables with the same numbers", async ({ page }) => {
  test.slow();
  const ask = new AskPage(page);
  await askAndWait(ask, "sales by region");
  await ask.showTable();
  const regions = await cellsOf(ask.answer);
  const thread = page.url();
  await ask.answer.getByRole("button", { name: "Open in workbook" }).click();
  await expect(page).toHaveURL(/\/workbooks\/[0-9a-f-]{36}/);
  await expectElements(page, /Sales by Region/, regions);
  await expectAccessible(page);

  await page.goto(thread);
  await expect(ask.answer.locator("canvas")).toBeVisible();
  await askAndWait(ask, "by category instead");
  await ask.showTable();
  const categories = await cellsOf(ask.answer);
  await ask.answer.getByRole("button", { name: "Open in workbook" }).click();
  const dialog = page.getByRole("dialog", { name: "Open in workbook" });
  await expect(dialog.getByRole("checkbox", { name: /Category/ })).toBeChecked();
  await dialog.getByRole("checkbox", { name: /Region/ }).check();
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Open 2 results" }).click();
  await expect(page).toHaveURL(/\/workbooks\/[0-9a-f-]{36}/);
  await expectElements(page, /Sales by Region/, regions);
  await expectElements(page, /Sales by Category/, categories);
});

test("an answer that is run again without AI is the same, or shows what changed in the data", async ({
  page,
  baseURL,
}) => {
  const upload = (name: string, kiel: number) =>
    uploadCsv(baseURL ?? "", "ships.csv", `Harbour,Ships\nKiel,${kiel}\nBergen,12\nGdynia,7\n`, name);
  const sourceId = await upload("Port traffic", 9);
  const ask = new AskPage(page);
  await askAndWait(ask, "total ships by harbour in port traffic");
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
  await askAndWait(ask, "sales by region in 2025");
  await askAndWait(ask, "only the West");
  await expect(filters().getByRole("listitem")).toHaveText([/2025/, /Region is West/]);
  await askAndWait(ask, "by month instead");
  await expect(filters().getByRole("listitem")).toHaveText([/2025/, /Region is West/]);
  await expect(ask.answer.getByRole("button", { name: "Chart type: Line" })).toBeVisible();
  await ask.showTable();
  const months = await cellsOf(ask.answer);
  expect(months).toHaveLength(12);
  const fallen = months.find(([, total], index) => index > 0 && amountOf(total) < amountOf(months[index - 1]?.[1]));
  expect(fallen).toBeDefined();
  const month = fallen?.[0] ?? "";
  await askAndWait(ask, `why did it fall in ${month}?`);
  await expect(ask.answer.getByText(/numbers verified$/)).toBeVisible();
  await expect(ask.answer).toContainText(/fell|less|down|lower/);
  await expect(page.getByRole("article", { name: "Answer" })).toHaveCount(4);
});

test("an ambiguous question is asked back, and a choice answers it", async ({ page }) => {
  const ask = new AskPage(page);
  await askAndWait(ask, "best region");
  const choices = ask.answer.getByRole("group", { name: "Best by what?" });
  await expect(choices.getByRole("button")).not.toHaveCount(0);
  await expectAccessible(page);
  await choices.getByRole("button", { name: /profit/i }).click();
  await expect(page.getByRole("article", { name: "Answer" })).toHaveCount(2);
  await ask.waitUntilAnswered();
  await expect(ask.answer.getByRole("button", { name: /, proved$/ }).first()).toBeVisible();
  await expect(ask.answer).toContainText(/Profit/);
});

async function askAndWait(ask: AskPage, question: string): Promise<void> {
  if (!ask.page.url().includes("/ask/")) await ask.open();
  const answers = ask.page.getByRole("article", { name: "Answer" });
  const count = await answers.count();
  await ask.ask(question);
  await expect(ask.page.getByRole("heading", { level: 2, name: question, exact: true })).toBeVisible();
  await expect(answers).toHaveCount(count + 1);
  await ask.waitUntilAnswered();
}

/** The texts of the table within, row by row. */
async function cellsOf(within: Locator): Promise<string[][]> {
  const rows = within
    .getByRole("grid")
    .getByRole("row")
    .filter({ has: within.page().getByRole("gridcell") });
  await expect(rows.first()).toBeVisible();
  return Promise.all((await rows.all()).map((row) => row.getByRole("gridcell").allInnerTexts()));
}

/** A chart and under it a table with these rows. Elements draw when they come into sight. */
async function expectElements(page: Page, title: RegExp, rows: readonly (readonly string[])[]): Promise<void> {
  const elements = page.getByRole("region", { name: title });
  await expect(elements).toHaveCount(2);
  const [chart, table] = [elements.first(), elements.last()];
  await chart.scrollIntoViewIfNeeded();
  await expect(chart.getByRole("figure").locator("canvas")).toBeVisible();
  await table.scrollIntoViewIfNeeded();
  // Its last row is the total, which an answer has not.
  const read = async () => (await cellsOf(table)).filter(([first]) => first !== "Total");
  await expect.poll(read).toEqual(rows);
}

/** `$1,234.50` as a number. */
function amountOf(text = ""): number {
  return Number(text.replace(/[^\d.-]/g, ""));
}

async function textOf(page: Page, act: () => Promise<void>): Promise<{ readonly name: string; readonly text: string }> {
  const [download] = await Promise.all<[Promise<Download>, Promise<void>]>([page.waitForEvent("download"), act()]);
  return { name: download.suggestedFilename(), text: await readFile(await download.path(), "utf8") };
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

const invitationSchema = z.object({ token: z.string() });

/** Somebody who may ask and explore, but has been given no source of others. */
async function addMember(
  page: Page,
  url: string,
  { email, password }: { email: string; password: string },
): Promise<void> {
  const members = new MembersPage(page);
  await members.open();
  const link = new URL(await members.invite(email, "Analyze"));
  const { token } = invitationSchema.parse({ token: link.pathname.split("/").at(-1) });
  cookieOf(await expectOk(await postJson(url, "/api/invitation", { token, name: "Hedy Lamarr", password })));
}
