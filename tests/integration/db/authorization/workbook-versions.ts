import type * as versions from "#db/queries/workbook-versions";
import { createWorkbookVersion, findWorkbookVersions, getWorkbookVersion } from "#db/queries/workbook-versions";
import { createWorkbook } from "#db/queries/workbooks";
import { emptyWorkbook } from "#lib/workbook/workbook";
import { defineAuthorization, marker } from "#tests/support/authorization";

type Things = { readonly workbookId: string; readonly versionId: string };

export const authorization = defineAuthorization<typeof versions, Things>({
  arrange: async (owner) => {
    const created = { name: marker, description: "", document: emptyWorkbook(marker) };
    const workbookId = await createWorkbook(owner, created);
    await createWorkbookVersion(owner, workbookId, 1);
    const [version] = await findWorkbookVersions(owner, workbookId);
    return { workbookId, versionId: version?.id ?? "" };
  },
  queries: {
    findWorkbookVersions: {
      needs: "build",
      isPrivate: true,
      call: (viewer, { workbookId }) => findWorkbookVersions(viewer, workbookId),
    },
    getWorkbookVersion: {
      needs: "build",
      isPrivate: true,
      call: (viewer, { workbookId, versionId }) => getWorkbookVersion(viewer, workbookId, versionId),
    },
    createWorkbookVersion: {
      needs: "build",
      isPrivate: true,
      call: (viewer, { workbookId }) => createWorkbookVersion(viewer, workbookId, 1),
    },
  },
});
