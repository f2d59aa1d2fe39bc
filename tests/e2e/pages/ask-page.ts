import { expect, type Locator, type Page } from "@playwright/test";

export class AskPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async open(): Promise<void> {
    await this.page.goto("/ask");
  }

  get question(): Locator {
    return this.page.getByRole("textbox", { name: /Ask a (question of your data|follow-up)/ });
  }

  /** The newest answer. */
  get answer(): Locator {
    return this.page.getByRole("article", { name: "Answer" }).last();
  }

  get stop(): Locator {
    return this.page.getByRole("button", { name: "Stop" });
  }

  async ask(question: string): Promise<void> {
    await this.question.fill(question);
    await expect(this.page.getByRole("button", { name: "Ask", exact: true })).toBeEnabled();
    await this.question.press("Enter");
  }

  async waitUntilAnswered(): Promise<void> {
    await expect(this.answer).toHaveAttribute("aria-busy", "false", { timeout: 30_000 });
  }

  async showTable(): Promise<void> {
    await this.answer.getByRole("radio", { name: "Table" }).click();
  }
}
