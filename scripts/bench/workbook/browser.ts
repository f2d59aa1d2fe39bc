import { type BrowserContext, type CDPSession, chromium, type Page } from "@playwright/test";
import { addSession } from "#tests/e2e/support/fixtures";
import { installChromium } from "../../chromium.ts";
import type { Product } from "../with-product.ts";

type Size = { readonly width: number; readonly height: number };

export type OpenPage = (size?: Size) => Promise<Page>;

const desk: Size = { width: 1440, height: 900 };

/** A Chromium that is signed in at the product; its pages share what was fetched once. */
export async function withBrowser<Result>(
  { url, cookie }: Product,
  work: (openPage: OpenPage) => Promise<Result>,
): Promise<Result> {
  const executablePath = installChromium();
  const browser = await chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--no-first-run"],
  });
  try {
    const context: BrowserContext = await browser.newContext({ baseURL: url });
    await addSession(context, url, cookie);
    return await work(async (size = desk) => {
      const page = await context.newPage();
      await page.setViewportSize(size);
      return page;
    });
  } finally {
    await browser.close();
  }
}

/** What Chromium itself says of a page. */
export type Inspector = {
  readonly session: CDPSession;
  /** Milliseconds of processor time that the main thread has taken so far, whatever else the machine did. */
  readonly mainThread: () => Promise<number>;
};

export async function inspect(page: Page): Promise<Inspector> {
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  const mainThread = async (): Promise<number> => {
    const { metrics } = await session.send("Performance.getMetrics");
    const seconds = metrics.find(({ name }) => name === "TaskDuration")?.value;
    if (seconds === undefined) throw new Error("Chromium does not say how long its main thread worked.");
    return seconds * 1000;
  };
  return { session, mainThread };
}
