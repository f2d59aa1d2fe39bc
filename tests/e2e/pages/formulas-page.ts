import type { Locator, Page } from "@playwright/test";

export class FormulasPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async open(): Promise<void> {
    await this.page.goto("/help/formulas");
    await this.editor.waitFor();
  }

  get editor(): Locator {
    return this.page.getByRole("textbox", { name: "Formula" });
  }

  get rows(): Locator {
    return this.page.getByRole("grid", { name: "First rows of the result" });
  }

  get completions(): Locator {
    return this.page.getByRole("listbox");
  }

  /** Writes at the end, key by key, in place of everything. */
  async write(formula: string): Promise<void> {
    await this.editor.click();
    await this.page.keyboard.press("ControlOrMeta+a");
    await this.page.keyboard.type(formula, { delay: 25 });
  }
}
