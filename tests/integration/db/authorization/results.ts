import { getUploadConnectionId } from "#db/queries/connections";
import type * as results from "#db/queries/results";
import {
  createResult,
  createResultCopy,
  findResultChunks,
  findSameResult,
  getStoredResult,
  type NewResult,
} from "#db/queries/results";
import { createSource } from "#db/queries/sources";
import { defineAuthorization, marker } from "#tests/support/authorization";

type Things = { readonly created: NewResult; readonly resultId: string };

const chunk = { offset: 0, rowCount: 1, columns: [[marker]] };
const range = { offset: 0, limit: 1 };

export const authorization = defineAuthorization<typeof results, Things>({
  arrange: async (owner) => {
    const sourceId = await createSource(
      owner,
      {
        connectionId: await getUploadConnectionId(owner),
        name: marker,
        kind: "table",
        description: "",
        aiContext: "",
        endorsement: "none",
        highlighted: false,
        rowCount: null,
        byteCount: null,
        columns: [],
        metrics: [],
        relationships: [],
      },
      [{ granteeKind: "everyone", granteeId: owner.organizationId, access: "use" }],
    );
    const created: NewResult = {
      runId: null,
      workbookId: null,
      sourceId,
      document: { worksheets: {}, controls: [] },
      view: { worksheetId: "w", level: "base", columns: ["c"] },
      queryHash: marker,
      sql: marker,
      dataVersions: {},
      asOf: "2026-11-01",
      schema: [],
      rowCount: 1,
      truncated: false,
      elapsedMs: 0,
    };
    return { created, resultId: await createResult(owner, created, [chunk]) };
  },
  queries: {
    createResult: {
      needs: null,
      call: async (viewer, { created }) => (await createResult(viewer, created, [])).length,
    },
    createResultCopy: {
      needs: null,
      isPrivate: true,
      call: async (viewer, { created, resultId }) =>
        findResultChunks(viewer, await createResultCopy(viewer, created, resultId), range),
    },
    getStoredResult: {
      needs: null,
      isPrivate: true,
      call: (viewer, { resultId }) => getStoredResult(viewer, resultId),
    },
    findSameResult: { needs: null, isPrivate: true, call: (viewer) => findSameResult(viewer, marker, null) },
    findResultChunks: {
      needs: null,
      isPrivate: true,
      call: (viewer, { resultId }) => findResultChunks(viewer, resultId, range),
    },
  },
});
