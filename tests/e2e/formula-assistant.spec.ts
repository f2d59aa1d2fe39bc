import { startOpenAiCompatibleServer } from "../wire/openai-compatible-server.ts";
import type { ScriptedTurn } from "../wire/script.ts";
import type { WireServer } from "../wire/wire-server.ts";
import { AiSettingsPage } from "./pages/ai-settings-page.ts";
import { AskPage } from "./pages/ask-page.ts";
import { FormulaBar } from "./pages/formula-bar.ts";
import { expect, expectAccessible, test } from "./support/fixtures.ts";
import { expectEveryLook } from "./support/looks.ts";
import { obedient } from "./support/scripted-answers.ts";

test.describe("the formula bar", () => {
  test("saves by Enter, restores by Esc, breaks lines and keeps what does not hold", async ({ page }) => {
    const formula = new FormulaBar(page);
    await formula.open();
    await formula.write("Sum([Sales])");
    await expect(formula.bar.getByText("Gives Number, one value of all rows")).toBeVisible();
    await expect(formula.rows.getByRole("gridcell")).toHaveCount(1);
    await page.keyboard.press("Enter");
    await expect(formula.save).toBeDisabled();

    await page.keyboard.press("End");
    await page.keyboard.press("Alt+Enter");
    await page.keyboard.type("/ Sum([Profitt])");
    await expect(formula.editor).toHaveAttribute("aria-invalid", "true");
    await expect(formula.bar.getByRole("status").first()).toContainText("1 problem");
    await page.keyboard.press("Enter");
    await expect(formula.bar.getByRole("alert")).toContainText("Not saved: mend what is marked first");
    await expectAccessible(page, ["aria-valid-attr-value", "aria-input-field-name", "color-contrast", "button-name"]);

    await page.keyboard.press("Escape");
    await expect(formula.editor).toHaveText("Sum([Sales])");
    await expect(formula.editor).not.toBeFocused();
    await expect(formula.bar.getByRole("alert")).toHaveCount(0);
  });

  test("by mouse: ✕ restores, ✓ saves, the edge is dragged, and the rows follow what is written", async ({ page }) => {
    const formula = new FormulaBar(page);
    await formula.open();
    const first = await formula.editor.innerText();
    await formula.write("Upper([Region])");
    await expect(formula.rows.getByRole("gridcell", { name: /^[A-Z]{4,}$/ }).first()).toBeVisible();
    await formula.restore.click();
    await expect(formula.editor).toHaveText(first);

    await formula.write("Lower([Region])");
    await formula.save.click();
    await expect(formula.restore).toBeDisabled();
    await expect(formula.editor).toHaveText("Lower([Region])");

    const heightOf = async () => (await formula.editor.boundingBox())?.height ?? 0;
    const before = await heightOf();
    await formula.height.focus();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    await expect.poll(heightOf).toBeGreaterThan(before + 30);
    await page.keyboard.press("Enter");
    await expect.poll(heightOf).toBe(before);
    const handle = await formula.height.boundingBox();
    if (handle === null) throw new Error("the handle has no place");
    await page.mouse.move(handle.x + handle.width / 2, handle.y + handle.height / 2);
    await page.mouse.down();
    await page.mouse.move(handle.x + handle.width / 2, handle.y + 90);
    await page.mouse.up();
    await expect.poll(heightOf).toBeGreaterThan(before + 60);
  });
});

test.describe("on the built-in model", () => {
  test("a broken formula is mended by the checker at once, applied by keyboard alone, and taken back", async ({
    page,
  }) => {
    const formula = new FormulaBar(page);
    await formula.open();
    await formula.write("Sum([Sales]) / COUNTD([Order ID])");
    await page.keyboard.press("ControlOrMeta+Shift+F");
    await expect(page.getByRole("menuitem", { name: "Write a new formula" })).toBeFocused();
    await page.keyboard.press("ArrowDown");
    // A menu moves its focus a moment after the key.
    await expect(page.getByRole("menuitem", { name: "Correct this formula" })).toBeFocused();
    await page.keyboard.press("Enter");
    const panel = formula.panel("Correct this formula");
    const fix = panel.getByRole("article", { name: "Fix" });
    await expect(fix.getByRole("insertion")).toHaveText("CountDistinct");
    await expect(formula.response).toHaveAttribute("aria-busy", "false");
    await expect(fix.getByRole("gridcell")).toHaveCount(1);
    await expectEveryLook(page);

    await panel.getByRole("button", { name: "Apply: Fix" }).focus();
    await page.keyboard.press("Enter");
    await expect(panel).toHaveCount(0);
    await expect(formula.editor).toBeFocused();
    await expect(formula.editor).toHaveText("Sum([Sales]) / CountDistinct([Order ID])");
    await formula.bar.getByRole("button", { name: "Undo" }).press("Enter");
    await expect(formula.editor).toHaveText("Sum([Sales]) / COUNTD([Order ID])");
  });

  test("a sound formula is called sound, and explained from its syntax tree", async ({ page }) => {
    const formula = new FormulaBar(page);
    await formula.open();
    await formula.write("Sum([Profit]) / Sum([Sales])");
    const correct = await formula.choose("Correct this formula");
    await expect(correct.getByText("This formula is sound")).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(correct).toHaveCount(0);
    await expect(formula.wand).toBeFocused();

    await formula.choose("Explain this formula");
    await expect(formula.explanation).toHaveAttribute("aria-busy", "false");
    await expect(formula.explanation).toContainText("The sum of [Profit] divided by the sum of [Sales].");
    await expect(formula.explanation.getByRole("list", { name: "Part by part" })).toContainText("zero gives Null");
    await expect(formula.explanation.getByRole("button", { name: "Copy explanation" })).toBeVisible();
    await expectEveryLook(page);

    // What is explained is an earlier text as soon as somebody types on: the panel leaves the page in use.
    await page.setViewportSize({ width: 1440, height: 900 });
    await formula.write("Sum([Sales])");
    await formula.explanation.getByRole("button", { name: "Explain it as it is now" }).click();
    await expect(formula.explanation).toContainText("The sum of [Sales].");
  });
});

test.describe("on a scripted model", () => {
  let provider: WireServer;
  test.beforeAll(async () => {
    provider = await startOpenAiCompatibleServer();
  });
  test.afterAll(() => provider.close());
  test.beforeEach(async ({ page }) => {
    provider.setScript(obedient);
    await new AiSettingsPage(page).serveFrom({ baseUrl: provider.url, chatModel: "scripted" });
  });
  test.afterEach(({ page }) => new AiSettingsPage(page).serveBuiltIn());

  test("formulas are written from words, compared side by side, used and undone", async ({ page }) => {
    const formula = new FormulaBar(page);
    await formula.open();
    provider.setScript(() => proposing(["Sum([Profit]) / Sum([Sales])", "Avg([Profit] / [Sales])"]));
    const panel = await formula.choose("Write a new formula");
    await expect(panel.getByRole("textbox", { name: "Description" })).toBeFocused();
    await panel.getByRole("button", { name: "Write formula" }).click();
    await expect(panel.getByRole("alert")).toHaveText("Describe what the formula should give.");
    await formula.ask("profit as a share of sales");
    await expect(formula.response).toHaveAttribute("aria-busy", "false");
    const cards = formula.response.getByRole("article");
    await expect(cards).toHaveCount(2);
    await expect(cards.first()).toContainText("Number");
    await expect(cards.first().getByRole("gridcell")).toHaveCount(1);
    await expect(formula.response.getByRole("region", { name: "Formula 1 and Formula 2 compared" })).toBeVisible();
    await expectEveryLook(page);

    const former = await formula.editor.innerText();
    await cards
      .first()
      .getByRole("button", { name: /^Use formula/ })
      .click();
    await expect(formula.editor).toHaveText("Sum([Profit]) / Sum([Sales])");
    await expect(formula.editor).toBeFocused();
    await formula.bar.getByRole("button", { name: "Undo" }).click();
    await expect(formula.editor).toHaveText(former);
  });

  test("what does not pass is never shown: why, in words, and the nearest formula that holds", async ({ page }) => {
    const formula = new FormulaBar(page);
    await formula.open();
    provider.setScript(() => proposing(["Summ([Salez]) & DropTable()"]));
    await formula.choose("Write a new formula");
    await formula.ask("total sales");
    await expect(formula.response).toHaveAttribute("aria-busy", "false");
    await expect(formula.response.getByText(/No formula passed the check/)).toBeVisible();
    await expect(formula.response.getByRole("article", { name: /^Formula/ })).toHaveCount(0);
  });

  test("Stop stops the provider's call, closing the panel too, and a failure can be tried again", async ({ page }) => {
    const formula = new FormulaBar(page);
    await formula.open();
    provider.setScript(() => ({ ...proposing(["Sum([Sales])"]), delayMs: 2_000 }));
    await formula.choose("Write a new formula");
    await formula.ask("total sales");
    await expect(formula.response.getByText("Asking the model")).toBeVisible();
    const stopped = provider.aborted();
    await formula.response.getByRole("button", { name: "Stop" }).click();
    await expect(formula.response.getByText("Stopped. What had arrived is kept.")).toBeVisible();
    await expect.poll(() => provider.aborted()).toBeGreaterThan(stopped);

    await formula.response.getByRole("button", { name: "Try again" }).click();
    await expect(formula.response.getByText("Asking the model")).toBeVisible();
    const left = provider.aborted();
    await page.keyboard.press("Escape");
    await expect(formula.panel("Write a new formula")).toHaveCount(0);
    await expect.poll(() => provider.aborted()).toBeGreaterThan(left);

    provider.setScript(() => ({ fault: { kind: "status", status: 401, body: { error: { message: "no" } } } }));
    await formula.choose("Write a new formula");
    await formula.ask("total sales");
    await expect(formula.response.getByRole("alert")).toBeVisible({ timeout: 30_000 });
    provider.setScript(() => proposing(["Sum([Sales])"]));
    await formula.response.getByRole("button", { name: "Try again" }).click();
    await expect(formula.response.getByRole("article", { name: "Formula" })).toBeVisible({ timeout: 30_000 });
  });

  test("a sound formula whose values are not meant is corrected, with the rows before and after", async ({ page }) => {
    const formula = new FormulaBar(page);
    await formula.open();
    await formula.write("[Profit] / [Sales]");
    provider.setScript(() => proposing(["Round([Profit] / [Sales], 1)"]));
    const panel = await formula.choose("Correct this formula");
    await panel.getByRole("textbox", { name: /What is wrong with its values/ }).fill("Round it to one decimal");
    await panel.getByRole("button", { name: "Correct formula" }).click();
    await expect(formula.response).toHaveAttribute("aria-busy", "false");
    const card = formula.response.getByRole("article", { name: "Formula" });
    await expect(card.getByRole("insertion").first()).toContainText("Round(");
    await expect(card.getByText(/changes [\d,]+ of [\d,]+/)).toBeVisible();
    await card.getByRole("button", { name: /^Apply/ }).click();
    await expect(formula.editor).toHaveText("Round([Profit] / [Sales], 1)");
  });
});

test("the wand stands by the formulas of an answer's columns and filters", async ({ page }) => {
  const ask = new AskPage(page);
  await ask.open();
  await ask.ask("sales by region last quarter");
  await ask.waitUntilAnswered();
  await ask.openSteps();
  await ask.card(/^Column Total Sales/).click();
  const formula = page.getByRole("textbox", { name: "Formula of Total Sales" });
  await formula.fill("Avg([Salez])");
  const bar = new FormulaBar(page);
  const panel = await bar.choose("Correct this formula");
  await panel.getByRole("button", { name: "Apply: Fix" }).click();
  await expect(formula).toHaveText("Avg([Sales])");
  await expect(formula).toBeFocused();
  await expect(page.getByRole("form", { name: /^Change the column/ })).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).first().click();
  await expect(formula).toHaveText("Avg([Salez])");

  await bar.choose("Explain this formula");
  await expect(bar.explanation).toHaveAttribute("aria-busy", "false");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("form", { name: /^Change the column/ })).toBeVisible();
});

test("without AI the checker still mends, and admins are led to the settings", async ({ page }) => {
  const settings = new AiSettingsPage(page);
  await settings.turnOff();
  try {
    const formula = new FormulaBar(page);
    await formula.open();
    await formula.choose("Write a new formula");
    await formula.ask("total sales");
    await expect(formula.response.getByText("AI features are off")).toBeVisible();
    await expect(formula.response.getByRole("link", { name: "Open AI settings" })).toBeVisible();
    await page.keyboard.press("Escape");

    await formula.write("Sum([Salez])");
    const correct = await formula.choose("Correct this formula");
    await correct.getByRole("button", { name: "Apply: Fix" }).click();
    await expect(formula.editor).toHaveText("Sum([Sales])");
  } finally {
    await settings.serveBuiltIn();
  }
});

function proposing(formulas: readonly string[]): ScriptedTurn {
  const candidates = formulas.map((formula, index) => ({
    name: `Formula ${index + 1}`,
    formula,
    level: /^(Sum|Avg)/.test(formula) ? "summary" : "row",
  }));
  return { text: JSON.stringify({ candidates, declined: null }) };
}
