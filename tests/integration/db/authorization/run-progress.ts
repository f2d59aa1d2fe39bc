import type * as progress from "#db/queries/run-progress";
import {
  createRunEvents,
  endRun,
  getRunProgress,
  interruptRun,
  removeFoldedEvents,
  requestStop,
  updateHeartbeat,
  updateRunModel,
} from "#db/queries/run-progress";
import { createRun, type NewRun } from "#db/queries/runs";
import { defineAuthorization, marker } from "#tests/support/authorization";

type Things = { readonly runId: string };

const question: NewRun = {
  kind: "ask",
  instanceId: "test",
  input: { kind: "ask", question: marker },
  title: marker,
};
const ending = { status: "done", parts: [], error: null } as const;

export const authorization = defineAuthorization<typeof progress, Things>({
  arrange: (owner) => createRun(owner, question, () => [{ type: marker }]),
  queries: {
    getRunProgress: { needs: null, isPrivate: true, call: (viewer, { runId }) => getRunProgress(viewer, runId, 0) },
    createRunEvents: {
      needs: null,
      call: ({ organizationId }, { runId }) =>
        createRunEvents({ kind: "system", organizationId, purpose: "test" }, [
          { runId, seq: 2, chunks: [{ type: "x" }] },
        ]),
    },
    updateHeartbeat: { needs: null, isPrivate: true, call: (viewer, { runId }) => updateHeartbeat(viewer, runId) },
    updateRunModel: {
      needs: null,
      isPrivate: true,
      call: (viewer, { runId }) =>
        updateRunModel(viewer, runId, { provider: "p", model: "m", configurationVersion: null }),
    },
    endRun: { needs: null, isPrivate: true, call: (viewer, { runId }) => endRun(viewer, runId, ending) },
    interruptRun: {
      needs: null,
      isPrivate: true,
      call: (viewer, { runId }) =>
        interruptRun(viewer, runId, { ...ending, status: "interrupted" }, { seq: 2, chunks: [{ type: "x" }] }),
    },
    requestStop: { needs: null, isPrivate: true, call: (viewer, { runId }) => requestStop(viewer, runId) },
    removeFoldedEvents: { needs: null, isPrivate: true, call: (viewer) => removeFoldedEvents(viewer) },
  },
});
