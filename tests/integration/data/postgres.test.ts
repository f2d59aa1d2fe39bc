import { randomBytes } from "node:crypto";
import { createServer } from "node:net";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Connector } from "#lib/data/connector";
import { canWrite, readKeys } from "#lib/data/postgres/catalog";
import { closePostgresPools } from "#lib/data/postgres/pool";
import { connectorOf } from "#lib/data/postgres/postgres-connector";
import type { PostgresAccess } from "#lib/data/postgres/settings";
import { env } from "#lib/env";
import type { AskbookError } from "#lib/errors";
import type { SqlValue } from "#lib/sql/fragment";
import type { Cell } from "#lib/worksheet/result";
import { databaseUrl, onServer, useDatabase } from "#tests/support/database";

useDatabase();

const name = `source_${randomBytes(6).toString("hex")}`;
let owner: PostgresAccess;
let reader: PostgresAccess;
let connector: Connector;
let sql: postgres.Sql;

beforeAll(async () => {
  await onServer((server) => server`create database ${server(name)}`);
  const url = new URL(databaseUrl(name));
  sql = postgres(url.href, { max: 1, onnotice: () => undefined });
  await sql.unsafe(`
    CREATE TABLE team (id int PRIMARY KEY, name text NOT NULL);
    COMMENT ON TABLE team IS 'Who plays';
    COMMENT ON COLUMN team.name IS 'As printed on the shirt';
    CREATE TABLE game (id bigint PRIMARY KEY, team_id int REFERENCES team, played_at timestamptz, score numeric(8,3), tags text[], extra jsonb);
    CREATE TABLE secret (x int);
    INSERT INTO team VALUES (1, 'Reds'), (2, 'Blues');
    INSERT INTO game SELECT i, 1 + i % 2, '2024-01-01 00:00+01', i / 8.0 FROM generate_series(1, 10000) i;
    CREATE TABLE shuffled AS SELECT (i * 7919) % 20000 AS n FROM generate_series(1, 20000) i;
    CREATE INDEX ON shuffled (n);
    ANALYZE shuffled;
    CREATE ROLE "${name}" LOGIN PASSWORD 'reader';
    GRANT SELECT ON team, game TO "${name}"`);
  owner = {
    host: url.hostname,
    port: Number(url.port),
    database: name,
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    tls: "off",
  };
  reader = { ...owner, user: name, password: "reader" };
  connector = connectorOf(reader);
});

afterAll(async () => {
  await closePostgresPools();
  await sql.end();
  await onServer((server) => server`drop database if exists ${server(name)} with (force)`);
  await onServer((server) => server`drop role if exists ${server(name)}`);
});

type Options = {
  readonly signal?: AbortSignal;
  readonly deadlineMs?: number;
  readonly rowLimit?: number;
  readonly on?: Connector;
};

async function query(text: string, params: readonly SqlValue[] = [], options: Options = {}) {
  const columns: Cell[][] = [];
  const outcome = await (options.on ?? connector).run(text, params, {
    signal: options.signal ?? new AbortController().signal,
    rowLimit: options.rowLimit ?? 100_000,
    deadlineMs: options.deadlineMs ?? 10_000,
    onChunk: (chunk) => {
      chunk.columns.forEach((cells, index) => {
        columns[index] = (columns[index] ?? []).concat(cells);
      });
    },
  });
  return { ...outcome, columns };
}

async function errorOf(work: Promise<unknown>): Promise<AskbookError> {
  return work.then(
    () => Promise.reject(new Error("It should have failed.")),
    (error) => error,
  );
}

describe("cells", () => {
  it("are exact and in wire form", async () => {
    const { columns } = await query(
      `SELECT 9007199254740993::bigint, 42::bigint, 1.10::numeric, 12345678901234567.89::numeric, 'NaN'::numeric, 'Infinity'::float8, 0.1::float8,
       true, NULL, DATE '2024-02-29', 'infinity'::date, TIMESTAMP '2024-01-01 01:02:03.5', TIMESTAMPTZ '2024-01-01 00:00+01', '{"a":1}'::jsonb, ARRAY['x','y']`,
    );
    expect(columns.flat()).toEqual([
      "9007199254740993",
      42,
      1.1,
      "12345678901234567.89",
      null,
      null,
      0.1,
      true,
      null,
      "2024-02-29",
      null,
      "2024-01-01T01:02:03.500000",
      "2023-12-31T23:00:00",
      '{"a": 1}',
      '["x","y"]',
    ]);
  });
  it("come for parameters too, and stop at the limit", async () => {
    const { columns, rowCount, truncated } = await query(
      "SELECT id, score FROM game WHERE id > $1::bigint ORDER BY id",
      [10],
      { rowLimit: 5_000 },
    );
    expect([rowCount, truncated, columns[0]?.[0], columns[1]?.[0], columns[0]?.length]).toEqual([
      5_000,
      true,
      11,
      1.375,
      5_000,
    ]);
    expect((await query("SELECT id FROM team", [], { rowLimit: 2 })).truncated).toBe(false);
  });
});

describe("reading only", () => {
  it.each([
    "INSERT INTO team VALUES (3, 'x')",
    "COMMIT",
    "SELECT 1; COMMIT; SELECT 2",
    "WITH gone AS (DELETE FROM team RETURNING id) SELECT * FROM gone",
    "SELECT * FROM secret",
    "SELECT pg_read_file('/etc/passwd')",
    "SELECT nothing",
  ])("refuses %s", async (text) => {
    expect((await errorOf(query(text))).code).toBe("engine_failed");
    expect((await query("SELECT count(*) FROM team")).columns).toEqual([[2]]);
  });
  it("refuses to write for a role that could, and leaves no setting behind", async () => {
    const mighty = connectorOf(owner);
    const writing = "WITH gone AS (DELETE FROM team RETURNING id) SELECT * FROM gone";
    expect((await errorOf(query(writing, [], { on: mighty }))).code).toBe("engine_failed");
    await query("SELECT set_config('statement_timeout', '77', false)", [], { on: mighty });
    const { columns } = await query("SELECT current_setting('statement_timeout')", [], { on: mighty });
    expect(columns).not.toEqual([["77ms"]]);
    expect([await canWrite(owner), await canWrite(reader)]).toEqual([true, false]);
  });
});

describe("stopping", () => {
  it("an abort cancels the query on the server", async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 150);
    expect((await errorOf(query("SELECT pg_sleep(20)", [], { signal: controller.signal }))).code).toBe("aborted");
    const left =
      await sql`select count(*)::int as n from pg_stat_activity where query like '%pg_sleep(20)%' and state = 'active' and pid <> pg_backend_pid()`;
    expect(left[0]?.["n"]).toBe(0);
  });
  it("a deadline does the same", async () => {
    expect((await errorOf(query("SELECT pg_sleep(20)", [], { deadlineMs: 150 }))).code).toBe("query_timeout");
    expect((await query("SELECT 1")).columns).toEqual([[1]]);
  });
  it("a listener that fails ends the query", async () => {
    const failing = connector.run("SELECT id FROM game", [], {
      signal: new AbortController().signal,
      rowLimit: 10,
      onChunk: () => Promise.reject(new Error("full")),
    });
    expect((await errorOf(failing)).message).toBe("full");
    expect((await query("SELECT 1")).columns).toEqual([[1]]);
  });
});

describe("reaching it", () => {
  it("says what is wrong with user, database and port", async () => {
    const wrong = await errorOf(query("SELECT 1", [], { on: connectorOf({ ...reader, password: "wrong" }) }));
    expect([wrong.code, wrong.message]).toEqual(["engine_failed", expect.stringContaining("password")]);
    expect(wrong.message).not.toContain("wrong");
    const closed = createServer();
    const port = await new Promise<number>((resolve) => {
      closed.listen(0, "127.0.0.1", () => {
        const address = closed.address();
        resolve(typeof address === "object" && address !== null ? address.port : 0);
      });
    });
    await new Promise((resolve) => closed.close(resolve));
    const away = await errorOf(query("SELECT 1", [], { on: connectorOf({ ...reader, port }) }));
    expect([away.code, away.message]).toEqual(["engine_failed", expect.stringContaining("reached")]);
  });
});

describe("the catalog", () => {
  it("has what the role may read, with types and comments", async () => {
    const tables = await connector.catalog(new AbortController().signal);
    expect(tables.map((table) => table.name)).toEqual(["game", "team"]);
    expect(tables[1]).toMatchObject({ schema: "public", comment: "Who plays" });
    expect(tables[1]?.columns[1]).toEqual({
      name: "name",
      type: "text",
      nativeType: "text",
      nullable: false,
      comment: "As printed on the shirt",
    });
    expect(tables[0]?.columns.map((column) => column.type)).toEqual([
      "number",
      "number",
      "date",
      "number",
      "variant",
      "variant",
    ]);
  });
  it("has keys", async () => {
    expect(await readKeys(reader)).toEqual([
      { schema: "public", table: "game", columns: ["id"] },
      {
        schema: "public",
        table: "game",
        columns: ["team_id"],
        references: { schema: "public", table: "team", columns: ["id"] },
      },
      { schema: "public", table: "team", columns: ["id"] },
    ]);
  });
});

describe("hosts", () => {
  it.each([
    ["metadata", "169.254.169.254", "require", /not an address that databases/],
    ["metadata as a number", "2852039166", "off", /not an address that databases/],
    ["the internet without TLS", "8.8.8.8", "off", /unencrypted/],
  ] as const)("of %s are not called", async (_, host, tls, message) => {
    const guarded = connectorOf({ ...reader, host, tls });
    await expect(guarded.catalog(new AbortController().signal)).rejects.toMatchObject({
      code: "endpoint_invalid",
      message: expect.stringMatching(message),
    });
  });

  it("in a private network are refused on a site that allows external ones only", async () => {
    const before = env().ASKBOOK_ALLOWED_NETWORKS;
    Object.assign(env(), { ASKBOOK_ALLOWED_NETWORKS: "external-only" });
    await closePostgresPools();
    try {
      for (const host of [reader.host, "localhost"])
        await expect(connectorOf({ ...reader, host }).catalog(new AbortController().signal)).rejects.toMatchObject({
          code: "endpoint_invalid",
        });
    } finally {
      Object.assign(env(), { ASKBOOK_ALLOWED_NETWORKS: before });
    }
  });
});

describe("ranges", () => {
  it("come as the table is stored, whatever index would be quicker for some of them", async () => {
    const table = connectorOf(owner);
    const read = async (range: string): Promise<Cell[]> => {
      const cells: Cell[] = [];
      await table.run(`SELECT n FROM shuffled WHERE n < 12000 ${range}`, [], {
        signal: new AbortController().signal,
        rowLimit: 20_000,
        isAsStored: true,
        onChunk: ({ columns }) => {
          cells.push(...(columns[0] ?? []));
        },
      });
      return cells;
    };
    const whole = await read("");
    const pages = [await read("LIMIT 5 OFFSET 0"), await read("LIMIT 5 OFFSET 5"), await read("LIMIT 5 OFFSET 11000")];
    expect(pages).toEqual([whole.slice(0, 5), whole.slice(5, 10), whole.slice(11_000, 11_005)]);
    expect(new Set(whole).size).toBe(12_000);
  });
});
