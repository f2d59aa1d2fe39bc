import { randomBytes } from "node:crypto";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Cluster, startCluster } from "#scripts/postgres/cluster";
import { startOpenAiCompatibleServer } from "../wire/openai-compatible-server.ts";
import type { WireServer } from "../wire/wire-server.ts";
import { AiSettingsPage } from "./pages/ai-settings-page.ts";
import { AskPage } from "./pages/ask-page.ts";
import { MembersPage } from "./pages/members-page.ts";
import { cookieOf, expectOk, postJson, setUp } from "./support/api.ts";
import { addSession, expect, test } from "./support/fixtures.ts";
import { afterSalesBySegment } from "./support/scripted-answers.ts";
import { type RunningServer, startServer } from "./support/server.ts";

/** Two servers, as on two machines that share a database and a data folder. */

const apiKey = "sk-canary-two-instances-08c3";
let folder: string;
let cluster: Cluster;
let provider: WireServer;
let one: RunningServer;
let other: RunningServer;
let adminCookie: string;

test.beforeAll(async () => {
  test.setTimeout(300_000);
  folder = await mkdtemp(join(tmpdir(), "askbook-two-"));
  await chmod(folder, 0o711);
  cluster = await startCluster({
    folder: join(folder, "postgres"),
    password: randomBytes(16).toString("hex"),
    settings: ["fsync=off"],
  });
  const environment = { DATABASE_URL: cluster.urlOf("postgres"), ASKBOOK_SAMPLE_ROWS: "1000" };
  provider = await startOpenAiCompatibleServer({ apiKey });
  one = await startServer({ dataFolder: join(folder, "data"), environment });
  other = await startServer({ dataFolder: join(folder, "data"), environment });
  adminCookie = await setUp(one.url);
});

test.afterAll(async () => {
  await Promise.all([one.stop(), other.stop(), provider.close()]);
  await cluster.stop();
  await rm(folder, { recursive: true, force: true });
});

const permissionsAt = async (server: RunningServer, cookie: string): Promise<unknown> => {
  const response = await fetch(`${server.url}/api/session`, { headers: { cookie } });
  return response.ok ? (await response.json()).permissions : response.status;
};

test("a provider's removal on one server is in force on the other, in open tabs and running answers", async ({
  browser,
}) => {
  test.setTimeout(120_000);
  const context = await browser.newContext();
  // A browser sends the cookie to all ports of a host: both servers take it.
  await addSession(context, one.url, adminCookie);
  const settingsPage = await context.newPage();
  const settings = new AiSettingsPage(settingsPage);
  await settings.serveFrom({ baseUrl: provider.url, apiKey, chatModel: "scripted" }, one.url);

  // The other server opens what the first one sealed.
  const askPage = await context.newPage();
  const ask = new AskPage(askPage);
  await askPage.goto(`${other.url}/ask`);
  const words = Array.from({ length: 300 }, (_, index) => `word${index}`).join(" ");
  provider.setScript(afterSalesBySegment({ text: words, delayMs: 100 }));
  await ask.ask("sales by segment");
  await expect(ask.answer.getByText("word3")).toBeVisible();

  // An answer that one server makes is told by the other from its beginning, while it is made.
  const resumedPage = await context.newPage();
  const resumed = new AskPage(resumedPage);
  await resumedPage.goto(askPage.url().replace(other.url, one.url));
  await expect(resumed.answer.getByText("word3")).toBeVisible();
  await expect(resumed.answer).toHaveAttribute("aria-busy", "true");

  const openPage = await context.newPage();
  await openPage.goto(`${other.url}/data`);
  const link = openPage.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Ask" });
  await expect(link).toBeVisible();

  await settingsPage.bringToFront();
  await settings.remove();
  await expect(settingsPage.getByText("The provider was removed.")).toBeVisible();
  await askPage.bringToFront();
  await expect(
    ask.answer.getByText(/An admin removed the AI provider while this answer was written/).first(),
  ).toBeVisible();
  await resumedPage.bringToFront();
  await expect(resumed.answer.getByText(/An admin removed the AI provider while this answer was written/)).toHaveCount(
    1,
  );

  // Changed on one, it is changed on the other.
  await resumed.openSteps();
  await resumed.card(/^Limit All rows/).click();
  await resumedPage.getByRole("textbox", { name: "Rows at most" }).fill("2");
  await resumedPage.keyboard.press("Enter");
  await resumed.waitForVersion(2, 2);
  await askPage.bringToFront();
  await askPage.reload();
  await ask.waitForVersion(2, 2);
  await expect(ask.answer.getByText(/· 2 rows ·/)).toBeVisible();
  await openPage.bringToFront();
  await expect(link).toBeHidden();
  const refused = await postJson(other.url, "/api/runs", { kind: "ask", question: "sales" }, adminCookie);
  expect([refused.status, (await refused.json()).error.code]).toEqual([409, "ai_not_configured"]);
  await context.close();
});

test("an account type, a deactivation and a sign-out on one server hold on the other at the next request", async ({
  browser,
}) => {
  const context = await browser.newContext();
  await addSession(context, one.url, adminCookie);
  const page = await context.newPage();
  const members = new MembersPage(page);
  await page.goto(`${one.url}/admin/members`);
  const link = await members.invite("grace@example.com", "Analyze");
  const token = new URL(link, one.url);
  const accepted = await acceptInvitation(token);
  expect(await permissionsAt(one, accepted)).toContain("exploreFull");
  expect(await permissionsAt(other, accepted)).toContain("exploreFull");

  await page.reload();
  await members.changeAccountType("Grace Hopper", "View");
  await expect.poll(() => permissionsAt(other, accepted)).not.toContain("exploreFull");

  await page.goto(`${other.url}/admin/members`);
  await members.choose("Grace Hopper", "Deactivate");
  await page.getByRole("dialog").getByRole("button", { name: "Deactivate" }).click();
  await expect.poll(() => permissionsAt(one, accepted)).toBe(401);
  expect(await permissionsAt(other, accepted)).toBe(401);

  await expectOk(await postJson(one.url, "/api/sign-out", {}, adminCookie));
  expect(await permissionsAt(other, adminCookie)).toBe(401);
  await context.close();
});

async function acceptInvitation(link: URL): Promise<string> {
  const token = link.pathname.split("/").at(-1) ?? link.searchParams.get("token") ?? "";
  const body = { token, name: "Grace Hopper", password: "a long enough password" };
  return cookieOf(await expectOk(await postJson(one.url, "/api/invitation", body)));
}
