import type * as grants from "#db/queries/workbook-grants";
import {
  findLackedSources,
  findWorkbookGrants,
  removeWorkbookGrant,
  updateWorkbookGrant,
} from "#db/queries/workbook-grants";
import { createWorkbook } from "#db/queries/workbooks";
import { emptyWorkbook } from "#lib/workbook/workbook";
import { defineAuthorization, marker } from "#tests/support/authorization";

type Things = { readonly workbookId: string; readonly granteeId: string };

export const authorization = defineAuthorization<typeof grants, Things>({
  arrange: async (owner) => {
    const created = { name: marker, description: "", document: emptyWorkbook(marker) };
    const workbookId = await createWorkbook(owner, created);
    const granteeId = owner.userId;
    await updateWorkbookGrant(owner, workbookId, { granteeKind: "user", granteeId, access: "view" });
    return { workbookId, granteeId };
  },
  queries: {
    findWorkbookGrants: {
      needs: "build",
      isPrivate: true,
      call: (viewer, { workbookId }) => findWorkbookGrants(viewer, workbookId),
    },
    findLackedSources: {
      needs: "build",
      isPrivate: true,
      call: (viewer, { workbookId }) => findLackedSources(viewer, workbookId, [workbookId]),
    },
    updateWorkbookGrant: {
      needs: "build",
      isPrivate: true,
      call: (viewer, { workbookId }) =>
        updateWorkbookGrant(viewer, workbookId, {
          granteeKind: "everyone",
          granteeId: viewer.organizationId,
          access: "edit",
        }),
    },
    removeWorkbookGrant: {
      needs: "build",
      isPrivate: true,
      call: (viewer, { workbookId, granteeId }) =>
        removeWorkbookGrant(viewer, workbookId, { granteeKind: "user", granteeId }),
    },
  },
});
