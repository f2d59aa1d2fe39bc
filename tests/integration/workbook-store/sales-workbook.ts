import { afterAll, beforeAll, beforeEach } from "vitest";
import { updateSharingSchema, type WorkbookAccess } from "#lib/contract/workbooks";
import { stopEngines } from "#lib/data/duckdb/engines";
import type { Permission, Person } from "#lib/permissions";
import type { WorkbookDocument } from "#lib/workbook/workbook";
import { makeWorkbook } from "#lib/workbook-store/create-workbook";
import { updateSharing } from "#lib/workbook-store/sharing";
import { createSales } from "#tests/integration/ai/ask/support";
import { createOrganization, createPerson, useDatabase } from "#tests/support/database";
import { sampleDocument } from "#tests/support/workbooks";

/** A workbook over sales, Ada's alone and not published: made anew for each test. */

export let organization: { readonly id: string; readonly name: string };
export let ada: Person;
export let sourceId: string;
export let document: WorkbookDocument;
export let workbookId: string;

export function useSalesWorkbook(): void {
  useDatabase();
  beforeAll(async () => {
    organization = await createOrganization();
    ada = await createPerson({ organization, name: "Ada" });
    sourceId = await createSales(ada);
    document = sampleDocument(sourceId);
  });
  beforeEach(async () => {
    workbookId = await makeWorkbook(ada, { name: "Sales", description: "", document, explorationId: null });
  });
  afterAll(() => stopEngines());
}

export function colleague(permissions: readonly Permission[]): Promise<Person> {
  return createPerson({ organization, permissions: [...permissions] });
}

/** With everybody in the organization. */
export async function share(access: WorkbookAccess | null): Promise<void> {
  await updateSharing(ada, workbookId, updateSharingSchema.parse({ granteeKind: "everyone", granteeId: null, access }));
}
