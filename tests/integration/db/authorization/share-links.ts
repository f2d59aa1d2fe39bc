import { createRun } from "#db/queries/runs";
import type * as shareLinks from "#db/queries/share-links";
import {
  createShareLink,
  findSharedQueries,
  findShareLink,
  getSharedThread,
  removeShareLink,
} from "#db/queries/share-links";
import { defineAuthorization } from "#tests/support/authorization";

type Things = { readonly threadId: string; readonly linkId: string };

export const authorization = defineAuthorization<typeof shareLinks, Things>({
  arrange: async (owner) => {
    const { threadId } = await createRun(
      owner,
      { kind: "ask", instanceId: "test", input: {}, title: "Shared" },
      () => [],
    );
    return { threadId, linkId: (await createShareLink(owner, threadId)).id };
  },
  queries: {
    findShareLink: {
      needs: "useAsk",
      isPrivate: true,
      call: (viewer, { threadId }) => findShareLink(viewer, threadId),
    },
    createShareLink: {
      needs: "useAsk",
      isPrivate: true,
      call: (viewer, { threadId }) => createShareLink(viewer, threadId),
    },
    removeShareLink: {
      needs: "useAsk",
      isPrivate: true,
      call: (viewer, { threadId }) => removeShareLink(viewer, threadId),
    },
    // What a link leads to is for colleagues as well: that is what it is for.
    getSharedThread: { needs: "useAsk", call: (viewer, { linkId }) => getSharedThread(viewer, linkId) },
    findSharedQueries: { needs: "useAsk", call: (viewer, { linkId }) => findSharedQueries(viewer, linkId, [linkId]) },
  },
});
