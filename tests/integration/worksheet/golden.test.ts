import { expect, test } from "vitest";
import { dialectNames } from "#lib/sql/dialect";
import { goldenViews } from "#tests/support/golden-views";
import { goldenWorksheets } from "#tests/support/golden-worksheets";
import { type Prepared, prepare, runBoth } from "#tests/support/run-worksheet";
import { prepareSheet } from "#tests/support/sheets";
import { shopTables } from "#tests/support/shop";
import { useTwoEngines } from "#tests/support/two-engines";

const engines = useTwoEngines(shopTables);

test.each(goldenWorksheets)("$name", async ({ name, draft, options }) => {
  await expectGolden(name, prepare(draft, options ?? {}));
});

test.each(goldenViews)("$name", async ({ name, parts, view }) => {
  await expectGolden(name, prepareSheet(parts, view));
});

async function expectGolden(name: string, prepared: Prepared): Promise<void> {
  for (const dialect of dialectNames) {
    const { sql, params } = prepared.compile(dialect);
    const text = `${sql}\n-- ${JSON.stringify(params)}\n`;
    await expect(text).toMatchFileSnapshot(`golden/${name.replaceAll(/[^a-z]+/g, "-")}.${dialect}.sql`);
  }
  await runBoth(engines, prepared);
}
