import { expect, test } from "vitest";
import { dialectNames } from "#lib/sql/dialect";
import { goldenWorksheets } from "#tests/support/golden-worksheets";
import { prepare, runBoth } from "#tests/support/run-worksheet";
import { shopTables } from "#tests/support/shop";
import { useTwoEngines } from "#tests/support/two-engines";

const engines = useTwoEngines(shopTables);

test.each(goldenWorksheets)("$name", async ({ name, draft, options }) => {
  const prepared = prepare(draft, options ?? {});
  for (const dialect of dialectNames) {
    const { sql, params } = prepared.compile(dialect);
    const text = `${sql}\n-- ${JSON.stringify(params)}\n`;
    await expect(text).toMatchFileSnapshot(`golden/${name.replaceAll(/[^a-z]+/g, "-")}.${dialect}.sql`);
  }
  await runBoth(engines, prepared);
});
