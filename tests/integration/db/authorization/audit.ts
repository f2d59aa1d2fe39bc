import type * as audit from "#db/queries/audit";
import { createAuditEntry, findAuditEntries, findAuditNames } from "#db/queries/audit";
import { defineAuthorization, marker } from "#tests/support/authorization";

const entry = { action: marker, target: "", before: null, after: null, outcome: "done" } as const;

export const authorization = defineAuthorization<typeof audit, null>({
  arrange: async (owner) => {
    await createAuditEntry(owner, entry);
    return null;
  },
  queries: {
    createAuditEntry: { needs: null, call: (viewer) => createAuditEntry(viewer, entry) },
    findAuditNames: { needs: "administer", call: (viewer) => findAuditNames(viewer) },
    findAuditEntries: { needs: "administer", call: (viewer) => findAuditEntries(viewer) },
  },
});
