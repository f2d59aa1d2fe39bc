import { randomUUID } from "node:crypto";
import { db } from "#db/client";
import type * as retention from "#db/queries/retention";
import { removeConversationsBefore, updateRetentionDays } from "#db/queries/retention";
import { thread } from "#db/schema/run";
import { defineAuthorization, marker } from "#tests/support/authorization";

export const authorization = defineAuthorization<typeof retention, void>({
  arrange: async ({ organizationId, userId }) => {
    await db().insert(thread).values({ id: randomUUID(), organizationId, ownerId: userId, title: marker });
  },
  queries: {
    removeConversationsBefore: {
      needs: "administer",
      call: (viewer) => removeConversationsBefore(viewer, new Date(Date.now() + 60_000)),
    },
    updateRetentionDays: { needs: "administer", call: (viewer) => updateRetentionDays(viewer, 7) },
  },
});
