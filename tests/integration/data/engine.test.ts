import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { RowChunk } from "#lib/data/connector";
import { Engine, type EngineOptions } from "#lib/data/duckdb/engine";
import type { EngineFile } from "#lib/data/duckdb/protocol";
import type { AskbookError } from "#lib/errors";
import type { Cell } from "#lib/worksheet/result";

let folder = "";
let engine: Engine;
let file: EngineFile;
const organizationId = randomUUID();
const slow = "SELECT count(*) FROM range(100000000000) r(i) WHERE i % 7 = 3";

beforeAll(async () => {
  process.env["ASKBOOK_LOG_LEVEL"] = "silent";
  process.env["DATABASE_URL"] ??= "postgres://unused@127.0.0.1/unused";
  folder = await mkdtemp(join(tmpdir(), "askbook-engine-"));
  engine = new Engine(options());
  file = await makeFile("numbers", "CREATE TABLE t AS SELECT i, 'row ' || i AS label FROM range(20000) r(i)");
});

afterAll(async () => {
  engine.stop();
  await rm(folder, { recursive: true, force: true });
});

async function makeFile(catalog: string, sql: string): Promise<EngineFile> {
  const path = join(folder, `${catalog}-${randomUUID()}.duckdb`);
  await engine.script({ path, statements: [{ sql, params: [] }] }, { signal: never(), deadlineMs: 10_000 });
  return { catalog, path };
}

function options(): EngineOptions {
  return { memoryMegabytes: 512, threads: 2, temporaryFolder: join(folder, "spill"), concurrency: 4, graceMs: 100 };
}

function never(): AbortSignal {
  return new AbortController().signal;
}

type Options = {
  readonly signal?: AbortSignal;
  readonly deadlineMs?: number;
  readonly rowLimit?: number;
  readonly files?: readonly EngineFile[];
  readonly onChunk?: (chunk: RowChunk) => void | Promise<void>;
};

async function query(sql: string, params: readonly Cell[] = [], options: Options = {}) {
  const columns: Cell[][] = [];
  const outcome = await engine.query(
    {
      organizationId,
      files: [...(options.files ?? [file])],
      sql,
      params: [...params],
      rowLimit: options.rowLimit ?? 1_000_000,
    },
    {
      signal: options.signal ?? never(),
      deadlineMs: options.deadlineMs ?? 20_000,
      onChunk: async (chunk) => {
        await options.onChunk?.(chunk);
        chunk.columns.forEach((cells, index) => {
          columns[index] = (columns[index] ?? []).concat(cells);
        });
      },
    },
  );
  return { ...outcome, columns };
}

async function errorOf(work: Promise<unknown>): Promise<AskbookError> {
  return work.then(
    () => Promise.reject(new Error("It should have failed.")),
    (error) => error,
  );
}

describe("cells in wire form", () => {
  it("keeps numbers exact", async () => {
    const { columns } = await query(
      "SELECT 9007199254740993::BIGINT, 42::BIGINT, 1.10::DECIMAL(5,2), 12345678901234567.89::DECIMAL(30,2), -0.05::DECIMAL(12,2), sum(1), 2::TINYINT",
    );
    expect(columns.flat()).toEqual(["9007199254740993", 42, 1.1, "12345678901234567.89", -0.05, 1, 2]);
  });
  it("has no number for what is none", async () => {
    const { columns } = await query(
      "SELECT 'nan'::DOUBLE, 1e400::DOUBLE, NULL, 'infinity'::TIMESTAMP, '-infinity'::DATE",
    );
    expect(columns.flat()).toEqual([null, null, null, null, null]);
  });
  it("writes dates as ISO text", async () => {
    const { columns } = await query(
      "SELECT DATE '2024-02-29', TIMESTAMP '2024-01-01 01:02:03', TIMESTAMP '1969-12-31 23:59:59.000004', TIMESTAMPTZ '2024-01-01 00:00:00+01', TIMESTAMP_NS '2024-01-01 00:00:00.5'",
    );
    expect(columns.flat()).toEqual([
      "2024-02-29",
      "2024-01-01T01:02:03",
      "1969-12-31T23:59:59.000004",
      "2023-12-31T23:00:00",
      "2024-01-01T00:00:00.500000",
    ]);
  });
  it("writes nested values as JSON", async () => {
    const { columns } = await query("SELECT [1, 2], {'a': DATE '2024-01-01'}, '{\"b\":1}'::JSON, true, 'x'::BLOB");
    expect(columns.flat()).toEqual(["[1,2]", '{"a":"2024-01-01"}', '{"b":1}', true, "x"]);
  });
  it("binds whole numbers as such", async () => {
    const { columns } = await query("SELECT typeof($1), $2 + 1, typeof($3), $4, $5::DATE", [
      3,
      9007199254740990,
      1.5,
      null,
      "2024-01-31",
    ]);
    expect(columns.flat()).toEqual(["INTEGER", 9007199254740991, "DOUBLE", null, "2024-01-31"]);
  });
});

describe("rows", () => {
  it("come in chunks, in order, and stop at the limit", async () => {
    const offsets: number[] = [];
    const all = await query("SELECT i FROM numbers.main.t ORDER BY i", [], {
      onChunk: (chunk) => void offsets.push(chunk.offset),
    });
    expect(all.rowCount).toBe(20_000);
    expect(all.truncated).toBe(false);
    expect(all.columns[0]?.[12_345]).toBe(12_345);
    expect(offsets.length).toBeGreaterThan(2);
    const some = await query("SELECT i FROM numbers.main.t ORDER BY i", [], { rowLimit: 4_100 });
    expect([some.rowCount, some.truncated, some.columns[0]?.length]).toEqual([4_100, true, 4_100]);
    const exactly = await query("SELECT i FROM numbers.main.t WHERE i < 10", [], { rowLimit: 10 });
    expect([exactly.rowCount, exactly.truncated]).toEqual([10, false]);
  });
  it("wait for whoever takes them", async () => {
    let busy = 0;
    await query("SELECT i FROM numbers.main.t", [], {
      onChunk: async () => {
        busy += 1;
        expect(busy).toBe(1);
        await new Promise((resolve) => setTimeout(resolve, 5));
        busy -= 1;
      },
    });
  });
  it("stop when whoever takes them fails", async () => {
    const failing = query("SELECT i FROM numbers.main.t", [], { onChunk: () => Promise.reject(new Error("full")) });
    expect((await errorOf(failing)).message).toBe("full");
    expect((await query("SELECT 1")).columns).toEqual([[1]]);
  });
});

describe("the gate", () => {
  it.each([
    "SELECT 1; SELECT 2",
    "COPY numbers.main.t TO '/tmp/out.csv'",
    "CREATE TABLE x (a INT)",
    "PRAGMA enable_profiling",
    "DETACH numbers",
    "ATTACH ':memory:' AS other",
    "SET memory_limit = '20GB'",
    "DESCRIBE numbers.main.t",
    "SUMMARIZE numbers.main.t",
    "EXPLAIN SELECT 1",
    "SELECT * FROM 'x.csv'",
    "SELECT * FROM read_csv('/etc/passwd')",
    "SELECT * FROM read_blob('/etc/passwd')",
    "SELECT content FROM glob('/etc/*')",
    "SELECT * FROM duckdb_settings()",
    "SELECT * FROM information_schema.tables",
    "SELECT * FROM query('select 1')",
    "SELECT * FROM other.main.t",
    "SELECT (SELECT max(content) FROM read_text('/etc/passwd'))",
    "WITH a AS (SELECT * FROM sniff_csv('/etc/passwd')) SELECT * FROM a",
    "SELECT current_setting('memory_limit')",
    "SELECT getenv('PATH')",
    "SELECT * FROM t",
    "FROM numbers.main.t UNION ALL SELECT * FROM duckdb_tables()",
    "SELECT pg_typeof(1)",
    "this is no SQL",
  ])("refuses %s", async (sql) => {
    expect((await errorOf(query(sql))).code).toBe("engine_failed");
  });
  it("reads nothing of another file that is attached for the organization", async () => {
    const secret = await makeFile("secret", "CREATE TABLE s AS SELECT 7 AS x");
    expect((await query("SELECT x FROM secret.main.s", [], { files: [secret] })).columns).toEqual([[7]]);
    expect((await errorOf(query("SELECT x FROM secret.main.s"))).message).toContain("reads from s");
  });
  it("lets through what the compiler writes", async () => {
    const { columns } = await query(
      `WITH "q" AS (SELECT i % 3 AS k, sum(i) AS s, count(*) AS c FROM "numbers"."main"."t" WHERE label LIKE $1 GROUP BY ALL)
       SELECT k, s, row_number() OVER (ORDER BY k), lag(s) OVER (ORDER BY k), try_cast(s AS DOUBLE), list_aggregate([k], 'sum'),
         CASE WHEN k = 1 THEN date_trunc('month', DATE '2024-05-06') END, (SELECT max(v) FROM (VALUES (1), (2)) x(v))
       FROM "q" JOIN unnest([0, 1]) u(n) ON n = k ORDER BY k LIMIT 10`,
      ["row 1%"],
    );
    expect(columns[0]).toEqual([0, 1]);
  });
});

describe("files", () => {
  it("are attached when they are first asked for, and the others stay readable", async () => {
    const other = await makeFile("other", "CREATE TABLE o AS SELECT 1 AS x");
    const { columns } = await query("SELECT count(*) FROM numbers.main.t, other.main.o", [], { files: [file, other] });
    expect(columns).toEqual([[20_000]]);
    expect((await query("SELECT count(*) FROM numbers.main.t")).columns).toEqual([[20_000]]);
  });
  it("are replaced by a new version under the same name", async () => {
    const first = await makeFile("versions", "CREATE TABLE v AS SELECT 1 AS x");
    const second = await makeFile("versions", "CREATE TABLE v AS SELECT 2 AS x");
    for (const [version, expected] of [
      [first, 1],
      [second, 2],
      [first, 1],
    ] as const)
      expect((await query("SELECT x FROM versions.main.v", [], { files: [version] })).columns).toEqual([[expected]]);
  });
  it("that do not exist fail without naming a path", async () => {
    const error = await errorOf(
      query("SELECT 1", [], { files: [{ catalog: "gone", path: join(folder, "gone.duckdb") }] }),
    );
    expect(error.code).toBe("engine_failed");
    expect(error.message).not.toContain(folder);
  });
  it("cannot be written", async () => {
    expect((await errorOf(query("INSERT INTO numbers.main.t VALUES (1, 'x')"))).code).toBe("engine_failed");
  });
});

describe("stopping", () => {
  it("an abort ends the query and leaves the process", async () => {
    const pid = engine.pid;
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 150);
    expect((await errorOf(query(slow, [], { signal: controller.signal }))).code).toBe("aborted");
    expect((await query("SELECT 1")).columns).toEqual([[1]]);
    expect(engine.pid).toBe(pid);
  });
  it("a deadline ends the query", async () => {
    expect((await errorOf(query(slow, [], { deadlineMs: 200 }))).code).toBe("query_timeout");
    expect((await query("SELECT 1")).columns).toEqual([[1]]);
  });
  it("an aborted query that waits in the queue is never run", async () => {
    const controller = new AbortController();
    const busy = new AbortController();
    const others = Array.from({ length: 4 }, () => errorOf(query(slow, [], { signal: busy.signal })));
    const queued = errorOf(query("SELECT 1", [], { signal: controller.signal }));
    controller.abort();
    expect((await queued).code).toBe("aborted");
    busy.abort();
    for (const error of await Promise.all(others)) expect(error.code).toBe("aborted");
  });
  it("SIGKILL in mid-query fails that query and nothing else", async () => {
    const running = errorOf(query(slow));
    await query("SELECT 1");
    const pid = engine.pid ?? 0;
    process.kill(pid, "SIGKILL");
    expect((await running).code).toBe("engine_stopped");
    expect((await query("SELECT count(*) FROM numbers.main.t")).columns).toEqual([[20_000]]);
    expect(engine.pid).not.toBe(pid);
  });
  it("what does not heed the interrupt is killed, and a query beside it runs again by itself", async () => {
    await query("SELECT 1");
    const pid = engine.pid;
    const huge = "SELECT levenshtein(repeat('a', 200000 + i::INT), repeat('b', 200000)) FROM range(1) r(i)";
    const stuck = errorOf(query(huge, [], { deadlineMs: 100 }));
    const beside = query("SELECT count(*) FROM range(400000000) r(i) WHERE i % 7 = 8");
    expect((await stuck).code).toBe("query_timeout");
    expect((await beside).columns).toEqual([[0]]);
    expect(engine.pid).not.toBe(pid);
  });
  it("a process that holds too much memory is killed", async () => {
    const small = new Engine({ ...options(), memoryMegabytes: 100 });
    const hungry = small.query(
      { organizationId, files: [], sql: "SELECT length(repeat('x', 1500000000))", params: [], rowLimit: 1 },
      { signal: never(), deadlineMs: 20_000, onChunk: () => undefined },
    );
    const error = await errorOf(hungry);
    small.stop();
    expect([error.code, error.message]).toEqual(["engine_stopped", expect.stringContaining("memory")]);
  });
});
