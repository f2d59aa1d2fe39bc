import { expect, test } from "@playwright/test";
import { AccountMenu, SetUpPage, SignInPage } from "./pages/account-pages.ts";
import { admin } from "./support/api.ts";
import { expectEveryLook } from "./support/looks.ts";
import { type RunningServer, removeServer, startServer } from "./support/server.ts";

let freshServer: RunningServer;

test.beforeAll(async () => {
  freshServer = await startServer({ environment: { ASKBOOK_SAMPLE_ROWS: "5000" } });
});

test.afterAll(() => removeServer(freshServer));

test("the first visitor becomes the admin and lands on Ask; afterwards set-up is closed", async ({ page }) => {
  await page.goto(`${freshServer.url}/`);
  await expect(page).toHaveURL(/\/set-up$/);
  await expectEveryLook(page);
  const setUp = new SetUpPage(page);
  await setUp.fill({ ...admin, password: "short" });
  await setUp.submit();
  await expect(page.getByRole("alert").filter({ hasText: "10 characters" })).toBeVisible();

  await setUp.fill(admin);
  await setUp.submit();
  await page.waitForURL(/\/ask$/);
  await expect(page.getByRole("textbox", { name: /question/i })).toBeVisible();

  await new AccountMenu(page).choose("Sign out");
  await expect(page).toHaveURL(/\/sign-in$/);
  await page.goto(`${freshServer.url}/set-up`);
  await expect(page).toHaveURL(/\/sign-in/);

  const signIn = new SignInPage(page);
  await signIn.signIn(admin.email, "not the password");
  await expect(page.getByRole("alert").filter({ hasText: /password/ })).toBeVisible();
  await signIn.signIn(admin.email, admin.password);
  await expect(page.getByRole("navigation", { name: "Main" })).toBeVisible();
});
