import { AskPage } from "./pages/ask-page.ts";
import { uploadCsv } from "./support/api.ts";
import { expect, expectAccessible, test } from "./support/fixtures.ts";

test("a question becomes steps, a chart, a table and a sentence with proved numbers", async ({ page }) => {
  const ask = new AskPage(page);
  await ask.open();
  await ask.ask("sales by region last quarter");
  await ask.waitUntilAnswered();
  await expect(page).toHaveURL(/\/ask\/[0-9a-f-]{36}$/);
  await expect(ask.answer.locator("canvas")).toBeVisible();
  await expect(ask.answer.getByText(/numbers verified$/)).toBeVisible();
  await expect(ask.answer.getByText("Order Date is in the last quarter")).toBeVisible();
  await expectAccessible(page);

  // A number tells where it comes from, by mouse and by keyboard.
  const number = ask.answer.getByRole("button", { name: /, proved$/ }).first();
  await number.click();
  await expect(page.getByRole("dialog", { name: /comes from$/ })).toContainText("Proved");
  await page.keyboard.press("Escape");

  await ask.showTable();
  await expect(ask.answer.getByRole("columnheader", { name: "Region" })).toBeVisible();
  for (const region of ["East", "South", "Central", "West"])
    await expect(ask.answer.getByRole("gridcell", { name: region, exact: true })).toBeVisible();

  await ask.answer.getByRole("button", { name: "How this was made" }).click();
  const made = page.getByRole("complementary", { name: "How this was made" });
  await expect(made.getByRole("heading", { name: "Why Orders?" })).toBeVisible();
  await made.getByRole("button", { name: "SQL" }).click();
  await expect(made.getByText(/GROUP BY/)).toBeVisible();
  await made.getByRole("button", { name: "Run again without AI" }).click();
  await expect(made.getByText(/The same 4 rows again/)).toBeVisible();

  const text = await ask.answer.innerText();
  await page.reload();
  await expect(ask.answer.locator("canvas")).toBeVisible();
  expect(await ask.answer.innerText()).toContain(
    text.split("\n").find((line) => line.includes("East has")) ?? "East has",
  );
});

test("what the data cannot answer is declined, with a question that it can", async ({ page }) => {
  const ask = new AskPage(page);
  await ask.open();
  await ask.ask("what will the weather be tomorrow");
  await ask.waitUntilAnswered();
  await expect(ask.answer).toContainText("weather");
  await expect(ask.answer.getByText("What can be answered:")).toBeVisible();
  await expectAccessible(page);
});

test("an uploaded file is asked like the sample, and drawn as points", async ({ page, baseURL }) => {
  const rows = Array.from({ length: 60 }, (_, index) => {
    const origin = ["USA", "Europe", "Japan"][index % 3];
    return `car ${index},${10 + (index % 30)},${60 + ((index * 7) % 150)},${origin}`;
  });
  await uploadCsv(baseURL ?? "", "motor-cars.csv", ["Model,MPG,Horsepower,Origin", ...rows, ""].join("\n"));
  const ask = new AskPage(page);
  await ask.open();
  await ask.ask("average MPG by origin");
  await ask.waitUntilAnswered();
  await ask.showTable();
  for (const origin of ["USA", "Europe", "Japan"])
    await expect(ask.answer.getByRole("gridcell", { name: origin, exact: true })).toBeVisible();

  await ask.open();
  await ask.ask("scatterplot of horsepower vs MPG by origin");
  await ask.waitUntilAnswered();
  await expect(ask.answer.getByRole("button", { name: "Scatter" })).toBeVisible();
  await expect(ask.answer.locator("canvas")).toBeVisible();
});

test("on a phone, in the dark, by keyboard alone", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.emulateMedia({ colorScheme: "dark", reducedMotion: "reduce" });
  const ask = new AskPage(page);
  await ask.open();
  await ask.question.focus();
  await page.keyboard.type("top 3 categories by sales");
  await page.keyboard.press("Enter");
  await ask.waitUntilAnswered();
  await expect(ask.answer.locator("canvas")).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await expectAccessible(page);
});
