import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { z } from "zod";
import { startOpenAiCompatibleServer } from "../wire/openai-compatible-server.ts";
import type { WireServer } from "../wire/wire-server.ts";
import { AiSettingsPage } from "./pages/ai-settings-page.ts";
import { AskPage } from "./pages/ask-page.ts";
import { setUp } from "./support/api.ts";
import { addSession, expect, expectAccessible, test } from "./support/fixtures.ts";
import { afterSalesBySegment } from "./support/scripted-answers.ts";
import { type RunningServer, removeServer, startServer } from "./support/server.ts";

/** Answers that are stopped or broken off, on a server that may be killed. */

const words = Array.from({ length: 240 }, (_, index) => `word${index}`).join(" ");
const prose = `Consumer leads with {{r1:1.segment_sales}}. ${words} the end.`;

/** The process that was killed may leave another the time to say so itself. */
const ending = /^The server (was )?stopped while this answer was being made/;

let provider: WireServer;
let server: RunningServer;
let cookie: string;

test.beforeAll(async ({ browser }) => {
  test.setTimeout(240_000);
  provider = await startOpenAiCompatibleServer();
  server = await startServer({ environment: { ASKBOOK_SAMPLE_ROWS: "1000" } });
  cookie = await setUp(server.url);
  const context = await browser.newContext({ baseURL: server.url });
  await addSession(context, server.url, cookie);
  const page = await context.newPage();
  await new AiSettingsPage(page).serveFrom({ baseUrl: provider.url, chatModel: "scripted" });
  await context.close();
});

test.beforeEach(async ({ context }) => {
  await addSession(context, server.url, cookie);
  provider.setScript(afterSalesBySegment({ text: prose, delayMs: 120 }));
});

test.afterAll(async () => {
  await removeServer(server);
  await provider.close();
});

test("two tabs tell one answer: stopped in one, gone on with in the other, followed up in the first", async ({
  page,
  context,
}) => {
  test.slow();
  const one = await startAnswer(page);
  const other = new AskPage(await context.newPage());
  await other.page.goto(page.url());
  await expect(other.answer.getByText("word3")).toBeVisible();
  await expect(other.answer).toHaveAttribute("aria-busy", "true");

  await other.stop.click();
  for (const tab of [one, other]) {
    await tab.waitUntilAnswered();
    await expect(tab.answer.getByText("Stopped. What was found until then is kept.")).toHaveCount(1);
    await expect(tab.answer.getByText("the end.")).toBeHidden();
    await expect(tab.answer.getByRole("button", { name: "Continue" })).toHaveCount(1);
  }
  await expectAgreement(one, other);

  provider.setScript(afterSalesBySegment({ text: prose, delayMs: 20 }));
  await one.answer.getByRole("button", { name: "Continue" }).click();
  for (const tab of [one, other]) {
    await expect(tab.answer.getByText("the end.")).toBeVisible();
    await tab.waitUntilAnswered();
    await expect(tab.answer.getByText(/numbers? (is )?verified$/)).toBeVisible();
  }
  await expectAgreement(one, other);

  await other.ask("and once more");
  await expect(page.getByRole("heading", { level: 2, name: "and once more" })).toBeVisible();
  for (const tab of [one, other]) {
    await expect(tab.page.getByRole("article", { name: "Answer" })).toHaveCount(2);
    await expect(tab.answer.getByText("the end.")).toBeVisible();
    await tab.waitUntilAnswered();
  }
  await expectAgreement(one, other);
});

test("a server that was killed in mid-answer says so when it is back, and Continue finishes the answer", async ({
  page,
  context,
}) => {
  test.setTimeout(240_000);
  const ask = await startAnswer(page);
  await crash();
  server = await startServer({ dataFolder: server.dataFolder, port: Number(new URL(server.url).port) });

  // The page that stood open comes back by itself; what was found until then is kept.
  const interrupted = ask.answer.getByText(ending);
  await expect(interrupted).toHaveCount(1, { timeout: 60_000 });
  await ask.waitUntilAnswered();
  await expect(ask.answer.getByText("word3")).toBeVisible();
  await expect(ask.answer.getByRole("region", { name: "Sales by segment" })).toBeVisible();
  await expectAccessible(page);

  // A page that is opened now says the same.
  const other = new AskPage(await context.newPage());
  await other.page.goto(page.url());
  await expect(other.answer.getByText(ending)).toHaveCount(1);
  await expectAgreement(ask, other);

  const asked = provider.requests.length;
  provider.setScript(afterSalesBySegment({ text: prose, delayMs: 5 }));
  await ask.answer.getByRole("button", { name: "Continue" }).click();
  await expect(ask.answer.getByText("the end.")).toBeVisible();
  await ask.waitUntilAnswered();
  await expect(interrupted).toHaveCount(0);
  await expect(ask.answer.getByText(/numbers? (is )?verified$/)).toBeVisible();
  expect((await ask.answer.innerText()).match(/word7\b/g)).toHaveLength(1);
  // The worksheet stood already: the model was asked for the text alone.
  expect(provider.requests.length - asked).toBe(1);
  await other.page.bringToFront();
  await expect(other.answer.getByText("the end.")).toBeVisible();
  await expectAgreement(ask, other);
});

async function startAnswer(page: Page): Promise<AskPage> {
  const ask = new AskPage(page);
  await page.goto(`${server.url}/ask`);
  await ask.ask("sales by segment");
  await expect(ask.answer.getByText("word3")).toBeVisible();
  return ask;
}

const lockSchema = z.object({ pid: z.number() });

/** Kills the process that serves: the one that was started only hands over to it, and would have it end in order. */
async function crash(): Promise<void> {
  const { pid } = lockSchema.parse(JSON.parse(await readFile(join(server.dataFolder, "lock"), "utf8")));
  process.kill(pid, "SIGKILL");
  await expect.poll(() => server.process.exitCode ?? server.process.signalCode).not.toBeNull();
}

async function expectAgreement(one: AskPage, other: AskPage): Promise<void> {
  const texts = () => Promise.all([one, other].map((tab) => tab.answer.innerText()));
  await expect.poll(async () => new Set(await texts()).size).toBe(1);
}
