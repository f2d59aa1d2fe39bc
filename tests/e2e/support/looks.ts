import type { Page } from "@playwright/test";
import { expect, expectAccessible } from "./fixtures.ts";

/** What depends on width and colours is looked at in both, the other rules of axe once: they take most of the time. */
const looks = [
  {
    width: 390,
    height: 844,
    colorScheme: "dark",
    rules: ["color-contrast", "scrollable-region-focusable", "target-size"],
  },
  { width: 1440, height: 900, colorScheme: "light", rules: undefined },
] as const;

/** The page has one heading and its title, fits, and is accessible: on a phone in the dark, and on a desk in the light. */
export async function expectEveryLook(page: Page): Promise<void> {
  await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
  await expect(page).toHaveTitle(/.+ · Askbook$/);
  for (const { width, height, colorScheme, rules } of looks) {
    await page.setViewportSize({ width, height });
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await untilDrawn(page);
    const look = `${page.url()} at ${width} px, ${colorScheme}`;
    await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth), look).toBeLessThanOrEqual(width);
    // Cells of a table take the colours of another theme some frames later than their text.
    await expect(() => expectAccessible(page, rules)).toPass({ timeout: 30_000 });
  }
}

/** Colours of the former theme stand until the frame after the next. */
async function untilDrawn(page: Page): Promise<void> {
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
}

/** Nothing that is read or pressed stands beyond the edge of the page, but in what scrolls sideways by itself. */
export async function expectNothingCut(page: Page): Promise<void> {
  await expect
    .poll(() =>
      page.evaluate(() => {
        const scrolls = (element: Element | null): boolean =>
          element !== null &&
          (["auto", "scroll"].includes(getComputedStyle(element).overflowX) || scrolls(element.parentElement));
        return [...document.querySelectorAll("main :is(button, a, input, textarea, select, h1, h2, h3, p, li, canvas)")]
          .filter((element) => element.checkVisibility() && !scrolls(element))
          .filter((element) => {
            const { left, right, width } = element.getBoundingClientRect();
            return width > 1 && (left < -0.5 || right > document.documentElement.clientWidth + 0.5);
          })
          .map((element) => element.outerHTML.slice(0, 120));
      }),
    )
    .toEqual([]);
}
