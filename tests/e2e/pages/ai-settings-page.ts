import type { Locator, Page } from "@playwright/test";

export type OpenAiCompatibleFields = {
  readonly baseUrl: string;
  readonly apiKey: string;
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

  hosting(name: Hosting): Locator {
    return this.page.getByRole("radio", { name });
  }

  async chooseHosting(name: Hosting): Promise<void> {
    await this.hosting(name).check();
  }

  async fill(fields: OpenAiCompatibleFields): Promise<void> {
    await this.page.getByRole("combobox", { name: "AI provider" }).selectOption("OpenAI-compatible");
    await this.page.getByLabel("Base URL").fill(fields.baseUrl);
    await this.apiKey.fill(fields.apiKey);
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
