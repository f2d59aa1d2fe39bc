import type { Page } from "@playwright/test";

/** Every text that a polite or urgent live region of the page has held since, in order: what a screen reader was told. */
export async function listenForAnnouncements(page: Page): Promise<() => Promise<string[]>> {
  const heard = await page.evaluateHandle(() => {
    const texts: string[] = [];
    const regions = "[role=status], [role=alert], [aria-live]";
    new MutationObserver((records) => {
      for (const { target, addedNodes } of records) {
        const changed = target instanceof Element ? target : target.parentElement;
        const added = [...addedNodes].flatMap((node) =>
          node instanceof Element ? [...(node.matches(regions) ? [node] : []), ...node.querySelectorAll(regions)] : [],
        );
        for (const region of [changed?.closest(regions) ?? null, ...added]) {
          const text = region?.textContent.trim() ?? "";
          if (text !== "" && text !== texts.at(-1)) texts.push(text);
        }
      }
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
    return texts;
  });
  return () => heard.evaluate((texts) => [...texts]);
}
