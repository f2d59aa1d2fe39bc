import { getUploadConnectionId } from "#db/queries/connections";
import type * as sourceSearch from "#db/queries/source-search";
import {
  findAskSources,
  findSearchableSources,
  findSourceUses,
  updateAskSourcesMode,
  updateHighlighted,
} from "#db/queries/source-search";
import { createSource } from "#db/queries/sources";
import { defineAuthorization, marker } from "#tests/support/authorization";

export const authorization = defineAuthorization<typeof sourceSearch, string>({
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
    findSourceUses: { needs: "useAsk", call: async (viewer) => [...(await findSourceUses(viewer, new Date(0)))] },
    findAskSources: { needs: "administer", call: (viewer) => findAskSources(viewer) },
    updateHighlighted: {
      needs: "administer",
      call: (viewer, sourceId) => updateHighlighted(viewer, [sourceId], true),
    },
    updateAskSourcesMode: { needs: "administer", call: (viewer) => updateAskSourcesMode(viewer, "highlighted") },
    findSearchableSources: { needs: "useAsk", isPrivate: true, call: (viewer) => findSearchableSources(viewer) },
  },
});
