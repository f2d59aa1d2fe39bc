import type * as usage from "#db/queries/usage";
import { addToCounter, createModelCall, getCounters, reserveInCounters } from "#db/queries/usage";
import { defineAuthorization, marker } from "#tests/support/authorization";

const windowStart = new Date(0);
const call = { feature: marker, kind: "chat", provider: "p", model: "m", elapsedMs: 1, outcome: "done" } as const;

export const authorization = defineAuthorization<typeof usage, null>({
  arrange: async (owner) => {
    await createModelCall(owner, call);
    await addToCounter(owner, { name: "n", windowStart, amount: 1 });
    return null;
  },
  queries: {
    createModelCall: { needs: null, call: (viewer) => createModelCall(viewer, call) },
    addToCounter: { needs: null, call: (viewer) => addToCounter(viewer, { name: "n", windowStart, amount: 1 }) },
    reserveInCounters: {
      needs: null,
      call: (viewer) => reserveInCounters(viewer, windowStart, 1, [{ name: "n", limit: 5 }]),
    },
    getCounters: { needs: null, call: async (viewer) => [...(await getCounters(viewer, windowStart, ["n"]))] },
  },
});
