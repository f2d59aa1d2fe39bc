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

  /** Asks in the thread that is open, in a new one when none is. */
  async askAndWait(question: string): Promise<void> {
    if (!this.page.url().includes("/ask/")) await this.open();
    const answers = this.page.getByRole("article", { name: "Answer" });
    const count = await answers.count();
    await this.ask(question);
    await expect(this.page.getByRole("heading", { level: 2, name: question, exact: true })).toBeVisible();
    await expect(answers).toHaveCount(count + 1);
    await this.waitUntilAnswered();
  }

  async waitUntilAnswered(): Promise<void> {
    await expect(this.answer).toHaveAttribute("aria-busy", "false");
  }

  async showTable(): Promise<void> {
    await this.answer.getByRole("radio", { name: "Table" }).click();
  }

  /** The parts of the newest answer, if they are folded away. */
  async openSteps(): Promise<void> {
    const summary = this.answer.getByRole("button", { name: /^\d+ steps?/ });
    if ((await summary.getAttribute("aria-expanded")) === "false") await summary.click();
  }

  /** A part of the newest answer, such as `Filter Region is East`. */
  card(name: RegExp): Locator {
    return this.answer.getByRole("button", { name }).first();
  }

  async waitForVersion(index: number, count: number): Promise<void> {
    await expect(this.answer.getByRole("group", { name: `Version ${index} of ${count}` })).toBeVisible();
  }
}
