import { parseArgs } from "node:util";
import { isExpected } from "./formula/compare.ts";
import { type FormulaEngine, openDuckDb, openPostgres } from "./formula/engine.ts";
import { runVector, type VectorOutcome } from "./formula/run-vector.ts";
import { readVectors, type Vector } from "./formula/vectors.ts";

const usage = `npm run formula -- '<formula>'                       one row, without columns
npm run formula -- --file vectors.jsonl [--engine duckdb|postgres]   documented pairs of formula and result
npm run formula -- --sql '<formula>'                 shows the SQL too`;

const engines: Readonly<Record<string, () => Promise<FormulaEngine>>> = {
  duckdb: openDuckDb,
  postgres: () => openPostgres(),
};

process.exitCode = await main();

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { file: { type: "string" }, engine: { type: "string", default: "duckdb" }, sql: { type: "boolean" } },
  });
  const open = engines[values.engine];
  const [formula] = positionals;
  if (open === undefined || (formula === undefined) === (values.file === undefined)) {
    console.error(usage);
    return 2;
  }
  const engine = await open();
  try {
    if (formula !== undefined) return await runOne(formula, engine, values.sql === true);
    return await runFile(values.file ?? "", engine);
  } finally {
    await engine.close();
  }
}

async function runOne(formula: string, engine: FormulaEngine, showsSql: boolean): Promise<number> {
  const outcome = await runVector({ formula, expect: null }, engine);
  if (showsSql && outcome.kind !== "invalid") console.log(outcome.sql);
  console.log(describe(outcome));
  return outcome.kind === "value" ? 0 : 1;
}

async function runFile(path: string, engine: FormulaEngine): Promise<number> {
  let failures = 0;
  const vectors = await readVectors(path);
  for (const vector of vectors) {
    const outcome = await runVector(vector, engine);
    if (outcome.kind === "value" && isExpected(vector.expect, outcome.value)) continue;
    failures += 1;
    report(vector, outcome);
  }
  console.log(`${vectors.length - failures} passed, ${failures} failed`);
  return failures === 0 ? 0 : 1;
}

function report(vector: Vector, outcome: VectorOutcome): void {
  console.log(`${vector.formula}\n  expected ${JSON.stringify(vector.expect)}\n  got      ${describe(outcome)}`);
}

function describe(outcome: VectorOutcome): string {
  if (outcome.kind === "value") return JSON.stringify(outcome.value);
  if (outcome.kind === "failed") return `the engine's error: ${outcome.message}`;
  return outcome.diagnostics.map(({ message, span }) => `${span.from}–${span.to}: ${message}`).join("\n           ");
}
