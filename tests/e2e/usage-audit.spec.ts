import { startOpenAiCompatibleServer } from "../wire/openai-compatible-server.ts";
import { AiSettingsPage } from "./pages/ai-settings-page.ts";
import { AskPage } from "./pages/ask-page.ts";
import { UsagePage } from "./pages/usage-page.ts";
import { expect, expectAccessible, test } from "./support/fixtures.ts";

test("what was asked is counted, listed with what was sent, priced and exported", async ({ page }) => {
  test.slow();
  const provider = await startOpenAiCompatibleServer({
    script: () => ({ text: "A short answer.", usage: { inputTokens: 1_000_000, outputTokens: 100_000 } }),
  });
  const settings = new AiSettingsPage(page);
  await settings.serveFrom({ baseUrl: provider.url, chatModel: "priced-model" });
  const ask = new AskPage(page);
  await ask.open();
  await ask.ask("How is usage counted before a price?");
  await expect(ask.answer.getByText("A short answer.")).toBeVisible();

  const usage = new UsagePage(page);
  await usage.open();
  await expect(usage.total("Questions")).not.toHaveText("0");
  await expectAccessible(page);
  await usage.groupBy("Model");
  const row = usage.table("model").getByRole("row", { name: /priced-model/ });
  await expect(row).toContainText("1,000,000");
  await expect(row).toContainText("No price known");

  // A price of one's own holds from the next call on.
  await page.getByLabel("Input price of priced-model").fill("2");
  await page.getByLabel("Output price of priced-model").fill("a lot");
  await page.getByRole("button", { name: "Save prices" }).click();
  await expect(page.getByText("Enter both prices of a model")).toBeVisible();
  await page.getByLabel("Output price of priced-model").fill("10");
  await page.getByRole("button", { name: "Save prices" }).click();
  await expect(page.getByText("Prices saved.")).toBeVisible();
  await ask.open();
  await ask.ask("And what does it cost after a price?");
  await expect(ask.answer.getByText("A short answer.")).toBeVisible();
  await usage.open("?by=model");
  await expect(row).toContainText("At least $3.00");

  // An admin sees what was asked and exactly what was sent.
  await page.getByRole("link", { name: "And what does it cost after a price?" }).click();
  await expect(page.getByRole("heading", { name: "What was sent" })).toBeVisible();
  await expect(page.getByText("$3.00", { exact: true })).toBeVisible();
  await expect(page.getByText(provider.url)).toBeVisible();
  await expect(page.locator("pre").first()).toContainText("And what does it cost after a price?");
  await expectAccessible(page);

  await usage.open();
  const csv = await usage.download("Export CSV");
  expect(csv).toContain("Input tokens");
  expect(csv).toMatch(/priced-model,2,/);
  await usage.open("?from=2001-01-01&to=2001-01-31");
  await expect(page.getByText("Nothing was asked in these days.")).toBeVisible();
  await expectAccessible(page);

  await settings.serveBuiltIn();
  await provider.close();
});

test("the audit log says who changed what, filters and exports it", async ({ page }) => {
  const settings = new AiSettingsPage(page);
  await settings.open();
  const runs = page.getByLabel("Answers in the making at one time, each person");
  await runs.fill("7");
  await page.getByRole("button", { name: "Save limits" }).click();
  await expect(page.getByText("Limits saved.")).toBeVisible();
  await runs.fill("");
  await page.getByRole("button", { name: "Save limits" }).click();
  await expect(page.getByText("Limits saved.")).toBeVisible();

  await page.goto("/admin/audit");
  await expectAccessible(page);
  await page.getByLabel("Action").selectOption("ai-limits.update");
  await page.getByLabel("Outcome").selectOption("done");
  await page.getByLabel("Text").fill("runsAtOncePerPerson");
  await page.getByRole("button", { name: "Filter" }).click();
  await expect(page).toHaveURL(/action=ai-limits.update/);
  const entry = page.getByRole("listitem").filter({ hasText: "AI limits: update" }).first();
  await entry.locator("summary").click();
  const change = entry.getByRole("row", { name: /runsAtOncePerPerson/ });
  await expect(change).toContainText("7");
  await expectAccessible(page);
  const usage = new UsagePage(page);
  const json: unknown = JSON.parse(await usage.download("Export JSON"));
  expect(json).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ action: "ai-limits.update", after: { runsAtOncePerPerson: 7 } }),
    ]),
  );
  expect(await usage.download("Export CSV")).toContain("ai-limits.update");

  await page.getByLabel("Text").fill("nothing has this in it");
  await page.getByRole("button", { name: "Filter" }).click();
  await expect(page.getByText("No entry fits")).toBeVisible();
  await page.getByRole("link", { name: "Show everything" }).click();
  await expect(page.getByRole("listitem").filter({ hasText: "Audit: export" }).first()).toBeVisible();
});
