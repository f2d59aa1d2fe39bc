import { afterAll, beforeAll } from "vitest";
import { grantToEveryone, removeSourceGrant } from "#db/queries/source-grants";
import { runElementSchema, updateSharingSchema } from "#lib/contract/workbooks";
import { stopEngines } from "#lib/data/duckdb/engines";
import type { Permission, Person } from "#lib/permissions";
import type { WorkbookDocument } from "#lib/workbook/workbook";
import { makeWorkbook } from "#lib/workbook-store/create-workbook";
import { openExploration } from "#lib/workbook-store/explorations";
import { publishWorkbook } from "#lib/workbook-store/publish";
import { runElement } from "#lib/workbook-store/run-element";
import { updateSharing } from "#lib/workbook-store/sharing";
import type { Worksheet } from "#lib/worksheet/worksheet";
import { createSales } from "#tests/integration/ai/ask/support";
import { createOrganization, createPerson, useDatabase } from "#tests/support/database";
import { sampleDocument, worksheetOf } from "#tests/support/workbooks";

/** A workbook of Ada's that everybody may view and that is published: charts of sales, beside a source that only Ada may use. */

export const signal = new AbortController().signal;

let organization: { readonly id: string; readonly name: string };
export let ada: Person;
export let viewer: Person;
export let explorer: Person;
export let salariesId: string;
export let document: WorkbookDocument;
export let workbookId: string;

export const colleague = (...permissions: Permission[]) => createPerson({ organization, permissions });
export const everyone = { granteeKind: "everyone", granteeId: null } as const;

export function usePublishedCharts(): void {
  useDatabase();
  beforeAll(async () => {
    organization = await createOrganization();
    ada = await createPerson({ organization, name: "Ada" });
    viewer = await colleague("viewWorkbooks");
    explorer = await colleague("exploreFull");
    salariesId = await createSales(ada, "Salaries");
    await removeSourceGrant(ada, salariesId, grantToEveryone(ada));
    document = chartsAlone(sampleDocument(await createSales(ada)));
    workbookId = await publish(document);
  });
  afterAll(() => stopEngines());
}

/** Charts of the sales, filtered by a control, with a text; no table shows their rows. */
function chartsAlone({ elements: { table: _, ...elements }, ...sample }: WorkbookDocument): WorkbookDocument {
  const sales: Worksheet = {
    ...worksheetOf("Sales", sample.worksheets["sales"]?.source ?? { sourceId: "" }),
    filters: [
      {
        kind: "list",
        id: "choice",
        columnId: "region",
        exclude: false,
        nulls: "drop",
        values: { controlId: "Region-choice" },
      },
    ],
  };
  return {
    ...sample,
    worksheets: { ...sample.worksheets, sales },
    controls: [{ kind: "list", id: "Region-choice", name: "Region", value: ["East"], multiple: true }],
    elements,
    pages: sample.pages.filter(({ id }) => id === "first"),
  };
}

/** Another workbook of Ada's, shared in the same way. */
export async function publish(published: WorkbookDocument): Promise<string> {
  const id = await makeWorkbook(ada, { name: "Sales", description: "", document: published, explorationId: null });
  await updateSharing(ada, id, updateSharingSchema.parse({ ...everyone, access: "view" }));
  await publishWorkbook(ada, id, 1);
  return id;
}

export const whole = { worksheetId: "chart", level: "by-region", columns: ["region", "total"] };
export const run = (who: Person, view: object, asked: object = document, id = workbookId) =>
  runElement(who, id, runElementSchema.parse({ stage: "published", document: asked, view }), signal);
export const rowsOf = async (...asked: Parameters<typeof run>) => (await run(...asked)).rows.columns;

/** An exploration of it, by who may explore. */
export async function exploring(): Promise<string> {
  await updateSharing(ada, workbookId, updateSharingSchema.parse({ ...everyone, access: "explore" }));
  const id = await openExploration(explorer, { from: "workbook", workbookId });
  await updateSharing(ada, workbookId, updateSharingSchema.parse({ ...everyone, access: "view" }));
  return id;
}
