import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import type { Page } from "@playwright/test";
import type { WorkbookDocument } from "#lib/workbook/workbook";
import { createRandom } from "#tests/support/random";
import { compareInTurn, type Measurement, timed } from "../rounds.ts";
import type { Product } from "../with-product.ts";
import { type Inspector, inspect, type OpenPage } from "./browser.ts";
import { createWorkbook, findOrders } from "./workbooks.ts";

const columns = ["Order Id", "Order Date", "Channel", "Quantity", "Sales", "Profit", "Returned"];
const byHand = "SELECT order_id, order_date, channel, quantity, sales, profit, returned FROM order_lines";
const rowsInSight = 200;
const wheel = { distance: 9_000, pixelsPerSecond: 3_000 };
const gestures = 4;
const jumps = 15;
const frame = 1000 / 60;
/** Frames may take this much longer than those of an empty page. */
const mostOverEmpty = 1.5;

type Glide = { readonly frames: readonly number[]; readonly workPerFrame: number };

/** A table of so many rows under the wheel and at places jumped to. */
export async function measureScrolling(
  product: Product,
  openPage: OpenPage,
  rows: number,
): Promise<readonly Measurement[]> {
  const page = await openPage();
  await openTable(page, product, rows);
  const empty = await openPage();
  await empty.setContent(`<div style="height: 700px; overflow: auto"><div style="height: 8000000px"></div></div>`);
  const glides = await glideInTurn(empty, page);
  const named = `${rows.toLocaleString("en")} rows`;
  const jumped = await measureJumps(page, product, rows, `rows after a jump, ${named}`);
  await Promise.all([page.close(), empty.close()]);
  return [...describeGlides(glides, named), jumped];
}

type Glides = { readonly ours: readonly Glide[]; readonly empty: readonly Glide[] };

function describeGlides({ ours, empty }: Glides, named: string): readonly Measurement[] {
  const framesOf = (glides: readonly Glide[]) => glides.flatMap(({ frames }) => frames);
  const late = (glides: readonly Glide[]) => {
    const frames = framesOf(glides);
    return `${frames.filter((duration) => duration > frame * 1.5).length} of ${frames.length}`;
  };
  return [
    {
      name: `frame under the wheel, ${named}`,
      baseline: { name: "an empty scrolling page", milliseconds: framesOf(empty) },
      ours: framesOf(ours),
      most: mostOverEmpty,
      remark: `late frames ${late(ours)}, empty ${late(empty)}`,
    },
    {
      name: `work for each frame, ${named}`,
      baseline: { name: "an empty scrolling page", milliseconds: empty.map(({ workPerFrame }) => workPerFrame) },
      ours: ours.map(({ workPerFrame }) => workPerFrame),
    },
  ];
}

async function glideInTurn(empty: Page, table: Page): Promise<Glides> {
  const [emptyInspector, tableInspector] = [await inspect(empty), await inspect(table)];
  const glides: { ours: Glide[]; empty: Glide[] } = { ours: [], empty: [] };
  for (let round = 0; round <= gestures; round += 1) {
    await empty.bringToFront();
    const without = await glide(empty, emptyInspector);
    await table.bringToFront();
    const ours = await glide(table, tableInspector);
    if (round === 0) continue;
    glides.empty.push(without);
    glides.ours.push(ours);
  }
  return glides;
}

/** Turns the wheel downwards, and tells the time between the frames of it. */
async function glide(page: Page, { session, mainThread }: Inspector): Promise<Glide> {
  const recorder = await page.evaluateHandle(() => {
    const times: number[] = [];
    const record = { times, isStopped: false };
    const tick = (time: number) => {
      record.times.push(time);
      if (!record.isStopped) requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
    return record;
  });
  const before = await mainThread();
  await session.send("Input.synthesizeScrollGesture", {
    x: 500,
    y: 500,
    yDistance: -wheel.distance,
    speed: wheel.pixelsPerSecond,
    gestureSourceType: "mouse",
  });
  const work = (await mainThread()) - before;
  const times = await recorder.evaluate((record) => {
    record.isStopped = true;
    return record.times;
  });
  const frames = times.slice(1).map((time, index) => time - (times[index] ?? time));
  return { frames, workPerFrame: work / Math.max(1, frames.length) };
}

async function openTable(page: Page, product: Product, rows: number): Promise<void> {
  const id = await createWorkbook(product, "Order lines", documentOf(await findOrders(product)));
  await page.goto(`/workbooks/${id}?stage=draft`);
  await page.waitForFunction(
    (least) => Number(document.querySelector("[role=grid]")?.getAttribute("aria-rowcount")) > least,
    rows,
    { timeout: 120_000 },
  );
}

function documentOf(sourceId: string): WorkbookDocument {
  const ids = columns.map((name) => name.toLowerCase().replaceAll(" ", "-"));
  return {
    worksheets: {
      lines: {
        version: 1,
        name: "Order lines",
        source: { sourceId },
        columns: columns.map((name, index) => ({ id: ids[index] ?? name, name, formula: `[${name}]` })),
        groupings: [],
        summaries: [],
        filters: [],
        sort: [],
        limit: null,
      },
    },
    controls: [],
    elements: {
      table: { kind: "table", id: "table", worksheetId: "lines", columns: ids, frozen: 1, widths: {}, collapsed: [] },
    },
    pages: [{ id: "page", name: "Rows", layout: [{ elementId: "table", x: 0, y: 0, width: 24, height: 16 }] }],
  };
}

/** From a place among the rows to all cells in sight, against the same rows from a raw DuckDB. */
async function measureJumps(page: Page, { dataFolder }: Product, rows: number, name: string): Promise<Measurement> {
  const random = createRandom(7);
  const places = Array.from({ length: jumps + 1 }, () => random.integer(0, rows - rowsInSight));
  const [raw, ours] = [places.values(), places.values()];
  const next = (values: Iterator<number>): number => values.next().value ?? 0;
  const query = await openRaw(dataFolder);
  const baseline = {
    name: "the same rows, raw DuckDB",
    run: () => timed(() => query(`${byHand} LIMIT ${rowsInSight} OFFSET ${next(raw)}`)),
  };
  return compareInTurn(name, jumps, baseline, () => jump(page, next(ours) / rows));
}

function jump(page: Page, share: number): Promise<number> {
  return page.evaluate(
    (place) =>
      new Promise<number>((resolve, reject) => {
        const grid = document.querySelector("[role=grid]");
        const box = grid?.parentElement;
        if (grid == null || box == null) return reject(new Error("There is no table."));
        const first = () => grid.querySelector("tbody [aria-rowindex]")?.getAttribute("aria-rowindex");
        const [before, startedAt] = [first(), performance.now()];
        box.scrollTop = place * (box.scrollHeight - box.clientHeight);
        const look = () => {
          const cells = [...grid.querySelectorAll("tbody [role=gridcell]")];
          const isThere = first() !== before && cells.every(({ textContent }) => textContent !== "");
          if (isThere) resolve(performance.now() - startedAt);
          else if (performance.now() - startedAt > 60_000) reject(new Error("The rows did not come."));
          else requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
      }),
    share,
  );
}

/** The sample's tables as the server stores them. */
async function openRaw(dataFolder: string): Promise<(sql: string) => Promise<unknown>> {
  const files = await readdir(join(dataFolder, "sources"), { recursive: true });
  const connection = await (await DuckDBInstance.create(":memory:")).connect();
  for (const [index, file] of files.filter((one) => one.endsWith(".duckdb")).entries()) {
    await connection.run(`ATTACH '${join(dataFolder, "sources", file)}' AS file${index} (READ_ONLY)`);
    const found = await connection.runAndReadAll(
      `SELECT 1 FROM duckdb_tables() WHERE database_name = 'file${index}' AND table_name = 'order_lines'`,
    );
    if (found.currentRowCount === 0) continue;
    await connection.run(`USE file${index}`);
    return async (sql) => (await connection.runAndReadAll(sql)).getColumns();
  }
  throw new Error("The sample's file is not in the data folder.");
}
