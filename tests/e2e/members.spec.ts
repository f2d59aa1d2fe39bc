import type { Browser, Page } from "@playwright/test";
import { SignInPage } from "./pages/account-pages.ts";
import { MembersPage } from "./pages/members-page.ts";
import { admin } from "./support/api.ts";
import { expect, expectAccessible, test } from "./support/fixtures.ts";
import { setSignInAge } from "./support/sign-in-age.ts";

const password = "a password of her own";

/** Somebody at another computer. */
async function openElsewhere(browser: Browser, baseURL: string | undefined): Promise<Page> {
  return (await browser.newContext({ baseURL: baseURL ?? "" })).newPage();
}

test("an invited person joins, sees what the account type includes, and is out at once when deactivated", async ({
  page,
  browser,
  baseURL,
}) => {
  test.slow();
  const members = new MembersPage(page);
  await members.open();
  await expectAccessible(page);
  const link = await members.invite("grace@example.com", "View");
  await expect(members.row("grace@example.com")).toContainText("Invited");

  // The admin's own browser is told that the link is for somebody else.
  await page.goto(link);
  await expect(page.getByRole("heading", { name: "You are signed in already" })).toBeVisible();

  const elsewhere = await openElsewhere(browser, baseURL);
  await elsewhere.goto(link);
  await expectAccessible(elsewhere);
  await elsewhere.getByLabel("Your name").fill("Grace Hopper");
  await elsewhere.getByRole("textbox", { name: "Password" }).fill(password);
  await elsewhere.getByRole("button", { name: "Join" }).click();
  await elsewhere.waitForURL(/\/ask$/);

  const navigation = elsewhere.getByRole("navigation", { name: "Main" });
  await expect(navigation.getByRole("link", { name: "Ask" })).toBeVisible();
  await elsewhere.getByRole("button", { name: /^Account of/ }).click();
  await expect(elsewhere.getByRole("menuitem", { name: "Profile" })).toBeVisible();
  await expect(elsewhere.getByRole("menuitem", { name: "Administration" })).toBeHidden();
  for (const path of ["members", "account-types", "general", "custom-functions"]) {
    await elsewhere.goto(`/admin/${path}`);
    await expect(elsewhere.getByRole("heading", { name: "Administration is for admins" })).toBeVisible();
  }
  await elsewhere.goto("/help/formulas");
  await expect(elsewhere.getByText("Formulas can be read here, not tried")).toBeVisible();

  // The link worked once.
  await page.goto(link);
  await expect(page.getByText("It was accepted before")).toBeVisible();

  await members.open();
  await members.changeAccountType("Grace Hopper", "Build");
  await elsewhere.reload();
  await expect(elsewhere.getByText("Formulas can be read here, not tried")).toBeHidden();
  await expect(elsewhere.getByRole("combobox", { name: "Source" })).toBeVisible();

  await members.choose("Grace Hopper", "Deactivate…");
  await page.getByRole("dialog").getByRole("button", { name: "Deactivate" }).click();
  await expect(page.getByText("Grace Hopper is deactivated and was signed out everywhere.")).toBeVisible();
  expect((await elsewhere.request.get("/api/session")).status()).toBe(401);
  await elsewhere.goto("/ask");
  await expect(elsewhere).toHaveURL(/\/sign-in/);
  await new SignInPage(elsewhere).signIn("grace@example.com", password);
  await expect(elsewhere.getByRole("alert").filter({ hasText: "not right" })).toBeVisible();

  await members.choose("Grace Hopper", "Reactivate");
  await expect(page.getByText("Grace Hopper is active again")).toBeVisible();
  await elsewhere.context().close();
});

test("a password link works once, and the last admin stays", async ({ page, browser, baseURL }) => {
  const members = new MembersPage(page);
  await members.open();
  const invitation = await members.invite("edsger@example.com", "Analyze");
  const elsewhere = await openElsewhere(browser, baseURL);
  await elsewhere.goto(invitation);
  await elsewhere.getByLabel("Your name").fill("Edsger Dijkstra");
  await elsewhere.getByRole("textbox", { name: "Password" }).fill(password);
  await elsewhere.getByRole("button", { name: "Join" }).click();
  await elsewhere.waitForURL(/\/ask$/);

  await members.open();
  await members.choose("Edsger Dijkstra", "Make password link…");
  await page.getByRole("dialog").getByRole("button", { name: "Make link" }).click();
  const link = await members.takeLink("Password link for edsger@example.com");
  const again = await openElsewhere(browser, baseURL);
  await again.goto(link);
  await again.getByRole("textbox", { name: "New password" }).fill("another password");
  await again.getByRole("button", { name: "Save and sign in" }).click();
  await expect(again.getByRole("navigation", { name: "Main" })).toBeVisible();
  // Every other session of theirs has ended, and the link with it.
  expect((await elsewhere.request.get("/api/session")).status()).toBe(401);
  await elsewhere.goto(link);
  await expect(elsewhere.getByText("It was used before")).toBeVisible();

  await members.choose(admin.name, "Deactivate…");
  await page.getByRole("dialog").getByRole("button", { name: "Deactivate" }).click();
  await expect(page.getByRole("dialog").getByText("This is the last admin.")).toBeVisible();
  await Promise.all([elsewhere.context().close(), again.context().close()]);
});

test("a revoked invitation does not work, and people are found by name and state", async ({
  page,
  browser,
  baseURL,
}) => {
  const members = new MembersPage(page);
  await members.open();
  const link = await members.invite("alan@example.com", "Act");
  await members.choose("alan@example.com", "Make a new link");
  const renewed = await members.takeLink("Invitation link for alan@example.com");
  const elsewhere = await openElsewhere(browser, baseURL);
  await elsewhere.goto(link);
  await expect(elsewhere.getByText("revoked or replaced by a newer one")).toBeVisible();
  await elsewhere.goto(renewed);
  await expect(elsewhere.getByRole("button", { name: "Join" })).toBeVisible();

  await page.getByRole("combobox", { name: "State" }).selectOption("Invited");
  await expect(members.row(admin.email)).toBeHidden();
  await members.choose("alan@example.com", "Revoke…");
  await page.getByRole("dialog").getByRole("button", { name: "Revoke" }).click();
  await expect(page.getByText("The invitation of alan@example.com is revoked.")).toBeVisible();
  await elsewhere.reload();
  await expect(elsewhere.getByRole("heading", { name: "This invitation cannot be used" })).toBeVisible();

  await page.getByRole("combobox", { name: "State" }).selectOption("Every state");
  await page.getByRole("searchbox", { name: /Search members/ }).fill("nobody has this");
  await expect(page.getByText("Nobody matches")).toBeVisible();
  await page.getByRole("button", { name: "Show everybody" }).click();
  await expect(members.row(admin.email)).toBeVisible();
  await elsewhere.context().close();
});

test("a sign-in of more than ten minutes ago asks for the password, and goes on where it was", async ({ page }) => {
  const members = new MembersPage(page);
  await members.open();
  await setSignInAge(admin.email, 11);
  await page.getByRole("button", { name: "Invite", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Invite somebody" });
  await dialog.getByRole("textbox", { name: "E-mail" }).fill("barbara@example.com");
  await dialog.getByRole("button", { name: "Make invitation link" }).click();
  await members.enterPassword("not the password");
  await expect(page.getByRole("alert").filter({ hasText: "not right" })).toBeVisible();
  await members.enterPassword(admin.password);
  await members.takeLink("Invitation link for barbara@example.com");
  await expect(members.row("barbara@example.com")).toBeVisible();
});
