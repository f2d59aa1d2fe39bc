import { setTimeout as sleep } from "node:timers/promises";
import type { JSHandle, Page } from "@playwright/test";
import type { WorkbookDocument } from "#lib/workbook/workbook";
import type { Worksheet } from "#lib/worksheet/worksheet";
import { FormulaBar } from "#tests/e2e/pages/formula-bar";
import { uploadCsv } from "#tests/e2e/support/api";
import { createRandom } from "#tests/support/random";
import type { Measurement } from "../rounds.ts";
import type { Product } from "../with-product.ts";
import { type Inspector, inspect, type OpenPage } from "./browser.ts";
import { createWorkbook } from "./workbooks.ts";

const columnCount = 200;
/** A frame: nothing that the page draws about a key may take longer. */
const mostWork = 16;
/** What the editor waits for another key before it checks. */
const pause = 220;
/** Milliseconds after a key at which the character is drawn and completions are still to come, and at which these are drawn too. */
const betweenPieces = [30, 190];
/** The list of completions is drawn in one frame and put to its place in the next. */
const drawnPieces = [
  { piece: "drawing a key", frames: 1 },
  { piece: "its completions", frames: 2 },
  { piece: "its diagnostics", frames: 1 },
];
const rounds = 5;
const names = Array.from({ length: columnCount }, (_, index) => `Measure ${index + 1} of group ${(index % 9) + 1}`);
/** The name of no column, though near to many. */
const typed = "MesureOfTheGroupByRegionAndPlaceAndMonth";

/** `pieces`: milliseconds of work for the character, for its completions and for its diagnostics, each of which is drawn by itself. */
type Press = { readonly pieces: readonly number[]; readonly latency: number };

/**
 * Keys pressed in the formula bar over a table of 200 columns, within a name that all of them are compared with, until the diagnostics of
 * each stand there; against a plain text area on the same page. A key is answered in three frames, since completions wait for 40 ms and
 * diagnostics for the pause: each has a limit of its own.
 */
export async function measureKeystrokes(product: Product, openPage: OpenPage): Promise<readonly Measurement[]> {
  const page = await openPage();
  const bar = await openBar(page, product);
  const inspector = await inspect(page);
  const [ours, plain]: [Press[], Press[]] = [[], []];
  const longest: number[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const plainPresses = await typePlainly(page, inspector);
    const watched = await watchLongTasks(page);
    await bar.editor.click();
    await page.keyboard.press("ControlOrMeta+a");
    await page.keyboard.type("Sum([");
    const presses = await pressAll(page, inspector, untilDiagnosed);
    if (round === 0) continue;
    plain.push(...plainPresses);
    ours.push(...presses);
    longest.push(...(await watched.jsonValue()));
  }
  await page.close();
  const blocked = longest.length === 0 ? "no task above 50 ms" : `longest task ${Math.round(Math.max(...longest))} ms`;
  const pieceAt = (presses: readonly Press[], index: number) => presses.map(({ pieces }) => pieces[index] ?? 0);
  return [
    ...drawnPieces.map(({ piece, frames }, index) => ({
      name: `work for ${piece}, ${columnCount} columns`,
      baseline: { name: "a plain text area, its key", milliseconds: pieceAt(plain, 0) },
      ours: pieceAt(ours, index),
      mostOverheadP99: frames * mostWork,
      ...(index === 0 ? { remark: blocked } : {}),
    })),
    {
      name: "key to diagnostics in sight",
      baseline: { name: `the pause of ${pause} ms alone`, milliseconds: plain.map(({ latency }) => latency) },
      ours: ours.map(({ latency }) => latency),
    },
  ];
}

/** The formula of a column of a table of all columns. */
async function openBar(page: Page, product: Product): Promise<FormulaBar> {
  const document = documentOf(await uploadWideTable(product));
  const id = await createWorkbook(product, "Wide", document);
  await page.goto(`/workbooks/${id}?stage=draft`);
  await page.locator("tbody [role=gridcell]:not(:empty)").first().click();
  const bar = new FormulaBar(page);
  await bar.editor.waitFor();
  return bar;
}

function documentOf(sourceId: string): WorkbookDocument {
  const worksheet: Worksheet = {
    version: 1,
    name: "Measures",
    source: { sourceId },
    columns: names.map((name, index) => ({ id: `column-${index}`, name, formula: `[${name}]` })),
    groupings: [],
    summaries: [],
    filters: [],
    sort: [],
    limit: null,
  };
  const columns = worksheet.columns.map(({ id }) => id);
  return {
    worksheets: { measures: worksheet },
    controls: [],
    elements: {
      table: { kind: "table", id: "table", worksheetId: "measures", columns, frozen: 0, widths: {}, collapsed: [] },
    },
    pages: [{ id: "page", name: "Page", layout: [{ elementId: "table", x: 0, y: 0, width: 24, height: 12 }] }],
  };
}

/** Gives the id of a source with 200 columns of numbers. */
async function uploadWideTable({ url, cookie }: Product): Promise<string> {
  process.env["ASKBOOK_E2E_COOKIE"] = cookie;
  const random = createRandom(7);
  const rows = Array.from({ length: 50 }, () => names.map(() => random.integer(0, 10_000)).join(","));
  return uploadCsv(url, "wide.csv", [names.join(","), ...rows].join("\n"));
}

/** What stands in the page from before a key on: how many milliseconds later what is waited for was there and painted. */
type Waiting = JSHandle<{ readonly done: Promise<number> }>;
type Wait = (page: Page, written: string) => Promise<Waiting>;

async function pressAll(page: Page, { mainThread }: Inspector, wait: Wait): Promise<Press[]> {
  const presses: Press[] = [];
  let written = "";
  for (const key of typed) {
    written += key;
    const waiting = await wait(page, written);
    const marks = [await mainThread()];
    const pressedAt = performance.now();
    await page.keyboard.press(key);
    for (const moment of betweenPieces) {
      await sleep(Math.max(0, pressedAt + moment - performance.now()));
      marks.push(await mainThread());
    }
    const latency = await waiting.evaluate(({ done }) => done);
    marks.push(await mainThread());
    presses.push({ pieces: marks.slice(1).map((mark, index) => mark - (marks[index] ?? mark)), latency });
  }
  return presses;
}

/** For the diagnostics that name what was written. */
function untilDiagnosed(page: Page, written: string): Promise<Waiting> {
  return page.evaluateHandle(
    (wanted) => ({
      done: new Promise<number>((resolve) => {
        let pressedAt = 0;
        addEventListener("keydown", () => (pressedAt = performance.now()), { capture: true, once: true });
        const bar = document.querySelector('section[aria-label="Formula bar"]') ?? document.body;
        const observer = new MutationObserver(() => {
          const problems = bar.querySelector('[aria-label="Problems of the formula"]');
          if (problems?.textContent.includes(`[${wanted}]`) !== true) return;
          observer.disconnect();
          const latency = performance.now() - pressedAt;
          requestAnimationFrame(() => setTimeout(() => resolve(latency)));
        });
        observer.observe(bar, { childList: true, characterData: true, subtree: true });
      }),
    }),
    written,
  );
}

async function typePlainly(page: Page, inspector: Inspector): Promise<Press[]> {
  const area = await page.evaluateHandle(() => {
    const made = document.createElement("textarea");
    made.style.cssText = "position: fixed; inset: 0 auto auto 0; width: 600px; height: 62px; z-index: 1000";
    document.body.append(made);
    made.focus();
    return made;
  });
  const presses = await pressAll(page, inspector, untilPauseIsOver);
  await area.evaluate((made) => made.remove());
  return presses;
}

function untilPauseIsOver(page: Page): Promise<Waiting> {
  return page.evaluateHandle(
    (milliseconds) => ({
      done: new Promise<number>((resolve) => {
        const begin = () => {
          const pressedAt = performance.now();
          setTimeout(() => {
            const latency = performance.now() - pressedAt;
            requestAnimationFrame(() => setTimeout(() => resolve(latency)));
          }, milliseconds);
        };
        addEventListener("keydown", begin, { capture: true, once: true });
      }),
    }),
    pause,
  );
}

/** Lengths of the tasks that kept the page from answering for more than 50 ms, as they happen. */
function watchLongTasks(page: Page) {
  return page.evaluateHandle(() => {
    const durations: number[] = [];
    const observer = new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) durations.push(duration);
    });
    observer.observe({ type: "longtask" });
    return durations;
  });
}
