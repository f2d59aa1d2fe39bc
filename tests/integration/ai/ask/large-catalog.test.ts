import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { db } from "#db/client";
import { source } from "#db/schema/source";
import { stopEngines } from "#lib/data/duckdb/engines";
import type { Person } from "#lib/permissions";
import type { SourceColumn } from "#lib/worksheet/worksheet";
import { createPerson, useDatabase } from "#tests/support/database";
import { addLargeCatalog } from "#tests/support/large-catalog";
import { amountBy, ask, calling, createSales, saying, scripted } from "./support.ts";

const notes = Array.from({ length: 20 }, (_, index) => `Rule ${index} about a metric, to be kept.`).join("\n");

/** With 5,000 sources of 20 columns, and one of 2,000 columns that all say much about themselves, a question stays as cheap as with one. */

useDatabase();

/** Of English, JSON and formulas: tokenizers of today make tokens of about four. */
const charactersPerToken = 3.5;
const mostTokens = 8_000;

let viewer: Person;

beforeAll(async () => {
  viewer = await createPerson();
  await widen(await createSales(viewer));
  await addLargeCatalog(viewer, { prefix: "Ledger", sourceCount: 5_000, columnsPerSource: 20 });
});

afterAll(() => stopEngines());

async function widen(sourceId: string): Promise<void> {
  const [row] = await db().select({ columns: source.columns }).from(source).where(eq(source.id, sourceId));
  const more = Array.from(
    { length: 2_000 },
    (_, index): SourceColumn => ({
      id: `extra_${index}`,
      name: `Another measure ${index}`,
      type: "number",
      description: `${"What this measure is about, at some length. ".repeat(20)}${index}`,
      neverSend: false,
      hidden: false,
    }),
  );
  await db()
    .update(source)
    .set({ columns: [...(row?.columns ?? []), ...more], aiContext: notes })
    .where(eq(source.id, sourceId));
}

test("every request of a question stays under 8,000 tokens", async () => {
  const model = scripted([
    calling("find-sources", { query: "sales by region" }),
    calling("describe-source", { source: "Sales" }),
    calling("run-worksheet", { worksheet: amountBy("Region") }),
    saying("East leads with {{r1:1.total}}."),
  ]);
  const answer = await ask(viewer, model, "Sales by region?");
  expect(answer).toMatchObject({ status: "done", verification: { unverified: 0 } });
  const sizes = model.doStreamCalls.map(({ prompt, tools }) =>
    Math.ceil((JSON.stringify(prompt).length + JSON.stringify(tools).length) / charactersPerToken),
  );
  expect(sizes).toHaveLength(4);
  expect(Math.max(...sizes)).toBeLessThan(mostTokens);
  const told = JSON.stringify(model.doStreamCalls.at(-1)?.prompt);
  expect(told).toContain("[Region] text");
  expect(told).toContain("Rule 19 about a metric");
  expect(told).toContain("omittedColumns");
});
