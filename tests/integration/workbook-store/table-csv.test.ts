import { afterAll, beforeAll, expect, test } from "vitest";
import { runElementSchema } from "#lib/contract/workbooks";
import { stopEngines } from "#lib/data/duckdb/engines";
import { exportCsv } from "#lib/data/export-csv";
import { createUploadedSource } from "#lib/data/upload/create-uploaded-source";
import { receiveUpload } from "#lib/data/upload/receive";
import type { Person } from "#lib/permissions";
import { listRows } from "#lib/workbook/edit-worksheet/list-rows";
import { tableLevels } from "#lib/workbook/edit-worksheet/table-views";
import type { WorkbookDocument } from "#lib/workbook/workbook";
import { makeWorkbook } from "#lib/workbook-store/create-workbook";
import { runElement } from "#lib/workbook-store/run-element";
import type { Worksheet } from "#lib/worksheet/worksheet";
import { createOrganization, createPerson, useDatabase } from "#tests/support/database";
import { tableElement } from "#tests/support/workbooks";

/** A table with nested groups as a file. */

useDatabase();

const { signal } = new AbortController();
let ada: Person;
let sourceId: string;

beforeAll(async () => {
  ada = await createPerson({ organization: await createOrganization() });
  const lines = ["Region,City,Amount", "West,Reno,5", "East,=Oslo,1", "East,=Oslo,2", "East,Bern,4", "West,Reno,1"];
  const request = new Request("http://askbook.test/", { method: "POST", body: lines.join("\n") });
  const { uploadId } = await receiveUpload(ada, request, "cities.csv");
  ({ sourceId } = await createUploadedSource(ada, uploadId, { name: "cities", shareWithEveryone: true }, signal));
});

afterAll(() => stopEngines());

function worksheet(change: Partial<Worksheet> = {}): Worksheet {
  return {
    version: 1,
    name: "Cities",
    source: { sourceId },
    columns: [
      { id: "region", name: "Region", formula: "[Region]" },
      { id: "city", name: "City", formula: "[City]" },
      { id: "amount", name: "Amount", formula: "[Amount]" },
      { id: "of-region", name: "Of region", formula: "Sum([Amount])" },
      { id: "of-city", name: "Of city", formula: "Sum([Amount])" },
      { id: "all", name: "All", formula: "Sum([Amount])" },
    ],
    groupings: [
      {
        id: "by-region",
        keys: ["region"],
        calculations: ["of-region"],
        sort: [{ columnId: "of-region", direction: "descending" }],
      },
      { id: "by-city", keys: ["city"], calculations: ["of-city"], sort: [] },
    ],
    summaries: ["all"],
    filters: [],
    sort: [{ columnId: "amount", direction: "descending" }],
    limit: null,
    ...change,
  };
}

async function linesOf(columns: readonly string[], sheet = worksheet()): Promise<string[]> {
  const table = { ...tableElement("table", "w"), columns: [...columns], collapsed: ["by-region"] };
  const document: WorkbookDocument = {
    worksheets: { w: sheet },
    controls: [],
    elements: { table },
    pages: [{ id: "p", name: "Page", layout: [{ elementId: "table", x: 0, y: 0, width: 24, height: 10 }] }],
  };
  const workbookId = await makeWorkbook(ada, { name: "Cities", description: "", document, explorationId: null });
  const listed = listRows(document, "w", tableLevels(sheet, columns), columns);
  const { result } = await runElement(ada, workbookId, runElementSchema.parse({ stage: "draft", ...listed }), signal);
  const text = await new Response((await exportCsv(ada, result.id, signal)).stream).text();
  return text.trimEnd().split("\r\n");
}

test("has its innermost rows with a column for each level, in the order of the groups, and no formulas", async () => {
  expect(await linesOf(["region", "of-region", "city", "of-city", "amount"])).toEqual([
    "Region,Of region,City,Of city,Amount",
    "East,7,'=Oslo,3,2",
    "East,7,'=Oslo,3,1",
    "East,7,Bern,4,4",
    "West,6,Reno,6,5",
    "West,6,Reno,6,1",
  ]);
});

test("without columns of single rows has a row for each innermost group", async () => {
  const sheet = worksheet({ sort: [{ columnId: "of-city", direction: "descending" }] });
  expect(await linesOf(["city", "of-city", "of-region"], sheet)).toEqual([
    "City,Of city,Of region",
    "Bern,4,7",
    "'=Oslo,3,7",
    "Reno,6,6",
  ]);
});

test("leaves rows without groups as they are", async () => {
  const sheet = worksheet({ groupings: [], sort: [] });
  expect(await linesOf(["city", "amount"], sheet)).toHaveLength(6);
});
