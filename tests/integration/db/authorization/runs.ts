import type * as runs from "#db/queries/runs";
import { createLooseRun, createRun, findBranch, findRunsOfThread, getRun, type NewRun } from "#db/queries/runs";
import { defineAuthorization, marker } from "#tests/support/authorization";

type Things = { readonly runId: string; readonly threadId: string };

const question: NewRun = {
  kind: "ask",
  instanceId: "test",
  input: { kind: "ask", question: marker },
  title: marker,
};

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
  },
});
