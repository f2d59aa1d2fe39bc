import type { Locator, Page } from "@playwright/test";

export class UsagePage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async open(query = ""): Promise<void> {
    await this.page.goto(`/admin/usage${query}`);
  }

  async groupBy(name: "Day" | "Person" | "Feature" | "Model"): Promise<void> {
    await this.page.getByRole("navigation", { name: "Group usage by" }).getByRole("link", { name }).click();
  }

  table(by: "day" | "person" | "feature" | "model"): Locator {
    return this.page.getByRole("region", { name: `Usage by ${by}` });
  }

  /** A figure of the whole range. */
  total(label: string): Locator {
    return this.page
      .locator("dl > div")
      .filter({ has: this.page.getByText(label, { exact: true }) })
      .locator("dd");
  }

  async download(name: "Export CSV" | "Export JSON"): Promise<string> {
    const [download] = await Promise.all([
      this.page.waitForEvent("download"),
      this.page.getByRole("link", { name }).click(),
    ]);
    const chunks: Buffer[] = [];
    for await (const chunk of await download.createReadStream()) chunks.push(Buffer.from(chunk));
    return Buffer.concat(chunks).toString("utf8");
  }
}
