import { expect, expectAccessible, test } from "./support/fixtures.ts";

const paths = [
  "/",
  "/ask",
  "/workbooks",
  "/data",
  "/data/upload",
  "/profile",
  "/admin/ai-settings",
  "/admin/members",
  "/admin/account-types",
  "/admin/custom-functions",
  "/admin/general",
  "/admin/usage",
  "/admin/audit",
  "/help/ai-disclaimer",
];
const looks = [
  { width: 1440, height: 900, colorScheme: "light" },
  { width: 390, height: 844, colorScheme: "dark" },
] as const;

for (const { width, height, colorScheme } of looks)
  test(`every page is accessible and fits ${width} px, ${colorScheme}`, async ({ page }) => {
    test.slow();
    await page.setViewportSize({ width, height });
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    for (const path of paths)
      await test.step(path, async () => {
        const response = await page.goto(path);
        expect(response?.status()).toBe(200);
        await expect(page.getByRole("main")).toBeVisible();
        await expectAccessible(page);
        expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(width);
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

test("somebody who is not signed in sees nothing but the sign-in", async ({ browser, baseURL }) => {
  const stranger = await browser.newContext(baseURL === undefined ? {} : { baseURL });
  const page = await stranger.newPage();
  for (const path of paths.filter((candidate) => candidate !== "/help/ai-disclaimer")) {
    await page.goto(path);
    await expect(page).toHaveURL(/\/sign-in/);
  }
  for (const path of ["/api/sources", "/api/threads", "/api/session"])
    expect((await stranger.request.get(path)).status()).toBe(401);
  await stranger.close();
});
