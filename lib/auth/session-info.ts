import "server-only";
import { findAccountTypes } from "#db/queries/account-types";
import { getOrganization } from "#db/queries/organizations";
import type { SessionInfo } from "#lib/contract/accounts";
import type { Person } from "#lib/permissions";

/** What a client is told of the one who is signed in. */
export async function describeSession(viewer: Person): Promise<SessionInfo> {
  const [organization, accountTypes] = await Promise.all([getOrganization(viewer), findAccountTypes(viewer)]);
  const accountType = accountTypes.find(({ id }) => id === viewer.accountTypeId);
  return {
    user: { id: viewer.userId, name: viewer.name, email: viewer.email },
    organization: { id: organization.id, name: organization.name },
    accountType: { id: viewer.accountTypeId, name: accountType?.name ?? "" },
    permissions: [...viewer.permissions],
  };
}
