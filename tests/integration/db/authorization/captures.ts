import { randomUUID } from "node:crypto";
import { db } from "#db/client";
import type * as captures from "#db/queries/captures";
import { createCapture, findCaptures, updateCaptureTokens } from "#db/queries/captures";
import { run } from "#db/schema/run";
import { defineAuthorization, marker } from "#tests/support/authorization";

type Things = { readonly runId: string; readonly captureId: number };

const captureOf = (runId: string) => ({ runId, provider: "p", model: "m", url: "u", body: marker });

export const authorization = defineAuthorization<typeof captures, Things>({
  arrange: async (owner) => {
    const runId = randomUUID();
    const { organizationId, userId } = owner;
    await db().insert(run).values({ id: runId, organizationId, userId, kind: "ask", instanceId: "test", input: {} });
    return { runId, captureId: await createCapture(owner, captureOf(runId)) };
  },
  queries: {
    createCapture: { needs: null, call: (viewer, { runId }) => createCapture(viewer, captureOf(runId)) },
    findCaptures: { needs: null, call: (viewer, { runId }) => findCaptures(viewer, runId) },
    updateCaptureTokens: {
      needs: "administer",
      call: (viewer, { captureId }) => updateCaptureTokens(viewer, captureId, { inputTokens: 1, outputTokens: 1 }),
    },
  },
});
