import type { Page } from "@playwright/test";

export type NewAdmin = {
  readonly organization: string;
  readonly name: string;
  readonly email: string;
  readonly password: string;
};

export class SetUpPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async fill(admin: NewAdmin): Promise<void> {
    await this.page.getByLabel("Organization").fill(admin.organization);
    await this.page.getByLabel("Your name").fill(admin.name);
    await this.page.getByLabel("E-mail").fill(admin.email);
    await this.page.getByRole("textbox", { name: "Password" }).fill(admin.password);
  }

  async submit(): Promise<void> {
    await this.page.getByRole("button", { name: "Create admin account" }).click();
  }
}

export class SignInPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async signIn(email: string, password: string): Promise<void> {
    await this.page.getByLabel("E-mail").fill(email);
    await this.page.getByRole("textbox", { name: "Password" }).fill(password);
    await this.page.getByRole("button", { name: "Sign in" }).click();
  }
}

export class AccountMenu {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async open(): Promise<void> {
    await this.page.getByRole("button", { name: /^Account of/ }).click();
  }

  async choose(item: string): Promise<void> {
    await this.open();
    await this.page.getByRole("menuitem", { name: item }).click();
  }
}
