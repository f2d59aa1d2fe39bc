import type * as workbooks from "#db/queries/workbooks";
import {
  createExploration,
  createWorkbook,
  findExploration,
  findWorkbooks,
  getWorkbook,
  getWorkbookState,
  removeWorkbook,
  updateExplorationBase,
  updateWorkbook,
  updateWorkbookDocument,
} from "#db/queries/workbooks";
import { emptyWorkbook } from "#lib/workbook/workbook";
import { defineAuthorization, marker } from "#tests/support/authorization";

const document = emptyWorkbook(marker);
const created = { name: marker, description: "", document };
const unbased = { ...created, baseWorkbookId: null, baseVersionId: null };

type Things = { readonly workbookId: string; readonly explorationId: string };

export const authorization = defineAuthorization<typeof workbooks, Things>({
  arrange: async (owner) => {
    const workbookId = await createWorkbook(owner, created);
    return { workbookId, explorationId: await createExploration(owner, { ...unbased, baseWorkbookId: workbookId }) };
  },
  queries: {
    findWorkbooks: { needs: "viewWorkbooks", isPrivate: true, call: (viewer) => findWorkbooks(viewer) },
    getWorkbook: {
      needs: "viewWorkbooks",
      isPrivate: true,
      call: (viewer, { workbookId }) => getWorkbook(viewer, workbookId, "draft"),
    },
    getWorkbookState: {
      needs: "viewWorkbooks",
      isPrivate: true,
      call: (viewer, { workbookId }) => getWorkbookState(viewer, workbookId),
    },
    createWorkbook: { needs: "build", call: (viewer) => createWorkbook(viewer, { ...created, name: "Another" }) },
    createExploration: {
      needs: "exploreBasic",
      call: (viewer) =>
        createExploration(viewer, { ...unbased, name: "Another", document: emptyWorkbook("another-page") }),
    },
    findExploration: {
      needs: "exploreBasic",
      isPrivate: true,
      call: (viewer, { workbookId }) => findExploration(viewer, workbookId),
    },
    updateWorkbookDocument: {
      needs: "exploreBasic",
      isPrivate: true,
      call: (viewer, { workbookId }) =>
        updateWorkbookDocument(viewer, workbookId, { document, revision: 1 }, () => undefined),
    },
    updateWorkbook: {
      needs: "exploreBasic",
      isPrivate: true,
      call: (viewer, { workbookId }) => updateWorkbook(viewer, workbookId, { name: "Renamed" }),
    },
    removeWorkbook: {
      needs: "exploreBasic",
      isPrivate: true,
      call: (viewer, { workbookId }) => removeWorkbook(viewer, workbookId),
    },
    updateExplorationBase: {
      needs: "exploreBasic",
      isPrivate: true,
      call: (viewer, { explorationId, workbookId }) =>
        updateExplorationBase(viewer, explorationId, { versionId: workbookId, document }),
    },
  },
});
