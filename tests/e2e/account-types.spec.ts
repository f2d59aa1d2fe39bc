import type { Page } from "@playwright/test";
import { MembersPage } from "./pages/members-page.ts";
import { expect, expectAccessible, test } from "./support/fixtures.ts";

const tick = (page: Page, type: string, permission: string) =>
  page.getByRole("checkbox", { name: `${type}: ${permission}`, exact: true });

test("a custom account type is made, ticked with what it needs, given to people and deleted", async ({ page }) => {
  test.slow();
  await page.goto("/admin/account-types");
  await expect(page.getByRole("columnheader", { name: /^Admin/ })).toBeVisible();
  await expect(tick(page, "Admin", "Use Ask")).toBeDisabled();
  await expectAccessible(page);

  await page.getByRole("button", { name: "New account type" }).click();
  const dialog = page.getByRole("dialog", { name: "New account type" });
  await dialog.getByRole("textbox", { name: "Name" }).fill("view");
  await dialog.getByRole("button", { name: "Create" }).click();
  await expect(dialog.getByText('There already is an account type "view".')).toBeVisible();
  await dialog.getByRole("textbox", { name: "Name" }).fill("Auditor");
  await dialog.getByRole("button", { name: "Create" }).click();
  await expect(page.getByText("The account type Auditor is there.")).toBeVisible();

  // By keyboard: what a permission needs ticks itself, and says so.
  await tick(page, "Auditor", "Use AI with formulas").focus();
  await page.keyboard.press("Space");
  await expect(tick(page, "Auditor", "View workbooks")).toBeChecked();
  await expect(page.getByRole("status").filter({ hasText: "“Use AI with formulas” needs" })).toBeVisible();
  await tick(page, "Auditor", "View workbooks").focus();
  await page.keyboard.press("Space");
  await expect(tick(page, "Auditor", "Use AI with formulas")).not.toBeChecked();
  await expect(page.getByRole("status").filter({ hasText: "Without “View workbooks” there is no" })).toBeVisible();
  await tick(page, "Auditor", "Use Ask").check();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Save changes" }).click();
  await expect(page.getByText("Saved. In force at everybody's next request.")).toBeVisible();
  await page.reload();
  await expect(tick(page, "Auditor", "Use Ask")).toBeChecked();

  const members = new MembersPage(page);
  await members.open();
  await members.invite("auditor@example.com", "Auditor");
  await page.goto("/admin/account-types");
  await expect(page.getByRole("columnheader", { name: /^Auditor/ })).toContainText("0 members, 1 invited");
  await page.getByRole("button", { name: "Actions for Auditor" }).click();
  await page.getByRole("menuitem", { name: "Delete…" }).click();
  const removal = page.getByRole("dialog", { name: "Delete the account type Auditor" });
  await removal.getByRole("combobox", { name: "Their new account type" }).selectOption("Act");
  await removal.getByRole("button", { name: "Delete" }).click();
  await expect(page.getByText("The account type Auditor is deleted; its people have Act now.")).toBeVisible();
  await members.open();
  await expect(members.row("auditor@example.com")).toContainText("Act");
});

test("on a phone the matrix scrolls within itself, and its names stay in sight", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.emulateMedia({ colorScheme: "dark", reducedMotion: "reduce" });
  for (const path of ["account-types", "members", "general", "custom-functions"]) {
    await page.goto(`/admin/${path}`);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(390);
    await expectAccessible(page);
  }
  await page.goto("/admin/account-types");
  await tick(page, "Admin", "Use Ask").scrollIntoViewIfNeeded();
  await expect(page.getByRole("rowheader", { name: "Use Ask" })).toBeInViewport();
});

test("the organization's settings are shown before they are saved, and in force at the next page", async ({ page }) => {
  await page.goto("/admin/general");
  await page.getByRole("combobox", { name: "Language and region" }).selectOption("de-DE");
  await page.getByRole("combobox", { name: "Currency" }).selectOption("EUR");
  await expect(page.getByRole("region", { name: "Preview" })).toContainText("1.234,50 €");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved. In force from")).toBeVisible();

  await page.goto("/data");
  await expect(page.getByText(/\d\.\d{3} rows/).first()).toBeVisible();

  await page.goto("/admin/general");
  await page.getByRole("combobox", { name: "Language and region" }).selectOption("en-US");
  await page.getByRole("combobox", { name: "Currency" }).selectOption("USD");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved. In force from")).toBeVisible();
});

test("a custom function is written with its arguments and called by a formula over a source", async ({ page }) => {
  test.slow();
  await page.goto("/admin/custom-functions");
  await page.getByRole("button", { name: "New function" }).first().click();
  await page.getByLabel("Name", { exact: true }).fill("NetMargin");
  for (const [index, name] of ["revenue", "cost"].entries()) {
    await page.getByRole("button", { name: "Add argument" }).click();
    await page.getByLabel(`Name of argument ${index + 1}`).fill(name);
  }
  const formula = page.getByRole("textbox", { name: "Formula of the function" });
  await formula.click();
  await page.keyboard.type("([revenue] - [cst]) / [revenue]", { delay: 15 });
  await page.keyboard.press("Escape");
  await expect(page.getByText("1 problem")).toBeVisible();
  await expectAccessible(page);
  await formula.click();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type("([revenue] - [cost]) / [revenue]", { delay: 15 });
  await page.keyboard.press("Escape");
  // The button moves up while it is pressed, since what was wrong with the formula goes away: the press counts.
  await page.getByRole("button", { name: "Create function" }).hover();
  await page.mouse.down();
  await expect(page.getByText("1 problem")).toBeHidden();
  await expect(page.getByText("NetMargin(revenue, cost) → Number")).toBeVisible();
  await page.mouse.up();
  await expect(page.getByText("NetMargin is saved.")).toBeVisible();

  await page.goto("/help/formulas");
  const playground = page.getByRole("textbox", { name: "Formula" });
  await playground.click();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type("NetMargin([Sales], [Cost])", { delay: 25 });
  await expect(page.getByText("Gives Number, a value for each row")).toBeVisible();
  await expect(page.getByRole("grid", { name: "First rows of the result" })).toContainText(/\d\.\d/);

  await page.goto("/admin/custom-functions");
  await page.getByRole("button", { name: "Delete NetMargin" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await expect(page.getByText("No custom functions yet")).toBeVisible();
});
