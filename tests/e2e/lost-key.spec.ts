import { rm } from "node:fs/promises";
import { join } from "node:path";
import { startOpenAiCompatibleServer } from "../wire/openai-compatible-server.ts";
import type { WireServer } from "../wire/wire-server.ts";
import { AiSettingsPage } from "./pages/ai-settings-page.ts";
import { setUp } from "./support/api.ts";
import { addSession, expect, expectAccessible, test } from "./support/fixtures.ts";
import { type RunningServer, removeServer, startServer } from "./support/server.ts";

const apiKey = "sk-canary-lost-key-5f1e";
let provider: WireServer;
let server: RunningServer;

test.beforeAll(async () => {
  provider = await startOpenAiCompatibleServer({ apiKey });
  server = await startServer({ environment: { ASKBOOK_SAMPLE_ROWS: "1000" } });
});

test.afterAll(async () => {
  await removeServer(server);
  await provider.close();
});

test("with another encryption key the server says so, crashes nothing, and takes the credentials again", async ({
  context,
  page,
}) => {
  test.slow();
  await addSession(context, server.url, await setUp(server.url));
  const settings = new AiSettingsPage(page);
  await settings.serveFrom({ baseUrl: provider.url, apiKey, chatModel: "scripted" }, server.url);
  await expect(page.getByText("Healthy")).toBeVisible();

  await server.stop();
  await rm(join(server.dataFolder, "encryption-keys"));
  server = await startServer({ dataFolder: server.dataFolder });
  expect(server.output()).toContain("The stored credentials of Northwind Outfitters cannot be read");

  // The database is as it was: the session holds, and every page says what is missing.
  await page.goto(`${server.url}/data`);
  const banner = page.getByRole("complementary", { name: "AI provider" });
  await expect(banner).toContainText("The credentials of OpenAI-compatible must be entered again");
  await expect(page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Ask" })).toBeHidden();
  await expectAccessible(page);
  await banner.getByRole("link", { name: "Open AI settings" }).click();
  await expect(page.getByText("Credentials must be entered again")).toBeVisible();

  await settings.button("Edit").click();
  const edit = settings.dialog("Edit external AI Integration");
  await expect(edit.getByText("What was stored cannot be read any more: enter it again.")).toBeVisible();
  await edit.getByRole("button", { name: "Save" }).click();
  await expect(edit.getByText(/encryption key changed/)).toBeVisible();
  await settings.apiKey.fill(apiKey);
  await edit.getByRole("button", { name: "Save" }).click();
  await expect(edit).toBeHidden();
  await expect(page.getByText("Healthy")).toBeVisible();
  await expect(page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Ask" })).toBeVisible();
});
