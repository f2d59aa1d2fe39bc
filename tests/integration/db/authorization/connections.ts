import type * as connections from "#db/queries/connections";
import { findConnections, getUploadConnectionId } from "#db/queries/connections";
import { defineAuthorization } from "#tests/support/authorization";

type Things = { readonly connectionId: string };

export const authorization = defineAuthorization<typeof connections, Things>({
  arrange: async (owner) => ({ connectionId: await getUploadConnectionId(owner) }),
  queries: {
    getUploadConnectionId: { needs: "build", call: async (viewer) => (await getUploadConnectionId(viewer)).length },
    findConnections: { needs: null, call: (viewer, { connectionId }) => findConnections(viewer, [connectionId]) },
  },
});
