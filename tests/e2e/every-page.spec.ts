import type { Page } from "@playwright/test";
import { z } from "zod";
import { MembersPage } from "./pages/members-page.ts";
import { admin, expectOk, postJson } from "./support/api.ts";
import { expect, expectAccessible, test } from "./support/fixtures.ts";
import { expectEveryLook } from "./support/looks.ts";

const workspace = ["/", "/ask", "/workbooks", "/data", "/data/upload", "/profile", "/help", "/help/formulas"];
const administration = [
  "/admin/ai-settings",
  "/admin/members",
  "/admin/account-types",
  "/admin/custom-functions",
  "/admin/general",
  "/admin/usage",
  "/admin/audit",
];

test("every page is accessible and fits, on a phone in the dark and on a desk in the light", async ({
  page,
  baseURL,
}) => {
  test.setTimeout(300_000);
  const things = await pathsOfThings(baseURL ?? "");
  for (const path of [...workspace, "/help/ai-disclaimer", ...things]) await expectFinished(page, path);
});

test("every page of Administration is, too", async ({ page }) => {
  test.setTimeout(300_000);
  for (const path of administration) await expectFinished(page, path);
});

async function expectFinished(page: Page, path: string): Promise<void> {
  await test.step(path, async () => {
    const response = await page.goto(path);
    expect(response?.status()).toBe(200);
    if (path === "/help/formulas") await showFewFunctions(page);
    await expectEveryLook(page);
  });
}

test("the pages before the sign-in are accessible and fit", async ({ page, stranger }) => {
  test.slow();
  const members = new MembersPage(page);
  await members.open();
  const invitation = await members.invite("a.rather.long.address.of.somebody@subsidiary.example.com", "View");
  await members.choose(admin.name, "Make password link…");
  await page.getByRole("dialog").getByRole("button", { name: "Make link" }).click();
  const reset = await members.takeLink(`Password link for ${admin.email}`);
  for (const path of ["/sign-in", invitation, reset, `${invitation}x`])
    await test.step(path, async () => {
      await stranger.goto(path);
      await expectEveryLook(stranger);
    });
});

test("a page that is not there says so", async ({ page }) => {
  for (const path of [
    "/nothing-here",
    "/data/not-an-id",
    "/ask/not-an-id",
    "/data/00000000-0000-4000-8000-000000000000",
  ]) {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 }), path).toContainText(/not|no /i);
    await expectAccessible(page);
  }
});

test("somebody who is not signed in sees nothing but the sign-in", async ({ stranger }) => {
  for (const path of [...workspace, ...administration]) {
    await stranger.goto(path);
    await expect(stranger).toHaveURL(/\/sign-in/);
  }
  for (const path of ["/api/sources", "/api/threads", "/api/session"])
    expect((await stranger.request.get(path)).status()).toBe(401);
});

/** A source, an answered question, and what an admin sees of it. */
async function pathsOfThings(url: string): Promise<string[]> {
  const cookie = process.env["ASKBOOK_E2E_COOKIE"] ?? "";
  const read = async (path: string): Promise<unknown> =>
    (await expectOk(await fetch(`${url}${path}`, { headers: { cookie } }))).json();
  const { sources } = z
    .object({ sources: z.array(z.object({ id: z.string() })).min(1) })
    .parse(await read("/api/sources"));
  const asked = await expectOk(await postJson(url, "/api/runs", { kind: "ask", question: "sales by region" }, cookie));
  const { runId, threadId } = z.object({ runId: z.string(), threadId: z.string() }).parse(await asked.json());
  await expect.poll(() => read(`/api/runs/${runId}`)).toMatchObject({ status: "done" });
  return [`/data/${sources[0]?.id}`, `/ask/${threadId}`, `/admin/usage/questions/${runId}`];
}

/** All functions at once are more than axe looks through in the time of a test. */
async function showFewFunctions(page: Page): Promise<void> {
  await page.getByRole("searchbox", { name: "Search functions" }).fill("lookup");
  await expect(page.getByRole("article")).not.toHaveCount(0);
}
