import { expect, test } from "vitest";
import type { Cell } from "#lib/worksheet/result";
import { createRandom } from "#tests/support/random";
import { createReferenceCase } from "#tests/support/reference";
import { prepare, runBoth } from "#tests/support/run-worksheet";
import { shopTables } from "#tests/support/shop";
import { useTwoEngines } from "#tests/support/two-engines";

const engines = useTwoEngines(shopTables);
const seeds = Array.from({ length: Number(process.env["RANDOM_CASES"] ?? 100) }, (_, index) => index + 1);

test(`${seeds.length} random worksheets say what plain loops say`, { timeout: 120_000 }, async () => {
  for (const seed of seeds) {
    const { draft, rows } = createReferenceCase(createRandom(seed));
    const found = await runBoth(engines, prepare(draft));
    expect(found.map(rounded), `seed ${seed}: ${JSON.stringify(draft)}`).toEqual(rows.map(rounded));
  }
});

function rounded(row: readonly Cell[]): readonly Cell[] {
  return row.map((cell) => (typeof cell === "number" ? Number(cell.toPrecision(9)) : cell));
}
