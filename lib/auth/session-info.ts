import "server-only";
import { findAccountTypes } from "#db/queries/account-types";
import { getOrganization } from "#db/queries/organizations";
import { getPasswordHash } from "#db/queries/users";
import type { SessionInfo } from "#lib/contract/accounts";
import type { Person } from "#lib/permissions";
import { findSingleSignOn } from "./oidc/client.ts";

/** What a client is told of the one who is signed in. */
export async function describeSession(viewer: Person): Promise<SessionInfo> {
  const [organization, accountTypes, passwordHash] = await Promise.all([
    getOrganization(viewer),
    findAccountTypes(viewer),
    getPasswordHash(viewer),
  ]);
  const accountType = accountTypes.find(({ id }) => id === viewer.accountTypeId);
  return {
    user: { id: viewer.userId, name: viewer.name, email: viewer.email },
    organization: { id: organization.id, name: organization.name },
    accountType: { id: viewer.accountTypeId, name: accountType?.name ?? "" },
    permissions: [...viewer.permissions],
    signIn: { password: passwordHash !== null, singleSignOn: findSingleSignOn()?.label ?? null },
  };
}
