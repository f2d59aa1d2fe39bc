import type * as feedback from "#db/queries/feedback";
import { findFeedback, removeFeedback, updateFeedback } from "#db/queries/feedback";
import { createRun } from "#db/queries/runs";
import { defineAuthorization, marker } from "#tests/support/authorization";

type Things = { readonly runId: string };

export const authorization = defineAuthorization<typeof feedback, Things>({
  arrange: async (owner) => {
    const run = await createRun(owner, { kind: "ask", instanceId: "test", input: {}, title: marker }, () => []);
    await updateFeedback(owner, run.runId, { helpful: true, note: marker });
    return run;
  },
  queries: {
    findFeedback: { needs: null, isPrivate: true, call: (viewer, { runId }) => findFeedback(viewer, [runId]) },
    updateFeedback: {
      needs: null,
      isPrivate: true,
      call: (viewer, { runId }) => updateFeedback(viewer, runId, { helpful: false, note: "" }),
    },
    removeFeedback: { needs: null, isPrivate: true, call: (viewer, { runId }) => removeFeedback(viewer, runId) },
  },
});
