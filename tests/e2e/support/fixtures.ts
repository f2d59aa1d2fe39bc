import AxeBuilder from "@axe-core/playwright";
import { type BrowserContext, test as base, expect, type Page } from "@playwright/test";
import { admin, signIn } from "./api.ts";
import { restoreSharedServer } from "./restore.ts";

export { expect };

type Fixtures = {
  /** Somebody at another computer, who is not signed in. */
  readonly stranger: Page;
  readonly watched: undefined;
};

type WorkerFixtures = {
  /** The shared server's settings are as at first, whatever a test before this worker left behind. */
  readonly restored: undefined;
};

/**
 * `page` is signed in as the admin of the shared server, a moment ago: what asks for a recent sign-in does not ask here.
 * Every test fails on a CSP violation or an uncaught error of its pages.
 */
export const test = base.extend<Fixtures, WorkerFixtures>({
  restored: [
    async ({ browser }, use, { workerIndex }) => {
      // Playwright goes on in a new worker after every test that failed.
      if (workerIndex > 0) await restoreSharedServer(browser);
      await use(undefined);
    },
    { scope: "worker", auto: true },
  ],
  context: async ({ context, baseURL }, use) => {
    const url = baseURL ?? "";
    await addSession(context, url, await signIn(url, admin.email, admin.password));
    await use(context);
  },
  stranger: async ({ browser, baseURL }, use) => {
    const context = await browser.newContext({ baseURL: baseURL ?? "" });
    const page = await context.newPage();
    const problems = watch(page);
    await use(page);
    expect(problems).toEqual([]);
    await context.close();
  },
  watched: [
    async ({ page }, use) => {
      const problems = watch(page);
      await use(undefined);
      expect(problems).toEqual([]);
    },
    { auto: true },
  ],
});

export async function addSession(context: BrowserContext, url: string, cookie: string): Promise<void> {
  const [name = "", ...value] = cookie.split("=");
  await context.addCookies([{ name, value: value.join("="), url, httpOnly: true, sameSite: "Lax" }]);
}

function watch(page: Page): string[] {
  const problems: string[] = [];
  page.on("pageerror", (error) => problems.push(`uncaught: ${error.message}`));
  page.on("console", (message) => {
    if (/content security policy/i.test(message.text())) problems.push(message.text());
  });
  return problems;
}

/** No finding that axe calls serious or critical, of all its rules or of those named, once nothing is dimmed because new rows are awaited. */
export async function expectAccessible(page: Page, rules?: readonly string[]): Promise<void> {
  await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
  // No page has frames: axe need not go through each of them, nor gather the results on a page of its own, which takes as long again.
  const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ["violations"] });
  const { violations } = await (rules === undefined ? axe : axe.withRules([...rules])).analyze();
  const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
  expect(serious.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" | ")}`)).toEqual([]);
}
