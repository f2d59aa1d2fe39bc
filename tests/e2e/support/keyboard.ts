import { expect, type Locator, type Page } from "@playwright/test";

/** Reaches an element by Tab alone, as somebody without a pointer does; backwards with Shift. Fails after so many presses. */
export async function tabTo(page: Page, target: Locator, key: "Tab" | "Shift+Tab" = "Tab", most = 60): Promise<void> {
  const isReached = () => target.evaluate((element) => element === document.activeElement);
  for (let presses = 0; presses < most && !(await isReached()); presses += 1) await page.keyboard.press(key);
  await expect(target).toBeFocused();
}

/** What has the focus while something else stands before its middle; null: it is in sight. */
export function findObscuredFocus(page: Page): Promise<string | null> {
  return page.evaluate(() => {
    const focused = document.activeElement ?? document.body;
    const { x, y, width, height } = focused.getBoundingClientRect();
    const front = document.elementFromPoint(x + width / 2, y + height / 2);
    const isInSight = front !== null && (focused.contains(front) || front.contains(focused));
    return isInSight ? null : focused.outerHTML.slice(0, 120);
  });
}
