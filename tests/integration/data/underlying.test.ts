import { afterAll, beforeAll, expect, it } from "vitest";
import { stopEngines } from "#lib/data/duckdb/engines";
import { exportCsv } from "#lib/data/export-csv";
import { getResult, getResultRows } from "#lib/data/results";
import { runView } from "#lib/data/run-view";
import { openUnderlying } from "#lib/data/underlying";
import { createUploadedSource } from "#lib/data/upload/create-uploaded-source";
import { receiveUpload } from "#lib/data/upload/receive";
import { defaultAccountTypes, type Person } from "#lib/permissions";
import type { Filter } from "#lib/worksheet/worksheet";
import { createOrganization, createPerson, useDatabase } from "#tests/support/database";

useDatabase();

const { signal } = new AbortController();
let viewer: Person;
let sourceId = "";

beforeAll(async () => {
  viewer = await createPerson({ organization: await createOrganization() });
  const lines = ["Place,Amount,On", "East,1,2024-01-31", "West,2,2024-02-01", "East,2,2024-02-02", "North,3,", ",2,"];
  const request = new Request("http://askbook.test/", { method: "POST", body: lines.join("\n") });
  const { uploadId } = await receiveUpload(viewer, request, "places.csv");
  ({ sourceId } = await createUploadedSource(viewer, uploadId, { name: "places", shareWithEveryone: true }, signal));
});

afterAll(() => stopEngines());

async function byPlace(filters: readonly Filter[] = []): Promise<string> {
  const columns = [
    { id: "place", name: "Place", formula: "[Place]" },
    { id: "big", name: "Big", formula: "[Amount] > 1" },
    { id: "total", name: "Total", formula: "Sum([Amount])" },
  ];
  const groupings = [{ id: "g", keys: ["place"], calculations: ["total"], sort: [] }];
  const worksheet = {
    version: 1 as const,
    name: "By place",
    source: { sourceId },
    columns,
    groupings,
    summaries: [],
    filters: [...filters],
    sort: [{ columnId: "total", direction: "descending" as const }],
    limit: 2,
  };
  const document = { worksheets: { w: worksheet }, controls: [] };
  const view = { worksheetId: "w", level: "g", columns: ["place", "total"] };
  return (await runView(viewer, { document, view }, { signal })).id;
}

async function rowsOf(resultId: string): Promise<unknown[][]> {
  const { columns } = await getResultRows(viewer, resultId, { offset: 0, limit: 100 });
  return (columns[0] ?? []).map((_, row) => columns.map((cells) => cells[row]));
}

it("gives every column of the rows behind one row, and the worksheet's own", async () => {
  const opened = await openUnderlying(
    viewer,
    await byPlace(),
    { keys: [{ columnId: "place", value: "East" }] },
    signal,
  );
  const { schema } = await getResult(viewer, opened);
  expect(schema.map(({ name }) => name)).toEqual(["Place", "Amount", "On", "Big"]);
  expect((await rowsOf(opened)).toSorted()).toEqual([
    ["East", 1, "2024-01-31", false],
    ["East", 2, "2024-02-02", true],
  ]);
  const csv = await new Response((await exportCsv(viewer, opened, signal)).stream).text();
  expect(csv.split("\n")[0]).toContain("Place");
});

it("matches rows without a value, keeps the filters and leaves sorts and limits behind", async () => {
  const result = await byPlace([
    { id: "f", columnId: "big", kind: "list", values: [true], exclude: false, nulls: "drop" },
  ]);
  expect(
    await rowsOf(await openUnderlying(viewer, result, { keys: [{ columnId: "place", value: null }] }, signal)),
  ).toEqual([[null, 2, null, true]]);
  expect(await rowsOf(await openUnderlying(viewer, result, { keys: [] }, signal))).toHaveLength(4);
});

it("is for those who may explore, of results of their own, by keys that tell rows apart", async () => {
  const result = await byPlace();
  const asked = { keys: [{ columnId: "place", value: "East" }] };
  const reader = { ...viewer, permissions: new Set(defaultAccountTypes.view.permissions) };
  await expect(openUnderlying(reader, result, asked, signal)).rejects.toMatchObject({ code: "forbidden" });
  const stranger = await createPerson({ organization: { id: viewer.organizationId, name: "" } });
  await expect(openUnderlying(stranger, result, asked, signal)).rejects.toMatchObject({ code: "not_found" });
  const byTotal = { keys: [{ columnId: "total", value: 3 }] };
  await expect(openUnderlying(viewer, result, byTotal, signal)).rejects.toMatchObject({ code: "formula_invalid" });
});
