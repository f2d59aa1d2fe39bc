import { expect, type Locator, type Page } from "@playwright/test";

export type OpenAiCompatibleFields = {
  readonly baseUrl: string;
  /** None: the server asks for no key. */
  readonly apiKey?: string;
  readonly chatModel: string;
  readonly embeddingModel?: string;
};

type Hosting = "Built-in model" | "External models" | "Off";

export class AiSettingsPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async open(): Promise<void> {
    await this.page.goto("/admin/ai-settings");
  }

  /** The server at this address answers the organization's questions from now on. */
  async serveFrom(fields: OpenAiCompatibleFields, origin = ""): Promise<void> {
    await this.page.goto(`${origin}/admin/ai-settings`);
    await this.chooseHosting("External models");
    await this.fill(fields);
    await this.button("Save").click();
    await expect(this.page.getByText("Saved. AI features are available for your organization.")).toBeVisible();
  }

  /** As on a fresh server: no provider is stored, and the built-in model answers. */
  async serveBuiltIn(): Promise<void> {
    await this.open();
    await expect(this.button("Remove").or(this.hosting("Built-in model")).first()).toBeVisible();
    if (await this.button("Remove").isVisible()) {
      await this.remove();
      await expect(this.page.getByText("The provider was removed.")).toBeVisible();
    }
    if (await this.hosting("Built-in model").isChecked()) return;
    await this.chooseHosting("Built-in model");
    await expect(this.page.getByText("The built-in model serves your organization.")).toBeVisible();
  }

  async turnOff(): Promise<void> {
    await this.open();
    await this.chooseHosting("Off");
    await expect(this.page.getByText("Saved. AI features are off for everybody in your organization.")).toBeVisible();
  }

  hosting(name: Hosting): Locator {
    return this.page.getByRole("radio", { name });
  }

  async chooseHosting(name: Hosting): Promise<void> {
    await this.hosting(name).check();
  }

  async fill(fields: OpenAiCompatibleFields): Promise<void> {
    await this.page.getByRole("combobox", { name: "AI provider" }).selectOption("OpenAI-compatible");
    await this.page.getByLabel("Base URL").fill(fields.baseUrl);
    await this.apiKey.fill(fields.apiKey ?? "");
    await this.page.getByLabel("Language model").fill(fields.chatModel);
    await this.page.getByLabel("Embeddings model").fill(fields.embeddingModel ?? "");
  }

  get apiKey(): Locator {
    return this.page.getByRole("textbox", { name: "API key" });
  }

  button(name: "Save" | "Test connection" | "Edit" | "Remove"): Locator {
    return this.page.getByRole("button", { name, exact: true });
  }

  dialog(name: string): Locator {
    return this.page.getByRole("dialog", { name });
  }

  async remove(): Promise<void> {
    await this.button("Remove").click();
    await this.dialog("Confirm removing external AI provider").getByRole("button", { name: "Remove" }).click();
  }
}
