import { MembersPage } from "./pages/members-page.ts";
import { WorkbookPage } from "./pages/workbook-page.ts";
import { expect, expectAccessible, test } from "./support/fixtures.ts";
import { expectEveryLook } from "./support/looks.ts";

test("a workbook is built, moved by keys, filtered by a control, undone and published", async ({ page }) => {
  test.slow();
  const workbook = new WorkbookPage(page);
  const id = await workbook.create("Sales at a glance");
  await workbook.addFrom("Table", "Orders");
  await expect(workbook.element("Orders").getByRole("grid")).toBeVisible();
  await workbook.waitUntilSaved();

  await workbook.addFrom("Chart", "Orders (this workbook)");
  const chart = workbook.element("by");
  await expect(chart.getByRole("figure")).toBeVisible();
  await workbook.add("Text");
  await workbook.properties
    .getByLabel("Markdown")
    .fill("All orders: {{= Sum([Orders/Sales]) }} and {{= Foo([Orders/Sales]) }}");
  await expect(page.getByText("Unknown function")).toBeVisible();
  await expect(page.getByRole("button", { name: /^\$[\d,.]+/ })).toBeVisible();

  await workbook.add("Control");
  await workbook.dialog.getByLabel("Filters").selectOption({ label: "Channel of Orders" });
  await workbook.dialog.getByRole("button", { name: "Add" }).click();
  const before = await page.getByRole("button", { name: /^\$[\d,.]+/ }).textContent();
  await page.getByRole("button", { name: "Channel: All" }).click();
  await page.getByRole("checkbox", { name: "Phone" }).check();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: /^\$[\d,.]+/ })).not.toHaveText(before ?? "");
  await workbook.waitUntilSaved();

  const grip = page.getByRole("button", { name: "Move or resize Orders", exact: true });
  await grip.focus();
  await page.keyboard.press("ArrowDown");
  await expect(page.getByText(/^Orders: column 1, row \d+/)).toBeAttached();
  await page.keyboard.press("Shift+ArrowLeft");
  await expect(page.getByText(/^Orders: .*23 columns wide/)).toBeAttached();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByRole("button", { name: "Redo" })).toBeEnabled();

  await page.reload();
  await expect(page.getByRole("button", { name: "Channel: Phone" })).toBeVisible();
  await workbook.publish();
  await page.goto(`/workbooks/${id}`);
  await expect(page.getByRole("link", { name: "Edit" })).toBeVisible();
  await expect(workbook.element("Orders").getByRole("grid")).toBeVisible();
  await expectEveryLook(page);
});

test("what depends on an element is told before both go, and comes back", async ({ page }) => {
  const workbook = new WorkbookPage(page);
  await workbook.create("Dependants");
  await workbook.addFrom("Table", "Orders");
  await workbook.addFrom("Chart", "Orders (this workbook)");
  await workbook.choose("Orders", "Delete");
  await expect(workbook.dialog).toContainText("One element is built on it");
  await workbook.dialog.getByRole("button", { name: "Delete both" }).click();
  await expect(page.getByRole("heading", { name: "An empty page" })).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(workbook.element("Orders")).toBeVisible();
  await workbook.rename("Orders", "Lines");
  await expect(workbook.element("Lines").getByRole("grid")).toBeVisible();
  await expectAccessible(page);
});

test("two editors lose nothing of each other, and choose when both changed the same", async ({ page, context }) => {
  test.slow();
  const mine = new WorkbookPage(page);
  await mine.create("Together");
  await mine.addFrom("Table", "Orders");
  await mine.waitUntilSaved();
  // Nothing is heard of the other before it is saved: else there would be no conflict.
  await page.route("**/api/workbooks/*/state", (route) => route.abort());
  const other = await context.newPage();
  await other.goto(page.url());
  const theirs = new WorkbookPage(other);
  await expect(theirs.element("Orders")).toBeVisible();

  await theirs.add("Text");
  await theirs.properties.getByLabel("Markdown").fill("Written by the other");
  await theirs.waitUntilSaved();
  await mine.add("Text");
  await mine.properties.getByLabel("Markdown").fill("Written by me");
  await expect(page.getByText("Written by the other").first()).toBeVisible();
  await expect(page.getByText("Written by me").first()).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByText("Written by the other").first()).toBeVisible();
  await mine.waitUntilSaved();

  await other.reload();
  await page.reload();
  await theirs.rename("Orders", "Their orders");
  await theirs.waitUntilSaved();
  await mine.rename("Orders", "My orders");
  await expect(mine.dialog).toContainText("changed the same");
  await mine.dialog.getByRole("button", { name: "Keep mine" }).click();
  await mine.waitUntilSaved(/^Saved/);
  await other.reload();
  await expect(theirs.element("My orders")).toBeVisible();
  await other.close();
});

test("somebody else sees what is published, explores in private and is told what they may not", async ({
  page,
  browser,
  baseURL,
}) => {
  test.slow();
  const workbook = new WorkbookPage(page);
  const id = await workbook.create("For everyone");
  await workbook.addFrom("Table", "Orders");
  await workbook.waitUntilSaved();
  await workbook.publish();
  await page.getByRole("button", { name: "Share" }).click();
  await workbook.dialog.getByLabel("Share with").selectOption({ label: "Everyone in the organization" });
  await workbook.dialog.getByLabel("What", { exact: true }).selectOption({ label: "can explore" });
  await workbook.dialog.getByRole("button", { name: "Share" }).click();
  await expect(workbook.dialog.getByRole("combobox", { name: "What Everyone can do" })).toHaveValue("explore");
  await expectAccessible(page);

  const members = new MembersPage(page);
  await members.open();
  const link = await members.invite("margaret@example.com", "Analyze");
  const elsewhere = await (await browser.newContext({ baseURL: baseURL ?? "" })).newPage();
  await elsewhere.goto(link);
  await elsewhere.getByLabel("Your name").fill("Margaret Hamilton");
  await elsewhere.getByRole("textbox", { name: "Password" }).fill("a password of her own");
  await elsewhere.getByRole("button", { name: "Join" }).click();
  await elsewhere.waitForURL(/\/ask$/);

  const theirs = new WorkbookPage(elsewhere);
  await elsewhere.goto(`/workbooks/${id}`);
  await expect(theirs.element("Orders")).toBeVisible();
  await expect(elsewhere.getByRole("link", { name: "Edit" })).toBeHidden();
  await elsewhere.getByRole("button", { name: "Explore" }).click();
  await expect(elsewhere.getByText("Only you see this")).toBeVisible();
  await theirs.add("Text");
  await theirs.properties.getByLabel("Markdown").fill("A private note");
  await theirs.waitUntilSaved();
  await elsewhere.goto("/workbooks");
  await expect(elsewhere.getByRole("heading", { name: "My explorations" })).toBeVisible();
  await page.goto(`/workbooks/${id}`);
  await expect(workbook.element("Orders")).toBeVisible();
  await expect(page.getByText("A private note")).toBeHidden();
  await elsewhere.context().close();
});

test("the sample's workbook is found by its name, drilled into by keys, and opens a formula by a table's first cell", async ({
  page,
}) => {
  test.setTimeout(120_000);
  const workbook = new WorkbookPage(page);
  await page.goto("/");
  await page.keyboard.press("ControlOrMeta+k");
  await page.getByRole("combobox", { name: /Search/ }).fill("retail overview");
  await page.getByRole("option", { name: /Retail overview/ }).click();
  const chart = workbook.element("Sales by region");
  const drill = page.getByRole("menuitem", { name: "Drill to State" });
  // While the page is loading, a chart may be drawn anew and lose the keyboard.
  await expect(async () => {
    if (await drill.isVisible()) return;
    await chart.getByRole("application").focus();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Enter");
    await expect(drill).toBeVisible({ timeout: 3_000 });
  }).toPass();
  await drill.press("Enter");
  const trail = page.getByRole("navigation", { name: "Drilled down in Sales by region" });
  await expect(chart.getByRole("application", { name: "Sales by region" })).toHaveAccessibleDescription(/by State/);
  await expectAccessible(page);
  await trail.getByRole("button", { name: "All" }).click();
  await expect(trail).toBeHidden();

  await page.goto(`${new URL(page.url()).pathname}?stage=draft`);
  await page.getByRole("button", { name: "Customers", exact: true }).click();
  await workbook.element("Regions and states").getByRole("gridcell", { name: "East" }).click();
  await expect(page.getByRole("textbox", { name: "Formula of Region" })).toBeVisible();
});
