import { expect, type Locator, type Page } from "@playwright/test";

export class ExplainDialog {
  readonly dialog: Locator;
  private readonly page: Page;

  constructor(page: Page) {
    this.page = page;
    this.dialog = page.getByRole("dialog", { name: "Explain" });
  }

  /** The ⋯ of an answer's chart or table. */
  more(answer: Locator): Locator {
    return answer.getByRole("button", { name: /^More about / });
  }

  async open(answer: Locator): Promise<void> {
    await this.more(answer).click();
    await this.page.getByRole("menuitem", { name: /^Explain this / }).click();
  }

  async waitUntilWritten(): Promise<void> {
    await expect(this.dialog.getByText(/numbers? (?:is )?verified$/)).toBeVisible({ timeout: 30_000 });
  }
}
