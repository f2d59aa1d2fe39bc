import { AskPage } from "./pages/ask-page.ts";
import { uploadCsv } from "./support/api.ts";
import { expect, expectAccessible, test } from "./support/fixtures.ts";

test("a suggestion is asked when it is pressed, and answered", async ({ page }) => {
  test.slow();
  const ask = new AskPage(page);
  const suggestions = page.getByRole("region", { name: "Suggestions" }).getByRole("button");
  // Right after the set-up the sample is still being looked through: until then there are fewer.
  await expect(async () => {
    await ask.open();
    await expect(suggestions).toHaveCount(6, { timeout: 10_000 });
  }).toPass();
  await expectAccessible(page);
  const question = await suggestions.first().innerText();
  await suggestions.first().click();
  await expect(page.getByRole("heading", { level: 2, name: question })).toBeVisible();
  await ask.waitUntilAnswered();
  await expect(ask.answer.getByRole("button", { name: /, proved$/ }).first()).toBeVisible();
});

test("the highlighted data leads to its page", async ({ page }) => {
  await new AskPage(page).open();
  const discovery = page.getByRole("region", { name: "Highlighted data" });
  await expect(discovery.getByText(/^Orders of a retailer/)).toBeVisible();
  await discovery.getByRole("link", { name: "Orders" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Orders" })).toBeVisible();
});

test("the page of an uploaded file suggests questions of it, and asks only it", async ({ page, baseURL }) => {
  const rows = Array.from({ length: 90 }, (_, index) => {
    const country = ["Spain", "Peru", "Japan"][index % 3];
    return `plant ${index % 20},${1 + (index % 40)},${country},2026-0${1 + (index % 9)}-11`;
  });
  const csv = ["Plant,Height,Country,Planted On", ...rows, ""].join("\n");
  const sourceId = await uploadCsv(baseURL ?? "", "garden-plants.csv", csv);
  const ask = new AskPage(page);
  await expect(async () => {
    await page.goto(`/data/${sourceId}`);
    await expect(page.getByRole("list", { name: "Suggestions" }).getByRole("link")).toHaveCount(3, { timeout: 5_000 });
  }).toPass();
  const suggestion = page.getByRole("list", { name: "Suggestions" }).getByRole("link").first();
  const question = await suggestion.innerText();
  await suggestion.click();
  await expect(page.getByRole("heading", { level: 2, name: question })).toBeVisible();
  await ask.waitUntilAnswered();
  await ask.showTable();
  await expect(ask.answer.getByRole("gridcell", { name: "Peru", exact: true })).toBeVisible();
});

test("what is no id is a page that does not exist", async ({ page }) => {
  for (const path of ["/data/not-a-uuid", "/ask/not-a-uuid"]) {
    await page.goto(path);
    await expect(page.getByRole("heading", { name: "There is nothing at this address" })).toBeVisible();
  }
});
