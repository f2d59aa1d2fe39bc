import { startOpenAiCompatibleServer } from "../wire/openai-compatible-server.ts";
import type { WireServer } from "../wire/wire-server.ts";
import { AiSettingsPage } from "./pages/ai-settings-page.ts";
import { expect, expectAccessible, test } from "./support/fixtures.ts";

const key = "sk-canary-e2e-51ab";
let provider: WireServer;

test.beforeAll(async () => {
  provider = await startOpenAiCompatibleServer({ apiKey: key, models: ["chat-1", "embed-1"] });
});

test.afterAll(() => provider.close());

test("an admin sets up, tests, edits and removes an external provider", async ({ page }) => {
  test.slow();
  const bodies: string[] = [];
  page.on("response", (response) => {
    response.text().then(
      (text) => bodies.push(text),
      () => undefined,
    );
  });
  const settings = new AiSettingsPage(page);
  const fields = { baseUrl: provider.url, apiKey: "sk-wrong", chatModel: "chat-1", embeddingModel: "embed-1" };
  await settings.open();
  await expectAccessible(page);

  // A wrong key stores nothing, says which field, and keeps what was typed.
  await settings.chooseHosting("External models");
  await settings.fill(fields);
  await settings.button("Save").click();
  await expect(page.getByText("Failed to validate")).toBeVisible();
  await expect(page.getByText("The provider refused this key.")).toBeVisible();
  await expect(settings.apiKey).toBeFocused();
  await expect(page.getByLabel("Base URL")).toHaveValue(provider.url);
  await expectAccessible(page);

  await settings.apiKey.fill(key);
  await settings.button("Save").click();
  await expect(page.getByText("Saved. AI features are available for your organization.")).toBeVisible();
  await expect(page.getByText("Healthy")).toBeVisible();
  await expect(page.getByRole("radio", { name: "Built-in model" })).toBeDisabled();

  await settings.button("Test connection").click();
  await expect(page.getByText("Connection verified: Askbook reached OpenAI-compatible.")).toBeVisible();
  await expectAccessible(page);

  // The key field is blank after Save, and no answer of the server ever held the key.
  await settings.button("Edit").click();
  const edit = settings.dialog("Edit external AI Integration");
  await expect(settings.apiKey).toHaveValue("");
  await expectAccessible(page);
  await edit.getByLabel("Base URL").fill(provider.url.replace("127.0.0.1", "localhost"));
  await edit.getByRole("button", { name: "Save" }).click();
  await expect(edit.getByText("The Base URL changed")).toBeVisible();
  await edit.getByLabel("Base URL").fill(provider.url);
  await edit.getByRole("button", { name: "Save" }).click();
  await expect(edit).toBeHidden();
  await page.reload();
  expect(bodies.length).toBeGreaterThan(5);
  expect(bodies.filter((body) => body.includes(key))).toEqual([]);
  expect(await page.content()).not.toContain(key);

  // Removing makes AI unavailable at once: Ask leaves the navigation, and Save is there again.
  const navigation = page.getByRole("navigation", { name: "Main" });
  await expect(navigation.getByRole("link", { name: "Ask" })).toBeVisible();
  await settings.remove();
  await expect(page.getByText("The provider was removed.")).toBeVisible();
  await expect(settings.button("Save")).toBeVisible();
  await expect(navigation.getByRole("link", { name: "Ask" })).toBeHidden();

  await settings.chooseHosting("Built-in model");
  await expect(page.getByText("The built-in model serves your organization.")).toBeVisible();
  await expect(navigation.getByRole("link", { name: "Ask" })).toBeVisible();
  expect(provider.violations).toEqual([]);
});

test("limits and what may be sent are saved, and the disclaimer says so", async ({ page }) => {
  const settings = new AiSettingsPage(page);
  await settings.open();
  await page.getByRole("radio", { name: "Structure only" }).check();
  await expect(page.getByText("It holds from the next question on.")).toBeVisible();
  const limit = page.getByLabel("Tokens per day, whole organization");
  await limit.fill("12");
  await page.getByRole("button", { name: "Save limits" }).click();
  await expect(page.getByText("At least 1,000 tokens.")).toBeVisible();
  await limit.fill("2,000,000");
  await page.getByRole("button", { name: "Save limits" }).click();
  await expect(page.getByText("Limits saved.")).toBeVisible();
  await page.reload();
  await expect(limit).toHaveValue("2000000");
  await page.getByRole("link", { name: "Disclaimer" }).first().click();
  await expect(page.getByText("but no values.")).toBeVisible();
  await expectAccessible(page);

  await settings.open();
  await page.getByRole("radio", { name: "Structure, values and aggregates" }).check();
  await expect(page.getByText("It holds from the next question on.")).toBeVisible();
  await limit.fill("");
  await page.getByRole("button", { name: "Save limits" }).click();
  await expect(page.getByText("Limits saved.")).toBeVisible();
});

test("the page fits a phone", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  const settings = new AiSettingsPage(page);
  await settings.open();
  await settings.chooseHosting("External models");
  await expect(page.getByRole("heading", { name: "Where do I find this?" })).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await expectAccessible(page);
});
