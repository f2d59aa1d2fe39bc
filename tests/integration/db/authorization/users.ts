import { randomUUID } from "node:crypto";
import { createAccountType } from "#db/queries/account-types";
import type * as users from "#db/queries/users";
import {
  createUser,
  deactivateUser,
  findColleagues,
  findUsers,
  getPasswordHash,
  reactivateUser,
  updatePasswordHash,
  updateUserAccountType,
} from "#db/queries/users";
import { defineAuthorization, marker } from "#tests/support/authorization";

type Things = { readonly userId: string; readonly accountTypeId: string };

export const authorization = defineAuthorization<typeof users, Things>({
  arrange: async (owner) => {
    const accountTypeId = await createAccountType(owner, { name: "Readers", permissions: ["useAsk"] });
    await updatePasswordHash(owner, marker);
    const email = `${randomUUID()}@${marker}.test`;
    return {
      accountTypeId,
      userId: await createUser(owner, { name: marker, email, accountTypeId, passwordHash: null }),
    };
  },
  queries: {
    findUsers: { needs: "administer", call: (viewer) => findUsers(viewer) },
    findColleagues: { needs: "build", call: (viewer) => findColleagues(viewer) },
    createUser: {
      needs: "administer",
      call: (viewer, { accountTypeId }) =>
        createUser(viewer, { name: "New", email: `${randomUUID()}@example.test`, accountTypeId, passwordHash: null }),
    },
    updateUserAccountType: {
      needs: "administer",
      call: (viewer, { userId, accountTypeId }) => updateUserAccountType(viewer, userId, accountTypeId),
    },
    deactivateUser: { needs: "administer", call: (viewer, { userId }) => deactivateUser(viewer, userId) },
    reactivateUser: { needs: "administer", call: (viewer, { userId }) => reactivateUser(viewer, userId) },
    getPasswordHash: { needs: null, isPrivate: true, call: (viewer) => getPasswordHash(viewer) },
    updatePasswordHash: { needs: null, isPrivate: true, call: (viewer) => updatePasswordHash(viewer, "another hash") },
  },
});
