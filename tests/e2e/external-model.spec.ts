import { startOpenAiCompatibleServer } from "../wire/openai-compatible-server.ts";
import type { WireServer } from "../wire/wire-server.ts";
import { AiSettingsPage } from "./pages/ai-settings-page.ts";
import { AskPage } from "./pages/ask-page.ts";
import { expect, test } from "./support/fixtures.ts";
import { afterSalesBySegment } from "./support/scripted-answers.ts";

const words = Array.from({ length: 40 }, (_, index) => `word${index}`).join(" ");
const prose = `Consumer leads with {{r1:1.segment_sales}}. ${words} the end.`;

let provider: WireServer;

test.beforeAll(async () => {
  provider = await startOpenAiCompatibleServer();
});

test.afterAll(() => provider.close());

test.beforeEach(async ({ page }) => {
  provider.setScript(() => ({ text: "ok" }));
  await new AiSettingsPage(page).serveFrom({ baseUrl: provider.url, chatModel: "scripted" });
});

test.afterEach(({ page }) => new AiSettingsPage(page).serveBuiltIn());

test("an answer streams through tools, and a reload in the middle of it resumes", async ({ page }) => {
  provider.setScript(afterSalesBySegment({ text: prose, delayMs: 80 }));
  const ask = new AskPage(page);
  await ask.open();
  await ask.ask("sales by segment");
  await expect(ask.answer.getByText("word3")).toBeVisible();
  await page.reload();
  await expect(ask.answer.getByText("word5")).toBeVisible();
  await expect(ask.answer.getByText("the end.")).toBeVisible();
  await ask.waitUntilAnswered();
  await expect(ask.answer.getByRole("button", { name: /^\$.*proved$/ })).toBeVisible();
  expect((await ask.answer.innerText()).match(/word7\b/g)).toHaveLength(1);
});

test("Stop stops, and keeps what has come", async ({ page }) => {
  provider.setScript(afterSalesBySegment({ text: prose, delayMs: 150 }));
  const ask = new AskPage(page);
  await ask.open();
  await ask.ask("sales by segment");
  await expect(ask.answer.getByText("word3")).toBeVisible();
  const aborted = provider.aborted();
  await ask.stop.click();
  await ask.waitUntilAnswered();
  await expect(ask.answer.getByText("word3")).toBeVisible();
  await expect(ask.answer.getByText("the end.")).toBeHidden();
  await expect.poll(() => provider.aborted()).toBeGreaterThan(aborted);
});

test("a connection that is cut keeps the partial answer, and says what happened", async ({ page }) => {
  provider.setScript(afterSalesBySegment({ text: prose, delayMs: 20, fault: { kind: "cut", afterPieces: 12 } }));
  const ask = new AskPage(page);
  await ask.open();
  await ask.ask("sales by segment");
  await ask.waitUntilAnswered();
  await expect(ask.answer.getByText("word3")).toBeVisible();
  await expect(ask.answer.getByRole("alert")).toBeVisible();
  await expect(ask.answer.getByRole("button", { name: "Ask again" }).first()).toBeVisible();
});
