import { afterAll, expect, test } from "vitest";
import { startRun } from "#lib/ai/start-run";
import type { ExplainedChart } from "#lib/contract/explain-chart";
import { stopEngines } from "#lib/data/duckdb/engines";
import type { Person } from "#lib/permissions";
import { readRunEvents } from "#lib/runs/read-run-events";
import { getRunDetail } from "#lib/runs/run-detail";
import { createPerson, useDatabase } from "#tests/support/database";
import { createSales } from "../ask/support.ts";
import { salesChart } from "./support.ts";

useDatabase();

afterAll(() => stopEngines());

async function ask(viewer: Person, question: string, context: ExplainedChart) {
  const { runId } = await startRun(viewer, { kind: "ask", question, context });
  for await (const _event of readRunEvents(viewer, runId, { after: 0, signal: AbortSignal.timeout(30_000) })) {
    // Until its end.
  }
  return getRunDetail(viewer, runId);
}

test("a question about a chart starts from the chart's worksheet, with what its controls are set to", async () => {
  const viewer = await createPerson();
  const { document, chart } = salesChart(await createSales(viewer), {
    filters: [{ id: "f", columnId: "key", kind: "list", values: { controlId: "c" }, exclude: false, nulls: "drop" }],
  });
  const controls = [{ kind: "list" as const, id: "c", name: "Regions", value: ["East", "West"], multiple: true }];
  const context = { chart, title: "Sales by region", data: { document: { ...document, controls } } };
  const { status, results, text } = await ask(viewer, "only in 2026", context);
  expect(status).toBe("done");
  expect(results.at(-1)?.rowCount).toBe(2);
  expect(text).toContain("1,400");
});

test("of a source that is not the viewer's to use nothing is taken over", async () => {
  const owner = await createPerson();
  const { document, chart } = salesChart(await createSales(owner));
  const stranger = await createPerson();
  await createSales(stranger);
  const { results } = await ask(stranger, "only in 2026", { chart, title: "", data: { document } });
  expect(results.map(({ columns }) => columns.map(({ name }) => name))).not.toContainEqual(["Region", "Total"]);
});
