import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { functionTable } from "#lib/formula/functions/table";
import { knownFunctions } from "#tests/support/reference/evaluate";
import { notDrawn } from "./differential/draw-formula.ts";
import { type Engines, lanes, openEngines } from "./differential/engines.ts";
import { minimise } from "./differential/minimise.ts";
import { type Case, describeCase, drawCase, type Outcome, runCase } from "./differential/run-case.ts";
import { startCluster } from "./postgres/cluster.ts";

const usage = `npm run differential -- [--cases 10000] [--seed 1]   random formulas and worksheets, DuckDB against PostgreSQL and both against
                                                     plain loops; --unclear shows where floating point decided`;

process.exitCode = await main();

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      cases: { type: "string", default: "1000" },
      seed: { type: "string", default: "1" },
      unclear: { type: "boolean" },
    },
  });
  const [cases, first] = [Number(values.cases), Number(values.seed)];
  if (!Number.isInteger(cases) || !Number.isInteger(first) || cases < 1) {
    console.error(usage);
    return 2;
  }
  const folder = await mkdtemp(join(tmpdir(), "askbook-differential-"));
  const settings = ["fsync=off", "full_page_writes=off", "synchronous_commit=off", "jit=off"];
  const cluster = await startCluster({
    folder: join(folder, "data"),
    password: randomBytes(12).toString("hex"),
    settings,
  });
  const engines = await openEngines(cluster.urlOf("postgres"));
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => void cluster.stop().then(() => process.exit(1)));
  }
  try {
    return await compareAll(first, cases, engines, values.unclear === true);
  } finally {
    await engines.close();
    await cluster.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function compareAll(first: number, cases: number, engines: Engines, showsUnclear: boolean): Promise<number> {
  const counts: Record<Outcome["kind"], number> = { passed: 0, "engines-only": 0, beyond: 0, unclear: 0, failed: 0 };
  let refused = 0;
  const started = performance.now();
  let seed = first;
  const work = async (): Promise<void> => {
    while (seed < first + cases) {
      const draft = await drawCase(seed++, engines);
      refused += draft.refused;
      const outcome = await runCase(draft.drawn, engines);
      counts[outcome.kind] += 1;
      if (outcome.kind === "failed" || (showsUnclear && outcome.kind === "unclear")) {
        console.log(await reportOn(draft.drawn, outcome.kind, outcome.report, engines));
      }
    }
  };
  await Promise.all(Array.from({ length: lanes }, work));
  const seconds = (performance.now() - started) / 1000;
  printCounts(counts, refused, seconds);
  console.log(`${cases - counts.failed} passed, ${counts.failed} failed`);
  return counts.failed === 0 ? 0 : 1;
}

async function reportOn(drawn: Case, kind: "failed" | "unclear", report: string, engines: Engines): Promise<string> {
  const whole = `\n${kind}: ${report}\n${drawn.tables.text}`;
  if (kind === "unclear") return whole;
  const smallest = await minimise(drawn, engines);
  const again = await runCase(smallest, engines);
  return `${whole}\nsmallest: ${"report" in again ? again.report : describeCase(smallest)}`;
}

function printCounts(counts: Record<Outcome["kind"], number>, refused: number, seconds: number): void {
  const unknown = [...functionTable.keys()].filter((name) => !knownFunctions.has(name) && !(name in notDrawn));
  const missing = [...functionTable.keys()].filter((name) => name in notDrawn);
  console.log(`
${counts.passed} agree with the reference on both engines.
${counts["engines-only"]} agree between the engines; the reference does not know one of their functions.
${counts.unclear} hang on the last digit of a number in floating point, where nothing is promised.
${counts.beyond} go beyond 38 digits, the years 1 to 9999 or floating point.
${refused} drafts were refused by the checker and drawn again. ${seconds.toFixed(0)} s.
Compared between the engines only: ${unknown.join(", ")}.
Not drawn by formulas:
${missing.map((name) => `  ${name}: ${notDrawn[name]}`).join("\n")}`);
}
