import { type Browser, expect, type Locator, type Page } from "@playwright/test";
import { AiSettingsPage } from "../pages/ai-settings-page.ts";
import { admin, signIn } from "./api.ts";

/** What a fresh server has, through its own page: a test that failed midway must not fail the ones after it. */
export async function restoreAiSettings(page: Page): Promise<void> {
  const settings = new AiSettingsPage(page);
  await settings.serveBuiltIn();
  await choose(page.getByRole("region", { name: "What may be sent" }), "Structure, values and aggregates");
  await choose(page.getByRole("region", { name: "Ask data sources" }), "All accessible, highlighted first");
  await clearLimits(page);
}

async function choose(section: Locator, name: string): Promise<void> {
  const radio = section.getByRole("radio", { name });
  if (await radio.isChecked()) return;
  await radio.check();
  await expect(section.getByText("It holds from the next question on.")).toBeVisible();
}

/** The same for the server that most tests share. */
export async function restoreSharedServer(browser: Browser): Promise<void> {
  const url = process.env["ASKBOOK_E2E_URL"] ?? "";
  const [name = "", ...value] = (await signIn(url, admin.email, admin.password)).split("=");
  const context = await browser.newContext({ baseURL: url });
  await context.addCookies([{ name, value: value.join("="), url, httpOnly: true, sameSite: "Lax" }]);
  await restoreAiSettings(await context.newPage());
  await context.close();
}

async function clearLimits(page: Page): Promise<void> {
  const limits = page.getByRole("region", { name: "Limits" }).getByRole("textbox");
  const values = await Promise.all((await limits.all()).map((limit) => limit.inputValue()));
  if (values.every((value) => value === "")) return;
  for (const limit of await limits.all()) await limit.fill("");
  await page.getByRole("button", { name: "Save limits" }).click();
  await expect(page.getByText("Limits saved.")).toBeVisible();
}
