import { randomUUID } from "node:crypto";
import { readdirSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { RowChunk } from "#lib/data/connector";
import { Engine } from "#lib/data/duckdb/engine";
import type { EngineFile } from "#lib/data/duckdb/protocol";
import { findFunction, functionNames } from "#lib/formula/functions/table";
import { isSymbol, scanTokens, significant } from "#lib/formula/parse/tokens";
import type { Cell } from "#lib/worksheet/result";
import { isExpected } from "#scripts/formula/compare";
import type { FormulaEngine } from "#scripts/formula/engine";
import { runVector } from "#scripts/formula/run-vector";
import { readVectors, type Vector } from "#scripts/formula/vectors";

/** Formulas through the process that runs them in the product: its gate lets one SELECT of known functions pass. */

const folder = "tests/vectors";
/** They say something of other levels or other sources, which a vector has not. */
const elsewhere = ["Lookup", "Rollup", "DateLookback", "VisibilityLimit"];

let directory = "";
let engine: Engine;

beforeAll(async () => {
  process.env["ASKBOOK_LOG_LEVEL"] = "silent";
  process.env["DATABASE_URL"] ??= "postgres://unused@127.0.0.1/unused";
  directory = await mkdtemp(join(tmpdir(), "askbook-gate-"));
  const spill = join(directory, "spill");
  engine = new Engine({ memoryMegabytes: 512, threads: 1, temporaryFolder: spill, concurrency: 1, graceMs: 1000 });
});

afterAll(async () => {
  engine.stop();
  await rm(directory, { recursive: true, force: true });
});

test("every function passes the gate, and gives there what it should", async () => {
  const { vectors, missing } = await chooseVectors();
  expect(missing).toEqual([]);
  const gated = behindGate();
  const failures: unknown[] = [];
  for (const vector of vectors) {
    const outcome = await runVector(vector, gated);
    if (outcome.kind === "value" && isExpected(vector.expect, outcome.value)) continue;
    failures.push({ formula: vector.formula, expected: vector.expect, outcome });
  }
  expect(failures).toEqual([]);
});

/** One that shows it for every function; all of those about operators. */
async function chooseVectors() {
  const waiting = new Set(functionNames.filter((name) => !elsewhere.includes(name)));
  const names = readdirSync(folder).filter((name) => name.endsWith(".jsonl"));
  const all = await Promise.all(names.map(async (name) => ({ name, vectors: await readVectors(join(folder, name)) })));
  const chosen: Vector[] = [];
  for (const { name, vectors } of all) {
    for (const vector of vectors) {
      const called = callsOf(vector.formula);
      const isNew = vector.expect !== null && called.some((one) => waiting.has(one));
      if (!isNew && name !== "operators.jsonl") continue;
      chosen.push(vector);
      for (const one of called) waiting.delete(one);
    }
  }
  return { vectors: chosen, missing: [...waiting] };
}

function callsOf(formula: string): readonly string[] {
  const tokens = significant(scanTokens(formula));
  return tokens.flatMap((token, index) => {
    const next = tokens[index + 1];
    const isCall = token.kind === "word" && next !== undefined && isSymbol(next, "(");
    return isCall ? (findFunction(token.text)?.name ?? []) : [];
  });
}

/** Tables are made in a file of their own by what makes files in the product, and attached for the query. */
function behindGate(): FormulaEngine {
  const catalog = "rows";
  let file: EngineFile = { catalog, path: "" };
  let statements: { readonly sql: string; readonly params: readonly Cell[] }[] = [];
  const limits = { signal: new AbortController().signal, deadlineMs: 20_000 };
  const makeFile = async () => {
    file = { catalog, path: join(directory, `${randomUUID()}.duckdb`) };
    await engine.script({ path: file.path, statements: statements.map(({ sql }) => ({ sql, params: [] })) }, limits);
    statements = [];
  };
  return {
    dialect: "duckdb",
    catalog,
    execute: async (sql) => {
      statements.push({ sql, params: [] });
    },
    query: async (sql, params) => {
      if (statements.length > 0) await makeFile();
      const cells: Cell[] = [];
      const onChunk = ({ columns }: RowChunk) => {
        cells.push(...(columns[0] ?? []));
      };
      await engine.query(
        { organizationId: "organization", files: [file], sql, params: [...params], rowLimit: 1000 },
        { ...limits, onChunk },
      );
      return cells.map((cell) => [cell === null ? null : String(cell)]);
    },
    close: async () => undefined,
  };
}
