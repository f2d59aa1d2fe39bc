import "server-only";
import { and, asc, eq, isNull, ne } from "drizzle-orm";
import { db, type Executor } from "#db/client";
import { accountType } from "#db/schema/account-type";
import { invitation, session, user } from "#db/schema/user";
import { AskbookError } from "#lib/errors";
import { type Person, requirePermission, type Viewer } from "#lib/permissions";

export type Member = {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly accountTypeId: string;
  readonly accountTypeName: string;
  readonly createdAt: Date;
  readonly deactivatedAt: Date | null;
  /** To the hour; null: never signed in. */
  readonly lastSeenAt: Date | null;
};

/** Somebody before a change, for the audit log. */
export type MemberBefore = { readonly email: string; readonly accountTypeName: string };

/** Everybody of the organization, by name. */
export async function findUsers(viewer: Viewer): Promise<Member[]> {
  requirePermission(viewer, "administer");
  return db()
    .select({
      id: user.id,
      name: user.name,
      email: user.email,
      accountTypeId: user.accountTypeId,
      accountTypeName: accountType.name,
      createdAt: user.createdAt,
      deactivatedAt: user.deactivatedAt,
      lastSeenAt: user.lastSeenAt,
    })
    .from(user)
    .innerJoin(accountType, eq(accountType.id, user.accountTypeId))
    .where(eq(user.organizationId, viewer.organizationId))
    .orderBy(asc(user.name), asc(user.email));
}

export type Colleague = Pick<Member, "id" | "name" | "email">;

/** Everybody who can sign in, by name: whom those who build share workbooks with. */
export async function findColleagues(viewer: Viewer): Promise<Colleague[]> {
  requirePermission(viewer, "build");
  return db()
    .select({ id: user.id, name: user.name, email: user.email })
    .from(user)
    .where(and(eq(user.organizationId, viewer.organizationId), isNull(user.deactivatedAt)))
    .orderBy(asc(user.name), asc(user.email));
}

export type NewUser = {
  readonly name: string;
  readonly email: string;
  readonly accountTypeId: string;
  readonly passwordHash: string | null;
};

/** Throws `conflict` when the e-mail address is taken on this site. */
export async function createUser(viewer: Viewer, created: NewUser): Promise<string> {
  requirePermission(viewer, "administer");
  await requireAccountType(db(), viewer, created.accountTypeId);
  const [row] = await db()
    .insert(user)
    .values({ ...created, organizationId: viewer.organizationId })
    .onConflictDoNothing()
    .returning({ id: user.id });
  if (row === undefined)
    throw new AskbookError("conflict", { message: "Somebody already has this e-mail address.", field: "email" });
  return row.id;
}

/** Gives what was before. Throws `conflict` for the last admin and for the viewer's own account type. */
export async function updateUserAccountType(
  viewer: Viewer,
  userId: string,
  accountTypeId: string,
): Promise<MemberBefore> {
  requirePermission(viewer, "administer");
  return db().transaction(async (transaction) => {
    const before = await lockUser(transaction, viewer, userId);
    const { defaultKey } = await requireAccountType(transaction, viewer, accountTypeId);
    if (defaultKey !== "admin") await requireAnotherAdmin(transaction, viewer, userId);
    requireSomebodyElse(viewer, userId, "You cannot change your own account type. Ask another admin to do it.");
    await transaction.update(user).set({ accountTypeId }).where(eq(user.id, userId));
    return before;
  });
}

/**
 * Nobody is deleted: what they made stays. Their sessions end at once, and reset links no longer work. Throws `conflict` for the last admin
 * and for the viewer.
 */
export async function deactivateUser(viewer: Viewer, userId: string): Promise<MemberBefore> {
  requirePermission(viewer, "administer");
  return db().transaction(async (transaction) => {
    const before = await lockUser(transaction, viewer, userId);
    await requireAnotherAdmin(transaction, viewer, userId);
    requireSomebodyElse(viewer, userId, "You cannot deactivate yourself. Ask another admin to do it.");
    await transaction.update(user).set({ deactivatedAt: new Date() }).where(eq(user.id, userId));
    await transaction.delete(session).where(eq(session.userId, userId));
    await transaction.delete(invitation).where(eq(invitation.userId, userId));
    return before;
  });
}

export async function reactivateUser(viewer: Viewer, userId: string): Promise<MemberBefore> {
  requirePermission(viewer, "administer");
  return db().transaction(async (transaction) => {
    const before = await lockUser(transaction, viewer, userId);
    await transaction.update(user).set({ deactivatedAt: null }).where(eq(user.id, userId));
    return before;
  });
}

/** The viewer's own; null for people who only come by single sign-on. */
export async function getPasswordHash(viewer: Person): Promise<string | null> {
  const [row] = await db().select({ passwordHash: user.passwordHash }).from(user).where(isViewer(viewer));
  return row?.passwordHash ?? null;
}

/** The viewer's own. Their other sessions end. */
export async function updatePasswordHash(viewer: Person, passwordHash: string): Promise<void> {
  await db().transaction(async (transaction) => {
    await transaction.update(user).set({ passwordHash }).where(isViewer(viewer));
    await transaction
      .delete(session)
      .where(
        and(
          eq(session.userId, viewer.userId),
          eq(session.organizationId, viewer.organizationId),
          ne(session.id, viewer.sessionId),
        ),
      );
    await transaction.update(session).set({ signedInAt: new Date() }).where(eq(session.id, viewer.sessionId));
  });
}

function isViewer(viewer: Person) {
  return and(eq(user.id, viewer.userId), eq(user.organizationId, viewer.organizationId));
}

async function lockUser(executor: Executor, viewer: Viewer, userId: string): Promise<MemberBefore> {
  const [row] = await executor
    .select({ email: user.email, accountTypeName: accountType.name })
    .from(user)
    .innerJoin(accountType, eq(accountType.id, user.accountTypeId))
    .where(and(eq(user.id, userId), eq(user.organizationId, viewer.organizationId)))
    .for("update", { of: user });
  if (row === undefined) throw new AskbookError("not_found", { message: "This person is not a member any more." });
  return row;
}

/** Nobody locks themselves out: the page that could undo it would be gone. */
function requireSomebodyElse(viewer: Viewer, userId: string, message: string): void {
  if (viewer.kind === "person" && viewer.userId === userId) throw new AskbookError("conflict", { message });
}

async function requireAccountType(executor: Executor, viewer: Viewer, accountTypeId: string) {
  const [row] = await executor
    .select({ defaultKey: accountType.defaultKey })
    .from(accountType)
    .where(and(eq(accountType.id, accountTypeId), eq(accountType.organizationId, viewer.organizationId)));
  if (row === undefined)
    throw new AskbookError("invalid_input", { message: "This account type does not exist.", field: "accountTypeId" });
  return row;
}

/** Locks the admins, so that two of them cannot demote each other at the same moment. */
async function requireAnotherAdmin(executor: Executor, viewer: Viewer, userId: string): Promise<void> {
  const admins = await executor
    .select({ id: user.id })
    .from(user)
    .innerJoin(accountType, eq(accountType.id, user.accountTypeId))
    .where(
      and(
        eq(user.organizationId, viewer.organizationId),
        eq(accountType.defaultKey, "admin"),
        isNull(user.deactivatedAt),
      ),
    )
    .orderBy(asc(user.id))
    .for("update", { of: user });
  if (admins.length === 1 && admins[0]?.id === userId)
    throw new AskbookError("conflict", { message: "This is the last admin. Make somebody else an admin first." });
}
