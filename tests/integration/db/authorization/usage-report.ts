import { createRun } from "#db/queries/runs";
import { createModelCall } from "#db/queries/usage";
import type * as usageReport from "#db/queries/usage-report";
import {
  findAskedQuestions,
  findCalledModels,
  findUsage,
  findUsageLines,
  getAskedQuestion,
  getUsageTotals,
  removeOldCounters,
} from "#db/queries/usage-report";
import { defineAuthorization, marker } from "#tests/support/authorization";

const range = { from: "2000-01-01", to: "2100-01-01", timeZone: "UTC" };

export const authorization = defineAuthorization<typeof usageReport, { readonly runId: string }>({
  arrange: async (owner) => {
    const input = { question: marker };
    const { runId } = await createRun(owner, { kind: "ask", instanceId: "t", input, title: marker }, () => []);
    await createModelCall(owner, {
      runId,
      questionId: runId,
      feature: marker,
      kind: "chat",
      provider: "p",
      model: "m",
      elapsedMs: 1,
      outcome: "done",
    });
    return { runId };
  },
  queries: {
    findUsage: { needs: "administer", call: (viewer) => findUsage(viewer, range, "feature") },
    findCalledModels: { needs: "administer", call: (viewer) => findCalledModels(viewer) },
    getUsageTotals: { needs: "administer", call: (viewer) => getUsageTotals(viewer, range) },
    findUsageLines: { needs: "administer", call: (viewer) => findUsageLines(viewer, range) },
    findAskedQuestions: { needs: "administer", call: (viewer) => findAskedQuestions(viewer, range) },
    getAskedQuestion: { needs: "administer", call: (viewer, { runId }) => getAskedQuestion(viewer, runId) },
    removeOldCounters: { needs: "administer", call: (viewer) => removeOldCounters(viewer, new Date()) },
  },
});
