import { afterAll, beforeAll, expect, test } from "vitest";
import { runElementSchema } from "#lib/contract/workbooks";
import { stopEngines } from "#lib/data/duckdb/engines";
import { prepareView } from "#lib/data/prepare-view";
import { createSample } from "#lib/data/sample";
import type { Person } from "#lib/permissions";
import { closureOf } from "#lib/workbook/from-results";
import { liveValuesOf, withLiveValues } from "#lib/workbook/live-text";
import type { Element, WorkbookDocument } from "#lib/workbook/workbook";
import { createSampleWorkbook } from "#lib/workbook-store/create-sample-workbook";
import { getWorkbookDetail } from "#lib/workbook-store/read-workbook";
import { runElement } from "#lib/workbook-store/run-element";
import type { View } from "#lib/worksheet/worksheet";
import { createOrganization, createPerson, useDatabase } from "#tests/support/database";

useDatabase();

let reader: Person;
let workbookId: string;
let document: WorkbookDocument;

beforeAll(async () => {
  const organization = await createOrganization();
  const ada = await createPerson({ organization });
  const { modelId } = await createSample(ada, { rows: 20_000 });
  workbookId = await createSampleWorkbook(ada, modelId);
  reader = await createPerson({ organization, permissions: ["viewWorkbooks"] });
  ({ document } = await getWorkbookDetail(reader, workbookId, "published"));
});

afterAll(() => stopEngines());

function viewOf(element: Element): View | null {
  if (element.kind === "chart") return element.chart.view;
  if (element.kind !== "table") return null;
  const level = document.worksheets[element.worksheetId]?.groupings.at(-1)?.id ?? "base";
  return { worksheetId: element.worksheetId, level, columns: element.columns };
}

async function run(whole: WorkbookDocument, view: View) {
  const needed = closureOf(whole, view.worksheetId);
  const worksheets = Object.fromEntries(Object.entries(whole.worksheets).filter(([id]) => needed.includes(id)));
  const asked = { document: { worksheets, controls: whole.controls }, view };
  const { checked } = await prepareView(reader, asked);
  expect(checked.diagnostics, view.worksheetId).toEqual([]);
  const input = runElementSchema.parse({ stage: "published", ...asked });
  return runElement(reader, workbookId, input, new AbortController().signal);
}

test("every element of it has rows for who may only look, and none of its formulas an error", async () => {
  for (const element of Object.values(document.elements)) {
    const view = viewOf(element);
    if (view === null) continue;
    expect((await run(document, view)).result.rowCount, element.id).toBeGreaterThan(1);
  }
});

test("the values in its text are there for who may only look", async () => {
  const whole = withLiveValues(document);
  const values = liveValuesOf(document, "welcome");
  expect(values).toHaveLength(3);
  for (const value of values) {
    if (value.state === "wrong") throw new Error(value.message);
    expect((await run(whole, value.view)).rows.columns[0]?.[0]).toBeGreaterThan(0);
  }
});
