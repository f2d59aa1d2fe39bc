import { randomUUID } from "node:crypto";
import { createAccountType } from "#db/queries/account-types";
import type * as invitations from "#db/queries/invitations";
import {
  createInvitation,
  createPasswordReset,
  findInvitations,
  removeInvitation,
  renewInvitation,
} from "#db/queries/invitations";
import { createUser } from "#db/queries/users";
import { defineAuthorization, marker } from "#tests/support/authorization";

type Things = { readonly accountTypeId: string; readonly invitationId: string; readonly userId: string };

const email = () => `${randomUUID()}@${marker}.test`;
const link = () => ({ tokenHash: randomUUID(), expiresAt: new Date(Date.now() + 60_000) });

export const authorization = defineAuthorization<typeof invitations, Things>({
  arrange: async (owner) => {
    const accountTypeId = await createAccountType(owner, { name: "Readers", permissions: ["useAsk"] });
    return {
      accountTypeId,
      invitationId: await createInvitation(owner, { email: email(), accountTypeId, ...link() }),
      userId: await createUser(owner, { name: marker, email: email(), accountTypeId, passwordHash: null }),
    };
  },
  queries: {
    findInvitations: { needs: "administer", call: (viewer) => findInvitations(viewer) },
    createInvitation: {
      needs: "administer",
      call: (viewer, { accountTypeId }) =>
        createInvitation(viewer, { email: `${randomUUID()}@example.test`, accountTypeId, ...link() }),
    },
    renewInvitation: {
      needs: "administer",
      call: (viewer, { invitationId }) => renewInvitation(viewer, invitationId, link()),
    },
    removeInvitation: {
      needs: "administer",
      call: (viewer, { invitationId }) => removeInvitation(viewer, invitationId),
    },
    createPasswordReset: {
      needs: "administer",
      call: (viewer, { userId }) => createPasswordReset(viewer, userId, link()),
    },
  },
});
