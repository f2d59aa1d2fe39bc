import { type OpenIdProvider, openIdClient, startOpenIdProvider } from "../wire/openid-provider.ts";
import { AccountMenu } from "./pages/account-pages.ts";
import { AiSettingsPage } from "./pages/ai-settings-page.ts";
import { MembersPage } from "./pages/members-page.ts";
import { admin, setUp } from "./support/api.ts";
import { expect, expectAccessible, test } from "./support/fixtures.ts";
import { expectEveryLook } from "./support/looks.ts";
import { findFreePort, type RunningServer, removeServer, startServer } from "./support/server.ts";

let provider: OpenIdProvider;
let server: RunningServer;

test.beforeAll(async () => {
  const port = await findFreePort();
  provider = await startOpenIdProvider([`http://127.0.0.1:${port}/api/oidc/callback`]);
  server = await startServer({
    port,
    environment: {
      ASKBOOK_OIDC_ISSUER: provider.issuer,
      ASKBOOK_OIDC_CLIENT_ID: openIdClient.id,
      ASKBOOK_OIDC_CLIENT_SECRET: openIdClient.secret,
      ASKBOOK_OIDC_LABEL: "Acme account",
      ASKBOOK_SAMPLE_ROWS: "1000",
    },
  });
  await setUp(server.url);
});

test.afterAll(async () => {
  await removeServer(server);
  await provider.close();
});

const account = (login: string, email: string, emailVerified = true) => ({
  login,
  subject: `subject-of-${login}`,
  email,
  emailVerified,
  name: "Grace Hopper",
});

test("people sign in at the provider: the admin, somebody invited, and nobody else", async ({ context, page }) => {
  await context.clearCookies();
  provider.setAccounts([
    account("ada", admin.email),
    account("grace", "grace@example.com"),
    account("eve", "eve@example.com"),
  ]);
  await page.goto(`${server.url}/admin/ai-settings`);
  await page.waitForURL(/\/sign-in\?next=/);
  await expectEveryLook(page);
  const signIn = page.getByRole("link", { name: "Sign in with Acme account" });
  await signIn.click();
  await page.getByLabel("Login").fill("ada");
  await page.getByRole("button", { name: "Continue" }).click();

  // Back where one wanted to go; a change wants a sign-in of the last ten minutes, in a tab of its own.
  await page.waitForURL(/\/admin\/ai-settings$/);
  const settings = new AiSettingsPage(page);
  await settings.chooseHosting("Off");
  const dialog = settings.dialog("Sign in again");
  await expect(dialog.getByRole("textbox", { name: "Password" })).toBeVisible();
  await expectAccessible(page);
  const [tab] = await Promise.all([
    context.waitForEvent("page"),
    dialog.getByRole("link", { name: /Sign in with Acme account/ }).click(),
  ]);
  await tab.getByLabel("Login").fill("ada");
  await tab.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByText("Saved. AI features are off for everybody in your organization.")).toBeVisible();
  await expect(dialog).toBeHidden();

  const members = new MembersPage(page);
  await page.goto(`${server.url}/admin/members`);
  await members.invite("grace@example.com", "View");
  await page.goto(server.url);
  await new AccountMenu(page).choose("Sign out");
  await expect(page).toHaveURL(/\/sign-in$/);

  // The provider forgets who was there.
  await context.clearCookies();
  await page.goto(`${server.url}/sign-in`);
  await signIn.click();
  await page.getByLabel("Login").fill("grace");
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByRole("heading", { name: "Hello, Grace" })).toBeVisible();
  await page.goto(`${server.url}/profile`);
  await expect(page.getByText("You have none here: you sign in with Acme account.")).toBeVisible();

  await context.clearCookies();
  await page.goto(`${server.url}/sign-in`);
  await signIn.click();
  await page.getByLabel("Login").fill("eve");
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByText("Your e-mail address is not invited here.")).toBeVisible();
  await expectAccessible(page);
});
