import type * as explanations from "#db/queries/explanations";
import { findExplanation, updateExplanationKey } from "#db/queries/explanations";
import { endRun } from "#db/queries/run-progress";
import { createLooseRun } from "#db/queries/runs";
import { defineAuthorization, marker } from "#tests/support/authorization";

type Things = { readonly runId: string; readonly key: string };

export const authorization = defineAuthorization<typeof explanations, Things>({
  arrange: async (owner) => {
    const key = crypto.randomUUID();
    const run = { kind: "explain-chart", instanceId: "test", input: {} } as const;
    const { runId } = await createLooseRun(owner, run, () => []);
    await updateExplanationKey(owner, runId, key);
    await endRun(owner, runId, { status: "done", parts: [{ type: "text", text: marker }], error: null });
    return { runId, key };
  },
  queries: {
    updateExplanationKey: {
      needs: "explainCharts",
      isPrivate: true,
      call: (viewer, { runId }) => updateExplanationKey(viewer, runId, "another"),
    },
    // Everybody of the organization who can name the key has the same rows.
    findExplanation: { needs: "explainCharts", call: (viewer, { key }) => findExplanation(viewer, key) },
  },
});
