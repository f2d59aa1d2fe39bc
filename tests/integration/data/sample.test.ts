import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Connector } from "#lib/data/connector";
import { createDuckdbConnector } from "#lib/data/duckdb/duckdb-connector";
import { builderEngine, stopEngines } from "#lib/data/duckdb/engines";
import { closePostgresPools } from "#lib/data/postgres/pool";
import { connectorOf } from "#lib/data/postgres/postgres-connector";
import { sampleColumns } from "#lib/data/sample/columns";
import { modelColumns } from "#lib/data/sample/model";
import { sampleTables } from "#lib/data/sample/tables";
import type { Cell } from "#lib/worksheet/result";
import { databaseUrl, onServer, useDatabase } from "#tests/support/database";

useDatabase();

const signal = new AbortController().signal;
const database = `sample_${randomBytes(6).toString("hex")}`;
let folder = "";
let duckdb: Connector;
let large: Connector;
let postgresql: Connector;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "askbook-sample-"));
  duckdb = await makeFile("small", 5_000);
  large = await makeFile("large", 250_000);
  postgresql = await makeDatabase(5_000);
}, 120_000);

afterAll(async () => {
  stopEngines();
  await closePostgresPools();
  await onServer((sql) => sql`drop database if exists ${sql(database)} with (force)`);
  await rm(folder, { recursive: true, force: true });
});

async function makeFile(catalog: string, rows: number): Promise<Connector> {
  const path = join(folder, `${catalog}.duckdb`);
  const statements = sampleTables(rows).map(({ name, select }) => ({
    sql: `CREATE TABLE ${name} AS ${select}`,
    params: [],
  }));
  await builderEngine().script({ path, statements }, { signal, deadlineMs: 60_000 });
  return createDuckdbConnector(catalog, [{ catalog, path }]);
}

async function makeDatabase(rows: number): Promise<Connector> {
  await onServer((sql) => sql`create database ${sql(database)}`);
  const url = new URL(databaseUrl(database));
  const sql = postgres(url.href, { max: 1, onnotice: () => undefined });
  for (const { name, select } of sampleTables(rows)) await sql.unsafe(`CREATE TABLE ${name} AS ${select}`);
  await sql.end();
  return connectorOf({
    host: url.hostname,
    port: Number(url.port),
    database,
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    tls: "off",
  });
}

async function rowsOf(connector: Connector, sql: string): Promise<Cell[][]> {
  const rows: Cell[][] = [];
  const onChunk = ({ rowCount, columns }: { rowCount: number; columns: readonly (readonly Cell[])[] }): void => {
    for (let row = 0; row < rowCount; row += 1) rows.push(columns.map((column) => column[row] ?? null));
  };
  await connector.run(sql, [], { signal, rowLimit: 1_000_000, onChunk });
  return rows;
}

/** On the sample of the usual size. */
function ask(sql: string): Promise<Cell[][]> {
  return rowsOf(
    large,
    sql.replace(/\b(order_lines|products|customers|stores|targets|returns)\b(?!\.)/g, "large.main.$1"),
  );
}

describe("both engines", () => {
  it.each(sampleTables(5_000).map(({ name }) => name))("hold the same rows of %s", async (table) => {
    const order = "ORDER BY 1, 2";
    const left = await rowsOf(duckdb, `SELECT * FROM small.main.${table} ${order}`);
    const right = await rowsOf(postgresql, `SELECT * FROM ${table} ${order}`);
    expect(left.length).toBeGreaterThan(10);
    expect(left).toEqual(right);
  });
});

describe("the described columns", () => {
  it("are those of the tables, with their types", async () => {
    const catalog = await large.catalog(signal);
    for (const { name, columns } of catalog) {
      const table = sampleTables(1_000).find((one) => one.name === name)?.name ?? "products";
      expect(sampleColumns(table).map(({ id, type, nativeType }) => ({ name: id, type, nativeType }))).toEqual(
        columns.map((column) => ({ name: column.name, type: column.type, nativeType: column.nativeType })),
      );
    }
    expect(catalog.length).toBe(6);
  });
  it("are unique where they are said to be, and not in the model", async () => {
    const claims = sampleTables(250_000).flatMap(({ name }) =>
      sampleColumns(name).flatMap(({ id, isUnique }) => (isUnique === true ? [{ table: name, id }] : [])),
    );
    expect(claims.map(({ id }) => id).sort()).toEqual(["customer_id", "product_id", "store_id"]);
    for (const { table, id } of claims) {
      const [row = []] = await ask(`SELECT count(*), count(${id}), count(DISTINCT ${id}) FROM ${table}`);
      expect(new Set(row).size).toBe(1);
    }
    expect(modelColumns().some(({ isUnique }) => isUnique === true)).toBe(false);
  });
  it("have names and ids of their own in the model, and a description each", () => {
    const columns = modelColumns();
    const names = columns.map((column) => column.name.toLowerCase());
    expect(new Set(names).size).toBe(names.length);
    expect(new Set(columns.map((column) => column.id)).size).toBe(columns.length);
    expect(columns.every((column) => column.description.length > 10)).toBe(true);
    expect(columns.filter((column) => column.neverSend).map((column) => column.name)).toEqual(["Customer Email"]);
  });
});

describe("planted truths", () => {
  it("250,000 lines from 2023-11-01 to 2026-10-31", async () => {
    expect(await ask("SELECT count(*), min(order_date), max(order_date) FROM order_lines")).toEqual([
      [250_000, "2023-11-01", "2026-10-31"],
    ]);
    expect(await ask("SELECT count(*), count(DISTINCT (order_id, line_no)) FROM order_lines")).toEqual([
      [250_000, 250_000],
    ]);
  });
  it("sales grow by about 12 % a year", async () => {
    const [[first, second, third] = []] = await ask(`SELECT sum(sales) FILTER (order_date < DATE '2024-11-01'),
      sum(sales) FILTER (order_date >= DATE '2024-11-01' AND order_date < DATE '2025-11-01'),
      sum(sales) FILTER (order_date >= DATE '2025-11-01') FROM order_lines`);
    for (const growth of [Number(second) / Number(first), Number(third) / Number(second)]) {
      expect(growth).toBeGreaterThan(1.1);
      expect(growth).toBeLessThan(1.14);
    }
  });
  it("November and December are the best months of every year", async () => {
    const rows = await ask("SELECT year(order_date), month(order_date), sum(sales) FROM order_lines GROUP BY ALL");
    for (const year of [2024, 2025]) {
      const best = rows.filter((row) => row[0] === year).sort((a, b) => Number(b[2]) - Number(a[2]));
      expect(best.slice(0, 2).map((row) => row[1])).toEqual([12, 11]);
    }
  });
  it("the West declines from September 2025 on, the others do not", async () => {
    const rows =
      await ask(`SELECT region, sum(sales) FILTER (order_date >= DATE '2024-11-01' AND order_date < DATE '2025-09-01'),
      sum(sales) FILTER (order_date >= DATE '2025-11-01' AND order_date < DATE '2026-09-01'),
      sum(sales) FILTER (order_date >= DATE '2023-11-01' AND order_date < DATE '2024-09-01')
      FROM order_lines JOIN customers USING (customer_id) GROUP BY 1`);
    for (const [region, before, after, earlier] of rows) {
      expect(Number(before)).toBeGreaterThan(Number(earlier));
      if (region === "West") expect(Number(after)).toBeLessThan(Number(before) * 0.8);
      else expect(Number(after)).toBeGreaterThan(Number(before) * 1.05);
    }
  });
  it("only Tables lose money", async () => {
    const rows = await ask(
      "SELECT sub_category, sum(profit) FROM order_lines JOIN products USING (product_id) GROUP BY 1",
    );
    expect(rows.length).toBe(12);
    expect(rows.filter((row) => Number(row[1]) < 0).map((row) => row[0])).toEqual(["Tables"]);
  });
  it("one price was mistyped", async () => {
    const rows = await ask(
      `SELECT sub_category, unit_price FROM order_lines JOIN products USING (product_id) WHERE unit_price <> list_price`,
    );
    expect(rows).toEqual([["Pens", 4999]]);
  });
  it("a tenth of the ratings is missing", async () => {
    const [[missing] = []] = await ask("SELECT count(*) FILTER (rating IS NULL) / count(*) FROM order_lines");
    expect(Number(missing)).toBeCloseTo(0.1, 2);
  });
  it("two customers share a name, and only they", async () => {
    const rows = await ask(
      "SELECT customer_name, count(*), count(DISTINCT email) FROM customers GROUP BY 1 HAVING count(*) > 1",
    );
    expect(rows).toEqual([["Chloe Berg", 2, 2]]);
  });
  it("returned agrees with returns, and nothing comes back after the last day", async () => {
    expect(
      await ask(`SELECT count(*) FILTER (returned), count(r.order_id), count(*) FILTER (returned <> (r.order_id IS NOT NULL)), max(returned_on) <= DATE '2026-10-31',
        count(*) FILTER (returned_on <= ship_date) FROM order_lines o LEFT JOIN returns r USING (order_id, line_no)`),
    ).toMatchObject([[expect.any(Number), expect.any(Number), 0, true, 0]]);
  });
  it("online lines have no store, all others have one", async () => {
    const rows = await ask("SELECT channel, count(*), count(store_id) FROM order_lines GROUP BY 1 ORDER BY 1");
    expect(rows.map(([channel, lines, stores]) => [channel, stores === 0, stores === lines])).toEqual([
      ["Online", true, false],
      ["Phone", false, true],
      ["Store", false, true],
    ]);
  });
  it("every key leads somewhere, nobody buys before signing up, and amounts add up", async () => {
    expect(
      await ask(`SELECT count(*) FILTER (p.product_id IS NULL), count(*) FILTER (c.customer_id IS NULL),
        count(*) FILTER (o.store_id IS NOT NULL AND s.store_id IS NULL), count(*) FILTER (c.signed_up_on > o.order_date),
        count(*) FILTER (o.profit <> o.sales - o.cost), count(*) FILTER (p.launched_on > o.order_date),
        count(*) FILTER (abs(o.sales - o.quantity * o.unit_price * (1 - o.discount)) > 0.005), count(*) FILTER (o.ship_date < o.order_date)
        FROM order_lines o LEFT JOIN products p USING (product_id) LEFT JOIN customers c USING (customer_id) LEFT JOIN stores s USING (store_id)`),
    ).toEqual([[0, 0, 0, 0, 0, 0, 0, 0]]);
  });
  it("targets exist for every month and region, near what was sold before the decline", async () => {
    expect(await ask("SELECT count(*), count(DISTINCT month), count(DISTINCT region) FROM targets")).toEqual([
      [144, 36, 4],
    ]);
    const [[share] = []] = await ask(`SELECT (SELECT sum(sales) FROM order_lines WHERE order_date < DATE '2025-09-01') /
      (SELECT sum(sales_target) FROM targets WHERE month < DATE '2025-09-01')`);
    expect(Number(share)).toBeGreaterThan(0.9);
    expect(Number(share)).toBeLessThan(1.15);
  });
});
