import { expect, type Locator, type Page } from "@playwright/test";

type Mode = "Write a new formula" | "Correct this formula" | "Explain this formula";

/** A formula bar with its assistant, wherever it stands. */
export class FormulaBar {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** The playground of the help page. */
  async open(): Promise<void> {
    await this.page.goto("/help/formulas");
    await this.editor.waitFor();
    // All functions at once are more than axe looks through in the time of a test.
    await this.page.getByRole("searchbox", { name: "Search functions" }).fill("lookup");
    await expect(this.rows).toBeVisible();
  }

  get bar(): Locator {
    return this.page.getByRole("region", { name: "Formula bar" });
  }

  get editor(): Locator {
    return this.bar.getByRole("textbox", { name: "Formula" });
  }

  get rows(): Locator {
    return this.bar.getByRole("grid", { name: "First rows of the result" });
  }

  get save(): Locator {
    return this.bar.getByRole("button", { name: "Save the formula (Enter)" });
  }

  get restore(): Locator {
    return this.bar.getByRole("button", { name: "Restore the saved formula (Esc)" });
  }

  get height(): Locator {
    return this.bar.getByRole("slider", { name: "Height of the formula" });
  }

  get wand(): Locator {
    return this.page.getByRole("button", { name: /^Formula assistant/ });
  }

  panel(mode: Mode): Locator {
    return this.page.getByRole("dialog", { name: mode });
  }

  get response(): Locator {
    return this.page.getByRole("region", { name: "AI response" });
  }

  get explanation(): Locator {
    return this.page.getByRole("region", { name: "Explanation" });
  }

  async write(formula: string): Promise<void> {
    await this.editor.click();
    await this.page.keyboard.press("ControlOrMeta+a");
    await this.page.keyboard.type(formula);
    // Completions that were begun would take Enter and Esc.
    await expect(this.page.getByRole("listbox")).toHaveCount(0);
  }

  async choose(mode: Mode): Promise<Locator> {
    await this.wand.click();
    await this.page.getByRole("menuitem", { name: mode }).click();
    return this.panel(mode);
  }

  /** Writes the description and sends it by Enter. */
  async ask(description: string): Promise<void> {
    const field = this.panel("Write a new formula").getByRole("textbox", { name: "Description" });
    await field.fill(description);
    await field.press("Enter");
  }
}
