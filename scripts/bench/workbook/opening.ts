import type { Page } from "@playwright/test";
import { withLiveValues } from "#lib/workbook/live-text";
import { partOf } from "#lib/workbook/part-of";
import type { WorkbookDocument } from "#lib/workbook/workbook";
import type { View } from "#lib/worksheet/worksheet";
import { expectOk, postJson } from "#tests/e2e/support/api";
import { compareInTurn, type Measurement, timed } from "../rounds.ts";
import type { Product } from "../with-product.ts";
import type { OpenPage } from "./browser.ts";
import { counts, thirtyElements } from "./thirty-elements.ts";
import { createWorkbook, findOrders } from "./workbooks.ts";

/** High enough that all elements are in sight: others would not be asked for. */
const wall = { width: 1440, height: 2_400 };
const rounds = 4;

/** From going to a workbook of 30 elements to all of them drawn and the page idle. */
export async function measureOpening(product: Product, openPage: OpenPage): Promise<readonly Measurement[]> {
  const page = await openPage(wall);
  const orders = await findOrders(product);
  let edition = 0;
  const makeNext = async () => {
    edition += 1;
    const document = thirtyElements(orders, edition);
    return { document, id: await createWorkbook(product, `Thirty ${edition}`, document) };
  };
  const queries = {
    name: "its queries, one after another by HTTP",
    run: async () => {
      const { id, document } = await makeNext();
      return timed(() => runAll(product, id, document));
    },
  };
  const first = await compareInTurn("30 elements, first opening", rounds, queries, async () =>
    open(page, (await makeNext()).id, isDrawn),
  );
  const known = await makeNext();
  const emptyId = await createWorkbook(product, "Empty", null);
  const empty = { name: "an empty workbook", run: () => open(page, emptyId, isEmptyThere) };
  const again = await compareInTurn("30 elements, opened again", rounds, empty, () => open(page, known.id, isDrawn));
  await page.close();
  return [first, again];
}

/** What the page asks for, as it asks. */
async function runAll({ url, cookie }: Product, workbookId: string, document: WorkbookDocument): Promise<void> {
  const whole = withLiveValues(document);
  for (const view of viewsOf(document)) {
    const body = { stage: "draft", view, document: partOf(whole, view.worksheetId) };
    const answer = await expectOk(await postJson(url, `/api/workbooks/${workbookId}/results`, body, cookie));
    await answer.json();
  }
}

function viewsOf(document: WorkbookDocument): readonly View[] {
  return Object.values(document.elements).flatMap((element): View[] => {
    if (element.kind === "chart") return [element.chart.view];
    if (element.kind !== "table") return [];
    return [{ worksheetId: element.worksheetId, level: "groups", columns: element.columns }];
  });
}

type Condition = (wanted: typeof counts) => boolean;

/** Milliseconds from the beginning of the navigation, as the page counts them. */
async function open(page: Page, workbookId: string, condition: Condition): Promise<number> {
  await page.goto(`/workbooks/${workbookId}?stage=draft`, { waitUntil: "commit" });
  await page.waitForFunction(condition, counts, { polling: "raf", timeout: 120_000 });
  return page.evaluate(
    () => new Promise<number>((resolve) => requestIdleCallback(() => resolve(performance.now()), { timeout: 10_000 })),
  );
}

function isDrawn(wanted: typeof counts): boolean {
  const count = (selector: string) => document.querySelectorAll(`[data-element] ${selector}`).length;
  const tables = [...document.querySelectorAll("[data-element] :is([role=grid], [role=treegrid])")];
  return (
    document.querySelectorAll("[data-element]").length === wanted.all &&
    count("[role=application]:not([aria-busy]) canvas") >= wanted.charts &&
    count("figure dl dd") >= wanted.numbers &&
    tables.filter((table) => table.querySelector("tbody [role=gridcell]:not(:empty)") !== null).length ===
      wanted.tables &&
    document.querySelector("[data-element='text']")?.textContent.includes("…") === false
  );
}

function isEmptyThere(): boolean {
  const add = [...document.querySelectorAll("button:enabled")].find(({ textContent }) => textContent.trim() === "Add");
  return add !== undefined;
}
