import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { db } from "#db/client";
import { source } from "#db/schema/source";
import { findColumnValues } from "#lib/data/column-values";
import { stopEngines } from "#lib/data/duckdb/engines";
import { createUploadedSource } from "#lib/data/upload/create-uploaded-source";
import { receiveUpload } from "#lib/data/upload/receive";
import { createOrganization, createPerson, useDatabase } from "#tests/support/database";

useDatabase();

const { signal } = new AbortController();
let viewer: Awaited<ReturnType<typeof createPerson>>;
let sourceId = "";

beforeAll(async () => {
  viewer = await createPerson({
    organization: await createOrganization(),
    permissions: ["useAsk", "build", "viewWorkbooks", "exploreBasic", "exploreFull"],
  });
  const body = [
    "Place,Amount,On",
    "East,1,2024-01-31",
    "West,2,2024-02-01",
    "East,2,2024-02-02",
    "100%_off,3,",
    ",2,",
  ].join("\n");
  const request = new Request("http://askbook.test/", { method: "POST", body });
  const { uploadId } = await receiveUpload(viewer, request, "places.csv");
  ({ sourceId } = await createUploadedSource(
    viewer,
    uploadId,
    { name: "places.csv", shareWithEveryone: false },
    signal,
  ));
});

afterAll(() => stopEngines());

const find = (formula: string, search = "") => findColumnValues(viewer, sourceId, { formula, search }, signal);

it("gives the values of a column with their rows, most frequent first, those without one among them", async () => {
  const { values, isComplete } = await find("[Place]");
  expect(isComplete).toBe(true);
  expect(values[0]).toEqual({ value: "East", rowCount: 2 });
  expect(values).toContainEqual({ value: null, rowCount: 1 });
  expect(values).toHaveLength(4);
});

it("searches in any case and by the letters themselves, in numbers, dates and formulas too", async () => {
  expect((await find("[Place]", "ST")).values.map(({ value }) => value)).toEqual(["East", "West"]);
  expect((await find("[Place]", "%_")).values.map(({ value }) => value)).toEqual(["100%_off"]);
  expect((await find("[Amount]", "2")).values).toEqual([{ value: 2, rowCount: 3 }]);
  expect((await find("[On]", "2024-02")).values).toHaveLength(2);
  expect((await find('DateTrunc("month", [On])', "2024-02")).values).toEqual([{ value: "2024-02-01", rowCount: 2 }]);
});

it("is refused for a source of others, for what aggregates, and to those who may neither ask nor explore", async () => {
  const stranger = await createPerson({
    organization: { id: viewer.organizationId, name: "" },
    permissions: ["useAsk"],
  });
  const asked = { formula: "[Place]", search: "" };
  await expect(findColumnValues(stranger, sourceId, asked, signal)).rejects.toMatchObject({ code: "not_found" });
  await expect(find("Count()")).rejects.toMatchObject({ code: "formula_invalid" });
  await expect(findColumnValues({ ...viewer, permissions: new Set() }, sourceId, asked, signal)).rejects.toMatchObject({
    code: "forbidden",
  });
});

it("tells only of rows that the viewer may read", async () => {
  await db().update(source).set({ rowRule: '[Place] = "West"' }).where(eq(source.id, sourceId));
  expect((await find("[Place]")).values).toEqual([{ value: "West", rowCount: 1 }]);
});
