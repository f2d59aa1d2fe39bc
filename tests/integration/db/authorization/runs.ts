import type * as runs from "#db/queries/runs";
import {
  createLooseRun,
  createRun,
  createRunEvents,
  endRun,
  findBranch,
  findRunsOfThread,
  getRun,
  getRunProgress,
  interruptRun,
  type NewRun,
  removeFoldedEvents,
  requestStop,
  updateHeartbeat,
  updateRunModel,
} from "#db/queries/runs";
import { defineAuthorization, marker } from "#tests/support/authorization";

type Things = { readonly runId: string; readonly threadId: string };

const question: NewRun = {
  kind: "ask",
  instanceId: "test",
  input: { kind: "ask", question: marker },
  title: marker,
};
const ending = { status: "done", parts: [], error: null } as const;

export const authorization = defineAuthorization<typeof runs, Things>({
  arrange: (owner) => createRun(owner, question, () => [{ type: marker }]),
  queries: {
    createRun: {
      needs: "useAsk",
      isPrivate: true,
      call: (viewer, { threadId }) => createRun(viewer, { ...question, threadId }, () => []),
    },
    createLooseRun: {
      needs: "useFormulaAi",
      call: (viewer) => createLooseRun(viewer, { ...question, kind: "explain-formula" }, () => []),
    },
    getRun: { needs: null, isPrivate: true, call: (viewer, { runId }) => getRun(viewer, runId) },
    findRunsOfThread: {
      needs: "useAsk",
      isPrivate: true,
      call: (viewer, { threadId }) => findRunsOfThread(viewer, threadId),
    },
    findBranch: { needs: null, isPrivate: true, call: (viewer, { runId }) => findBranch(viewer, runId) },
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
