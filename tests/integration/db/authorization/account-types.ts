import type * as accountTypes from "#db/queries/account-types";
import {
  createAccountType,
  findAccountTypes,
  removeAccountType,
  updateAccountType,
  updateAccountTypePermissions,
} from "#db/queries/account-types";
import { defineAuthorization, marker } from "#tests/support/authorization";

export const authorization = defineAuthorization<typeof accountTypes, { readonly accountTypeId: string }>({
  arrange: async (owner) => ({
    accountTypeId: await createAccountType(owner, { name: marker, permissions: ["useAsk"] }),
  }),
  queries: {
    findAccountTypes: { needs: null, call: (viewer) => findAccountTypes(viewer) },
    createAccountType: {
      needs: "administer",
      call: (viewer) => createAccountType(viewer, { name: "Another", permissions: [] }),
    },
    updateAccountType: {
      needs: "administer",
      call: (viewer, { accountTypeId }) =>
        updateAccountType(viewer, accountTypeId, { name: "Renamed", description: "" }),
    },
    updateAccountTypePermissions: {
      needs: "administer",
      call: (viewer, { accountTypeId }) =>
        updateAccountTypePermissions(viewer, [{ accountTypeId, permissions: ["viewSql"], expected: ["useAsk"] }]),
    },
    removeAccountType: {
      needs: "administer",
      call: (viewer, { accountTypeId }) => removeAccountType(viewer, accountTypeId, null),
    },
  },
});
