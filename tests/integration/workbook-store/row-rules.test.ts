import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { db } from "#db/client";
import { getSourceProfile } from "#db/queries/sources";
import { source } from "#db/schema/source";
import { pictureInputSchema } from "#lib/contract/picture";
import { runElementSchema, updateSharingSchema } from "#lib/contract/workbooks";
import { findColumnValues } from "#lib/data/column-values";
import { stopEngines } from "#lib/data/duckdb/engines";
import { exportCsv } from "#lib/data/export-csv";
import { profileSource } from "#lib/data/profile";
import { getResultCount, getResultRows, getResultSql } from "#lib/data/results";
import { openUnderlying } from "#lib/data/underlying";
import type { Person } from "#lib/permissions";
import { drawResultPicture } from "#lib/picture/result-picture";
import type { WorkbookDocument } from "#lib/workbook/workbook";
import { makeWorkbook } from "#lib/workbook-store/create-workbook";
import { publishWorkbook } from "#lib/workbook-store/publish";
import { runElement } from "#lib/workbook-store/run-element";
import { updateSharing } from "#lib/workbook-store/sharing";
import { createSales, saying, scripted } from "#tests/integration/ai/ask/support";
import { asInput, explain, salesChart, sentTo } from "#tests/integration/ai/explain-chart/support";
import { chartOf } from "#tests/support/charts";
import { createOrganization, createPerson, useDatabase } from "#tests/support/database";
import { sampleDocument } from "#tests/support/workbooks";

/** One workbook over a source whose rule gives each person a region of their own. */

useDatabase();

const { signal } = new AbortController();
const rule =
  '[Region] = If(CurrentUserEmail() = "east@example.test", "East", CurrentUserEmail() = "west@example.test", "West", "None")';
const regions = { east: "East", west: "West" } as const;
const amounts = { east: 2600.5, west: 1850.25 } as const;
const keys = ["east", "west"] as const;

let east: Person;
let west: Person;
let ada: Person;
let sourceId: string;
let document: WorkbookDocument;
let workbookId: string;
const personOf = (key: "east" | "west"): Person => (key === "east" ? east : west);

beforeAll(async () => {
  const organization = await createOrganization();
  ada = await createPerson({ organization });
  east = await createPerson({ organization, email: "east@example.test", name: "Eve East" });
  west = await createPerson({ organization, email: "west@example.test", name: "Wes West" });
  sourceId = await createSales(ada);
  document = sampleDocument(sourceId);
  workbookId = await makeWorkbook(ada, { name: "Sales", description: "", document, explorationId: null });
  await publishWorkbook(ada, workbookId, 1);
  const everyone = { granteeKind: "everyone", granteeId: null, access: "explore" };
  await updateSharing(ada, workbookId, updateSharingSchema.parse(everyone));
});

afterAll(() => stopEngines());

const setRule = (rowRule: string | null) => db().update(source).set({ rowRule }).where(eq(source.id, sourceId));
const whole = { worksheetId: "sales", level: "by-region", columns: ["region", "total"] };
const run = (who: Person, view: object = whole, asked: object = document) =>
  runElement(who, workbookId, runElementSchema.parse({ stage: "published", document: asked, view }), signal);

test("what was kept before there was a rule is not shown after", async () => {
  await setRule(null);
  const { result } = await run(east);
  expect(result.rowCount).toBe(4);
  await setRule(rule);
  expect((await getResultRows(east, result.id, { offset: 0, limit: 10 })).columns[0]).toEqual(["East"]);
  expect(await getResultCount(east, result.id, signal)).toBe(1);
  expect(await csvOf(east, result.id)).not.toContain("West");
  expect((await svgOf(east, result.id)).includes("West")).toBe(false);
  expect((await run(east)).rows.columns[0]).toEqual(["East"]);
});

test.each(keys)("%s sees their own rows in every way, whoever looked before", async (key) => {
  await setRule(rule);
  const who = personOf(key);
  const { result, rows } = await run(who);
  expect(rows.columns).toEqual([[regions[key]], [amounts[key]]]);
  expect((await getResultRows(who, result.id, { offset: 0, limit: 2000 })).columns).toEqual(rows.columns);
  expect(await getResultCount(who, result.id, signal)).toBe(1);
  const other = key === "east" ? "West" : "East";
  expect(await csvOf(who, result.id)).not.toContain(other);
  expect(await svgOf(who, result.id)).toContain(regions[key]);
  expect(await svgOf(who, result.id)).not.toContain(other);
  const underlying = await openUnderlying(who, result.id, { keys: [] }, signal);
  const behind = await getResultRows(who, underlying, { offset: 0, limit: 100 });
  expect(behind.rowCount).toBe(2);
  expect(JSON.stringify(behind)).not.toContain(other);
  const asked = { formula: "[Region]", search: "" };
  expect((await findColumnValues(who, sourceId, asked, signal)).values.map(({ value }) => value)).toEqual([
    regions[key],
  ]);
  const live = {
    worksheetId: "live-words-0",
    level: "summary",
    columns: ["value"],
  };
  const spoken = {
    version: 1,
    name: "Live value 1 of words",
    source: { worksheetId: "sales", level: "base" },
    columns: [{ id: "value", name: "Live value 1", formula: "Sum([Amount])" }],
    groupings: [],
    summaries: ["value"],
    filters: [],
    sort: [],
    limit: null,
  };
  const withText = { ...document, worksheets: { ...document.worksheets, "live-words-0": spoken } };
  expect((await run(who, live, withText)).rows.columns).toEqual([[amounts[key]]]);
});

test("what one keeps is no other's, by any door", async () => {
  await setRule(rule);
  const { result } = await run(east);
  const range = { offset: 0, limit: 10 };
  for (const open of [
    () => getResultRows(west, result.id, range),
    () => getResultCount(west, result.id, signal),
    () => getResultSql(west, result.id),
    () => openUnderlying(west, result.id, { keys: [] }, signal),
    () => svgOf(west, result.id),
    () => csvOf(west, result.id),
  ])
    await expect(open()).rejects.toMatchObject({ code: "not_found" });
});

test("an explanation is given again only to who sees the same rows", async () => {
  await setRule(rule);
  const input = asInput(salesChart(sourceId), { title: "Ruled", regenerate: false });
  const first = scripted([saying('East has {{r1:"East".total}}.')]);
  expect((await explain(east, first, input)).text).toContain("East has");
  const second = scripted([saying('West has {{r1:"West".total}}.')]);
  const told = await explain(west, second, input);
  expect(second.doStreamCalls).toHaveLength(1);
  expect(sentTo(second)).not.toContain("East");
  expect(JSON.stringify(told.parts)).not.toContain("East");
  expect(told.text).toContain("West has");
});

test("the profile tells nobody of rows that a rule withholds", async () => {
  await setRule(null);
  await profileSource({ kind: "system", organizationId: ada.organizationId, purpose: "test" }, sourceId, signal);
  await setRule(rule);
  expect(JSON.stringify(await getSourceProfile(east, sourceId))).not.toContain("West");
});

test("nobody's rows are there for who has none", async () => {
  await setRule(rule);
  expect((await run(ada)).result.rowCount).toBe(0);
  await expect(drawn((await run(ada)).result.id)).resolves.toContain("<svg");
});

const drawn = (id: string) => svgOf(ada, id);

async function svgOf(who: Person, resultId: string): Promise<string> {
  const chart = chartOf({ mark: "bar", x: "region", y: ["total"] });
  const { body } = await drawResultPicture(who, resultId, pictureInputSchema.parse({ chart }), "svg");
  return String(body);
}

async function csvOf(who: Person, resultId: string): Promise<string> {
  return new Response((await exportCsv(who, resultId, signal)).stream).text();
}
