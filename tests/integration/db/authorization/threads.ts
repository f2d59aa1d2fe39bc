import { createRun } from "#db/queries/runs";
import type * as threads from "#db/queries/threads";
import { findThreads, getThread, removeThread, updateThreadTitle } from "#db/queries/threads";
import { defineAuthorization, marker } from "#tests/support/authorization";

type Things = { readonly threadId: string };

export const authorization = defineAuthorization<typeof threads, Things>({
  arrange: (owner) => createRun(owner, { kind: "ask", instanceId: "test", input: {}, title: marker }, () => []),
  queries: {
    findThreads: { needs: "useAsk", isPrivate: true, call: (viewer) => findThreads(viewer) },
    getThread: { needs: "useAsk", isPrivate: true, call: (viewer, { threadId }) => getThread(viewer, threadId) },
    updateThreadTitle: {
      needs: "useAsk",
      isPrivate: true,
      call: (viewer, { threadId }) => updateThreadTitle(viewer, threadId, "Another"),
    },
    removeThread: { needs: "useAsk", isPrivate: true, call: (viewer, { threadId }) => removeThread(viewer, threadId) },
  },
});
