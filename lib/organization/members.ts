import "server-only";
import { findAccountTypes } from "#db/queries/account-types";
import { findInvitations } from "#db/queries/invitations";
import { deactivateUser, findUsers, reactivateUser, updateUserAccountType } from "#db/queries/users";
import { recordAudit } from "#lib/audit/record";
import type { ChangeAccountTypeInput, MembersPageData } from "#lib/contract/members";
import { type Person, summarizePermissions } from "#lib/permissions";

/** Everybody who is in, everybody who is invited, and what they can become. */
export async function getMembers(viewer: Person): Promise<MembersPageData> {
  const [users, invitations, accountTypes] = await Promise.all([
    findUsers(viewer),
    findInvitations(viewer),
    findAccountTypes(viewer),
  ]);
  return {
    members: users.map(({ createdAt: _, deactivatedAt, lastSeenAt, ...member }) => ({
      ...member,
      lastSeenAt: lastSeenAt?.toISOString() ?? null,
      isActive: deactivatedAt === null,
      isSelf: member.id === viewer.userId,
    })),
    invitations: invitations.map(({ createdAt: _, expiresAt, ...invitation }) => ({
      ...invitation,
      expiresAt: expiresAt.toISOString(),
      isExpired: expiresAt.getTime() <= Date.now(),
    })),
    accountTypes: accountTypes.map(({ id, name, description, permissions }) => ({
      id,
      name,
      description: description === "" ? summarizePermissions(permissions) : description,
    })),
  };
}

/** In force at the member's next request. Throws `conflict` for the last admin and for oneself. */
export async function changeAccountType(
  viewer: Person,
  { userId, accountTypeId }: ChangeAccountTypeInput,
): Promise<void> {
  const before = await updateUserAccountType(viewer, userId, accountTypeId);
  const accountType = (await findAccountTypes(viewer)).find(({ id }) => id === accountTypeId);
  await recordAudit(viewer, {
    action: "member.account-type",
    target: before.email,
    before: { accountType: before.accountTypeName },
    after: { accountType: accountType?.name },
    outcome: "done",
  });
}

/** Their sessions end at once. Throws `conflict` for the last admin and for oneself. */
export async function deactivateMember(viewer: Person, userId: string): Promise<void> {
  const { email } = await deactivateUser(viewer, userId);
  await recordAudit(viewer, {
    action: "member.deactivate",
    target: email,
    before: { isActive: true },
    after: { isActive: false },
    outcome: "done",
  });
}

export async function reactivateMember(viewer: Person, userId: string): Promise<void> {
  const { email } = await reactivateUser(viewer, userId);
  await recordAudit(viewer, {
    action: "member.reactivate",
    target: email,
    before: { isActive: false },
    after: { isActive: true },
    outcome: "done",
  });
}
