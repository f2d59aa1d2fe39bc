import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Engines, openEngines } from "#scripts/differential/engines";
import { drawCase, isAccepted, type Outcome, runCase } from "#scripts/differential/run-case";
import { databaseUrl, onServer } from "#tests/support/database";
import { namedCases } from "./named-cases.ts";

/** The same as `npm run differential`, with fewer cases. */
const seeds = Array.from({ length: 500 }, (_, index) => index + 1);
const database = `differential_${Math.random().toString(36).slice(2, 10)}`;
let engines: Engines;

beforeAll(async () => {
  await onServer((server) => server`create database ${server(database)}`);
  engines = await openEngines(databaseUrl(database));
});

afterAll(async () => {
  await engines.close();
  await onServer((server) => server`drop database if exists ${server(database)} with (force)`);
});

function reportOf(outcome: Outcome): readonly string[] {
  return outcome.kind === "failed" ? [outcome.report] : [];
}

test(`${seeds.length} random formulas and worksheets say on both engines what plain loops say`, {
  timeout: 180_000,
}, async () => {
  const failures: string[] = [];
  const counts: Partial<Record<Outcome["kind"], number>> = {};
  for (const seed of seeds) {
    const { drawn } = await drawCase(seed, engines);
    const outcome = await runCase(drawn, engines);
    counts[outcome.kind] = (counts[outcome.kind] ?? 0) + 1;
    failures.push(...reportOf(outcome));
  }
  expect(failures.slice(0, 3)).toEqual([]);
  // Few may hang on floating point, or the comparison would say little.
  expect(counts.unclear ?? 0).toBeLessThan(10);
  expect(counts.passed ?? 0).toBeGreaterThan(450);
});

describe("what was found once", () => {
  test.each(namedCases)("$name", async ({ view }) => {
    for (const number of [0, 1, 2, 3, 4, 7]) {
      const named = { ...view, seed: number, tables: await engines.tables(number) };
      expect(isAccepted(named)).toBe(true);
      expect(reportOf(await runCase(named, engines))).toEqual([]);
    }
  });
});
