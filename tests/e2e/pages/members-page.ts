import { expect, type Locator, type Page } from "@playwright/test";

export class MembersPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async open(): Promise<void> {
    await this.page.goto("/admin/members");
  }

  row(text: string): Locator {
    return this.page.getByRole("row").filter({ hasText: text });
  }

  /** Gives the link, and closes the dialog that shows it. */
  async invite(email: string, accountType: string): Promise<string> {
    await this.page.getByRole("button", { name: "Invite", exact: true }).click();
    const dialog = this.page.getByRole("dialog", { name: "Invite somebody" });
    await dialog.getByRole("textbox", { name: "E-mail" }).fill(email);
    await dialog.getByRole("radio", { name: accountType, exact: true }).check();
    await dialog.getByRole("button", { name: "Make invitation link" }).click();
    return this.takeLink(`Invitation link for ${email}`);
  }

  async takeLink(title: string): Promise<string> {
    const dialog = this.page.getByRole("dialog", { name: title });
    const link = await dialog.getByText(/^http/).innerText();
    await dialog.getByRole("button", { name: "Close" }).last().click();
    await expect(dialog).toBeHidden();
    return link;
  }

  /** An item of the menu of a member, by name, or of an invitation, by e-mail. */
  async choose(who: string, item: string): Promise<void> {
    await this.row(who)
      .getByRole("button", { name: /^Actions for/ })
      .click();
    await this.page.getByRole("menuitem", { name: item }).click();
  }

  async changeAccountType(name: string, accountType: string): Promise<void> {
    await this.choose(name, "Change account type…");
    const dialog = this.page.getByRole("dialog", { name: `Account type of ${name}` });
    await dialog.getByRole("radio", { name: accountType, exact: true }).check();
    await dialog.getByRole("button", { name: "Change account type" }).click();
    await expect(this.page.getByText(`${name} has the account type ${accountType}`)).toBeVisible();
  }

  async enterPassword(password: string): Promise<void> {
    const dialog = this.page.getByRole("dialog", { name: "Sign in again" });
    await dialog.getByRole("textbox", { name: "Password" }).fill(password);
    await dialog.getByRole("button", { name: "Continue" }).click();
  }
}
