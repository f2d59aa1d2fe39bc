import type { Page } from "@playwright/test";
import { startOpenAiCompatibleServer } from "../wire/openai-compatible-server.ts";
import { AiSettingsPage } from "./pages/ai-settings-page.ts";
import { expect, expectAccessible, test } from "./support/fixtures.ts";

const section = (page: Page) => page.getByRole("region", { name: "Ask data sources" });
const row = (page: Page, name: string) =>
  section(page)
    .getByRole("listitem")
    .filter({ has: page.getByRole("checkbox", { name, exact: false }) })
    .filter({ hasText: name });

test("sources are searched, ticked, pending and synced", async ({ page }) => {
  const settings = new AiSettingsPage(page);
  await settings.open();
  const sources = section(page);
  await expect(row(page, "Orders").getByText("Highlighted", { exact: true })).toBeVisible();
  await sources.getByLabel("Search data sources").fill("returns");
  await expect(sources.getByRole("checkbox")).toHaveCount(1);
  await sources.getByRole("checkbox", { name: "Returns" }).check();
  await expect(row(page, "Returns").getByText("Pending")).toBeVisible();
  await expect(sources.getByText("1 change is pending.")).toBeVisible();
  await expectAccessible(page);
  await sources.getByRole("button", { name: "Sync" }).click();
  await expect(sources.getByText("Synced.")).toBeVisible();
  await page.reload();
  await expect(row(page, "Returns").getByText("Highlighted", { exact: true })).toBeVisible();
  await sources.getByRole("radio", { name: "Pending" }).click();
  await expect(sources.getByText("No data source matches.")).toBeVisible();
  await sources.getByRole("radio", { name: "Highlighted", exact: true }).click();
  await expect(sources.getByRole("checkbox")).toHaveCount(2);

  await sources.getByRole("radio", { name: "Only highlighted" }).check();
  await expect(sources.getByText("Saved. It holds from the next question on.")).toBeVisible();
  await page.reload();
  await expect(sources.getByRole("radio", { name: "Only highlighted" })).toBeChecked();
  await sources.getByRole("radio", { name: "All accessible, highlighted first" }).check();
  await expect(sources.getByText("Saved. It holds from the next question on.")).toBeVisible();
  await sources.getByRole("checkbox", { name: "Returns" }).uncheck();
  await sources.getByRole("button", { name: "Sync" }).click();
  await expect(row(page, "Returns").getByText("Not highlighted")).toBeVisible();
});

test("with an embeddings model sources are indexed by themselves, and a provider that is away can be tried again", async ({
  page,
}) => {
  test.slow();
  const provider = await startOpenAiCompatibleServer();
  const settings = new AiSettingsPage(page);
  await settings.serveFrom({ baseUrl: provider.url, chatModel: "chat-1", embeddingModel: "embed-1" });
  const sources = section(page);
  await expect(sources.getByText(/sources are indexed: found by words and by meaning/)).toBeVisible();
  const embedded = provider.requests.filter(({ body }) => body.includes("Orders of a retailer"));
  expect(embedded).toHaveLength(1);
  const listed = await sources.getByRole("checkbox").count();
  expect(listed).toBeGreaterThanOrEqual(7);

  await provider.close();
  await page.getByLabel("AI context of the organization").fill("Turnover means sales.");
  await page.getByRole("button", { name: "Save AI context" }).click();
  await expect(page.getByText("Saved. It holds from the next question on.")).toBeVisible();
  await page.getByRole("link", { name: "Data", exact: true }).click();
  await page.getByRole("link", { name: "Returns" }).click();
  const ai = page.getByRole("region", { name: "AI", exact: true });
  await ai.getByLabel("AI context").fill("A return is a line that came back.");
  await ai.getByText("Never send").click();
  await ai.getByRole("checkbox").first().check();
  await ai.getByRole("button", { name: "Save" }).click();
  await expect(ai.getByText("Saved.")).toBeVisible();
  await expect(page.getByText("Never sent to AI")).toBeVisible();
  await expectAccessible(page);

  await settings.open();
  await expect(sources.getByText("The index could not be finished")).toBeVisible({ timeout: 40_000 });
  await expect(sources.getByRole("checkbox")).toHaveCount(listed);
  await expectAccessible(page);

  await settings.serveBuiltIn();
  await expect(sources.getByText("The built-in model finds sources by the words")).toBeVisible();
  await page.getByLabel("AI context of the organization").fill("");
  await page.getByRole("button", { name: "Save AI context" }).click();
  await expect(page.getByText("Saved. It holds from the next question on.")).toBeVisible();
});
