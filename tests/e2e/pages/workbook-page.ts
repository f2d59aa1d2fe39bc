import { expect, type Locator, type Page } from "@playwright/test";

export class WorkbookPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** Makes a workbook from the list and gives its id. */
  async create(name: string): Promise<string> {
    await this.page.goto("/workbooks");
    await this.page.getByRole("button", { name: "New workbook" }).first().click();
    await this.dialog.getByLabel("Name").fill(name);
    await this.dialog.getByRole("button", { name: "Create" }).click();
    await expect(this.page).toHaveURL(/\/workbooks\/[0-9a-f-]+\?stage=draft$/);
    await expect(this.page.getByRole("heading", { level: 1 })).toContainText(name);
    return new URL(this.page.url()).pathname.split("/").at(-1) ?? "";
  }

  get dialog(): Locator {
    return this.page.getByRole("dialog");
  }

  get properties(): Locator {
    return this.page.getByRole("complementary", { name: "Properties" });
  }

  element(title: string): Locator {
    return this.page.locator("[data-element]").filter({ has: this.page.getByRole("heading", { name: title }) });
  }

  /** Its sentence: "Saved", or what others did. */
  async waitUntilSaved(words = /^(Saved|Merged|Now)/): Promise<void> {
    await expect(this.page.getByRole("status").filter({ hasText: words })).toBeVisible();
  }

  async add(what: "Table" | "Chart" | "KPI" | "Text" | "Control"): Promise<void> {
    await this.page.getByRole("button", { name: "Add", exact: true }).first().click();
    await this.page.getByRole("menuitem", { name: what, exact: true }).click();
  }

  async addFrom(what: "Table" | "Chart" | "KPI", data: string): Promise<void> {
    await this.add(what);
    await this.dialog.getByLabel("Data").selectOption({ label: data });
    await this.dialog.getByRole("button", { name: "Add" }).click();
    await expect(this.dialog).toBeHidden();
  }

  async choose(title: string, entry: string): Promise<void> {
    await this.page.getByRole("button", { name: `More for ${title}`, exact: true }).click();
    await this.page.getByRole("menuitem", { name: entry }).click();
  }

  async rename(title: string, name: string): Promise<void> {
    await this.choose(title, "Rename");
    const field = this.page.getByRole("textbox", { name: "Name", exact: true });
    await field.fill(name);
    await field.press("Enter");
  }

  async publish(): Promise<void> {
    await this.page.getByRole("button", { name: "Publish", exact: true }).click();
    await expect(this.page.getByRole("button", { name: "Published" })).toBeVisible();
  }
}
