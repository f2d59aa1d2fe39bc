import { readFile } from "node:fs/promises";
import type { Download, Locator, Page } from "@playwright/test";
import { z } from "zod";
import { AskPage } from "./pages/ask-page.ts";
import { MembersPage } from "./pages/members-page.ts";
import { cookieOf, expectOk, postJson, uploadCsv } from "./support/api.ts";
import { cellsOf } from "./support/cells.ts";
import { expect, expectAccessible, test } from "./support/fixtures.ts";
import { expectEveryLook, expectNothingCut } from "./support/looks.ts";

/** What can be done with an answer once it is there, on the built-in model. */

test("an answer and its thread leave as Markdown, its rows as CSV", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const ask = new AskPage(page);
  await ask.askAndWait("sales by region last quarter");
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

  await ask.askAndWait("only the West");
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
  await ask.askAndWait("sales by region");
  const east = (
    await ask.answer
      .getByRole("button", { name: /, proved$/ })
      .first()
      .innerText()
  )
    .split(",")
    .slice(0, -1);
  await ask.askAndWait("average length by harbour of private boats");
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
  await stranger.waitForURL(/\/sign-in\?next=/);
  await stranger.getByLabel("E-mail").fill(reader.email);
  await stranger.getByRole("textbox", { name: "Password" }).fill(reader.password);
  await stranger.getByRole("button", { name: "Sign in" }).click();
  await stranger.waitForURL(link);
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

test("results open in a workbook as live charts and tables with the same numbers", async ({ page }) => {
  test.slow();
  const ask = new AskPage(page);
  await ask.askAndWait("sales by region");
  await ask.showTable();
  const regions = await cellsOf(ask.answer);
  const thread = page.url();
  await ask.answer.getByRole("button", { name: "Open in workbook" }).click();
  await expect(page).toHaveURL(/\/workbooks\/[0-9a-f-]{36}/);
  await expectElements(page, /Sales by Region/, regions);
  await expectAccessible(page);

  await page.goto(thread);
  await expect(ask.answer.locator("canvas")).toBeVisible();
  await ask.askAndWait("by category instead");
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

async function textOf(page: Page, act: () => Promise<void>): Promise<{ readonly name: string; readonly text: string }> {
  const [download] = await Promise.all<[Promise<Download>, Promise<void>]>([page.waitForEvent("download"), act()]);
  return { name: download.suggestedFilename(), text: await readFile(await download.path(), "utf8") };
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
