import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { db } from "#db/client";
import { source } from "#db/schema/source";
import { stopEngines } from "#lib/data/duckdb/engines";
import { exportCsv } from "#lib/data/export-csv";
import type { ViewOfDocument } from "#lib/data/prepare-view";
import { replayResult } from "#lib/data/replay";
import { runView } from "#lib/data/run-view";
import { createUploadedSource } from "#lib/data/upload/create-uploaded-source";
import { receiveUpload } from "#lib/data/upload/receive";
import type { AskbookError } from "#lib/errors";
import type { Person } from "#lib/permissions";
import { createOrganization, createPerson, useDatabase } from "#tests/support/database";

useDatabase();

const signal = new AbortController().signal;
let viewer: Person;
let sourceId = "";
let many = "";

beforeAll(async () => {
  viewer = await createPerson({ organization: await createOrganization() });
  const body = [
    "name,amount,on",
    '"=1+1",1.50,2024-01-31',
    "-2+3,-2,2024-02-01",
    "@cmd,3,",
    '"a, ""b""",4,2024-02-03',
  ].join("\n");
  sourceId = await createSource("small.csv", body);
  many = await createSource("many.csv", `n\n${Array.from({ length: 12_000 }, (_, n) => n).join("\n")}\n`);
});

afterAll(() => stopEngines());

async function createSource(name: string, body: string): Promise<string> {
  const request = new Request("http://askbook.test/", { method: "POST", body });
  const { uploadId } = await receiveUpload(viewer, request, name);
  return (await createUploadedSource(viewer, uploadId, { name, shareWithEveryone: true }, signal)).sourceId;
}

function all(id: string, formulas: Readonly<Record<string, string>>): ViewOfDocument {
  const columns = Object.entries(formulas).map(([name, formula], index) => ({ id: `c${index}`, name, formula }));
  const worksheet = {
    version: 1,
    name: "All, rows",
    source: { sourceId: id },
    columns,
    groupings: [],
    summaries: [],
    filters: [],
    sort: [],
    limit: null,
  } as const;
  return {
    document: {
      worksheets: { w: { ...worksheet, groupings: [], summaries: [], filters: [], sort: [] } },
      controls: [],
    },
    view: { worksheetId: "w", level: "base", columns: columns.map((column) => column.id) },
  };
}

async function errorOf(work: Promise<unknown>): Promise<AskbookError> {
  return work.then(
    () => Promise.reject(new Error("It should have failed.")),
    (error) => error,
  );
}

describe("CSV", () => {
  it("has numbers as numbers, and no text that a spreadsheet would compute", async () => {
    const result = await runView(viewer, all(sourceId, { "=Name": "[Name]", Amount: "[Amount]", On: "[On]" }), {
      signal,
    });
    const { name, stream } = await exportCsv(viewer, result.id, signal);
    const [header, ...lines] = (await new Response(stream).text()).trimEnd().split("\r\n");
    expect(name).toBe("All, rows");
    expect(header).toBe("'=Name,Amount,On");
    expect(lines.sort()).toEqual(
      ['"a, ""b""",4,2024-02-03', "'-2+3,-2,2024-02-01", "'=1+1,1.5,2024-01-31", "'@cmd,3,"].sort(),
    );
  });
  it("has all rows, also those that are not stored", async () => {
    const result = await runView(viewer, all(many, { N: "[N]" }), { signal });
    expect([result.rowCount, result.truncated]).toEqual([10_000, true]);
    const { stream } = await exportCsv(viewer, result.id, signal);
    const lines = (await new Response(stream).text()).trimEnd().split("\r\n");
    expect(lines.length).toBe(12_001);
    expect(new Set(lines).size).toBe(12_001);
  });
  it("needs the permission to explore", async () => {
    const asker = await createPerson({
      organization: { id: viewer.organizationId, name: "" },
      permissions: ["useAsk"],
    });
    const result = await runView(asker, all(sourceId, { Name: "[Name]" }), { signal });
    expect((await errorOf(exportCsv(asker, result.id, signal))).code).toBe("forbidden");
  });
});

describe("replay", () => {
  it("gives the same rows again", async () => {
    const result = await runView(viewer, all(sourceId, { Name: "[Name]", Double: "[Amount] * 2" }), { signal });
    expect(await replayResult(viewer, result.id, signal)).toMatchObject({
      same: true,
      rowCount: 4,
      differenceCount: 0,
      difference: null,
    });
  });
  it("counts what differs when the data or its rules have changed", async () => {
    const result = await runView(viewer, all(sourceId, { Name: "[Name]" }), { signal });
    await db().update(source).set({ rowRule: "[Amount] > 0" }).where(eq(source.id, sourceId));
    try {
      const replay = await replayResult(viewer, result.id, signal);
      expect(replay).toMatchObject({ same: false, rowCount: 3, differenceCount: 1 });
      expect(replay.difference).toContain("There were 4 rows, now there are 3.");
      expect(replay.changes).toEqual([]);
    } finally {
      await db().update(source).set({ rowRule: null }).where(eq(source.id, sourceId));
    }
  });
});
