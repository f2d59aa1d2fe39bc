import { getUploadConnectionId } from "#db/queries/connections";
import type * as sourceSearch from "#db/queries/source-search";
import { findSearchableSources } from "#db/queries/source-search";
import { createSource } from "#db/queries/sources";
import { defineAuthorization, marker } from "#tests/support/authorization";

export const authorization = defineAuthorization<typeof sourceSearch, unknown>({
  arrange: async (owner) =>
    createSource(
      owner,
      {
        connectionId: await getUploadConnectionId(owner),
        name: marker,
        kind: "table",
        description: marker,
        aiContext: "",
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
    findSearchableSources: { needs: "useAsk", isPrivate: true, call: (viewer) => findSearchableSources(viewer) },
  },
});
