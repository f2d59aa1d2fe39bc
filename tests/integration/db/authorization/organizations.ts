import type * as organizations from "#db/queries/organizations";
import { getOrganization, updateOrganization } from "#db/queries/organizations";
import { defineAuthorization, marker } from "#tests/support/authorization";

export const authorization = defineAuthorization<typeof organizations, void>({
  arrange: async (owner) => {
    await updateOrganization(owner, { name: marker });
  },
  queries: {
    getOrganization: { needs: null, call: (viewer) => getOrganization(viewer) },
    updateOrganization: { needs: "administer", call: (viewer) => updateOrganization(viewer, { currency: "EUR" }) },
  },
});
