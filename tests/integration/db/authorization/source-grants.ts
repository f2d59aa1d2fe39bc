import { getUploadConnectionId } from "#db/queries/connections";
import type * as sourceGrants from "#db/queries/source-grants";
import {
  findGrantableSources,
  findSourceGrants,
  grantToEveryone,
  removeSourceGrant,
  updateSourceGrant,
} from "#db/queries/source-grants";
import { createSource } from "#db/queries/sources";
import { defineAuthorization, marker } from "#tests/support/authorization";

type Things = { readonly sourceId: string };

export const authorization = defineAuthorization<typeof sourceGrants, Things>({
  arrange: async (owner) => {
    const created = {
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
    } as const;
    const own = { granteeKind: "user", granteeId: owner.userId, access: "manage" } as const;
    return { sourceId: await createSource(owner, { ...created, columns: [], metrics: [], relationships: [] }, [own]) };
  },
  queries: {
    findSourceGrants: {
      needs: "build",
      isPrivate: true,
      call: (viewer, { sourceId }) => findSourceGrants(viewer, sourceId),
    },
    findGrantableSources: {
      needs: null,
      isPrivate: true,
      call: async (viewer, { sourceId }) => findGrantableSources(viewer, [sourceId]),
    },
    updateSourceGrant: {
      needs: "build",
      isPrivate: true,
      call: (viewer, { sourceId }) => updateSourceGrant(viewer, sourceId, grantToEveryone(viewer)),
    },
    removeSourceGrant: {
      needs: "build",
      isPrivate: true,
      call: (viewer, { sourceId }) => removeSourceGrant(viewer, sourceId, grantToEveryone(viewer)),
    },
    /** Makes a value; nothing is read. */
    grantToEveryone: { needs: null, call: async (viewer) => grantToEveryone(viewer).access },
  },
});
