import { readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { isExpected } from "#scripts/formula/compare";
import { type FormulaEngine, openDuckDb, openPostgres } from "#scripts/formula/engine";
import { runVector } from "#scripts/formula/run-vector";
import { readVectors } from "#scripts/formula/vectors";

const folder = "tests/vectors";
const files = readdirSync(folder).filter((name) => name.endsWith(".jsonl"));

describe.each([
  { name: "DuckDB", open: openDuckDb },
  { name: "PostgreSQL", open: () => openPostgres(inject("databaseServerUrl")) },
])("documented results on $name", ({ open }) => {
  let engine: FormulaEngine;

  beforeAll(async () => {
    engine = await open();
  });

  afterAll(async () => {
    await engine.close();
  });

  test.each(files)("%s", async (file) => {
    const failures: unknown[] = [];
    for (const vector of await readVectors(join(folder, file))) {
      const outcome = await runVector(vector, engine);
      if (outcome.kind === "value" && isExpected(vector.expect, outcome.value)) continue;
      failures.push({ formula: vector.formula, expected: vector.expect, outcome });
    }
    expect(failures).toEqual([]);
  });
});
