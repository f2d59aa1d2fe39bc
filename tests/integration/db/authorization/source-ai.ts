import { getUploadConnectionId } from "#db/queries/connections";
import type * as sourceAi from "#db/queries/source-ai";
import { findSourceAi, updateSourceAi } from "#db/queries/source-ai";
import { createSource } from "#db/queries/sources";
import { defineAuthorization, marker } from "#tests/support/authorization";

export const authorization = defineAuthorization<typeof sourceAi, string>({
  arrange: async (owner) =>
    createSource(
      owner,
      {
        connectionId: await getUploadConnectionId(owner),
        name: marker,
        kind: "table",
        description: marker,
        aiContext: marker,
        endorsement: "none",
        highlighted: false,
        rowCount: null,
        byteCount: null,
        columns: [],
        metrics: [],
        relationships: [],
      },
      [{ granteeKind: "user", granteeId: owner.userId, access: "manage" }],
    ),
  queries: {
    findSourceAi: { needs: "build", isPrivate: true, call: (viewer, sourceId) => findSourceAi(viewer, sourceId) },
    updateSourceAi: {
      needs: "build",
      isPrivate: true,
      call: (viewer, sourceId) => updateSourceAi(viewer, sourceId, { aiContext: "x", neverSend: [] }),
    },
  },
});
