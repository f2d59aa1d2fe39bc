import AxeBuilder from "@axe-core/playwright";
import { type BrowserContext, test as base, expect, type Page } from "@playwright/test";

export { expect };

/** `page` is signed in as the admin of the shared server. Every test fails on a CSP violation or an uncaught error of the page. */
export const test = base.extend<{ readonly watched: undefined }>({
  context: async ({ context, baseURL }, use) => {
    await addSession(context, baseURL ?? "", process.env["ASKBOOK_E2E_COOKIE"] ?? "");
    await use(context);
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

/** No finding that axe calls serious or critical. */
export async function expectAccessible(page: Page): Promise<void> {
  // Next streams the title after the page.
  await expect(page).toHaveTitle(/./);
  const { violations } = await new AxeBuilder({ page }).analyze();
  const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
  expect(serious.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" | ")}`)).toEqual([]);
}
