import "server-only";
import { and, asc, count, eq, isNull, ne, sql } from "drizzle-orm";
import { db, type Executor } from "#db/client";
import { accountType, accountTypePermission } from "#db/schema/account-type";
import { sourceGrant } from "#db/schema/source";
import { invitation, user } from "#db/schema/user";
import { AskbookError } from "#lib/errors";
import {
  type DefaultAccountType,
  type Permission,
  permissions,
  requirePermission,
  type Viewer,
  withRequired,
} from "#lib/permissions";

export type AccountType = {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  /** One of the five that every organization has; null for a custom one. */
  readonly defaultKey: DefaultAccountType | null;
  readonly permissions: readonly Permission[];
  /** Deactivated people too. */
  readonly memberCount: number;
  /** Invitations that nobody has followed yet. */
  readonly invitationCount: number;
};

/** The organization's account types, the least first, custom ones last. */
export async function findAccountTypes(viewer: Viewer): Promise<AccountType[]> {
  const granted = sql<string[]>`coalesce((
    select array_agg(${accountTypePermission.permission}) from ${accountTypePermission}
    where ${accountTypePermission.accountTypeId} = ${accountType.id}), '{}')`;
  const rank = sql`coalesce(array_position(array['view', 'act', 'analyze', 'build', 'admin'], ${accountType.defaultKey}), 9)`;
  const rows = await db()
    .select({
      id: accountType.id,
      name: accountType.name,
      description: accountType.description,
      defaultKey: accountType.defaultKey,
      granted,
      memberCount: db().$count(user, eq(user.accountTypeId, accountType.id)),
      invitationCount: db().$count(
        invitation,
        and(eq(invitation.accountTypeId, accountType.id), isNull(invitation.usedAt)),
      ),
    })
    .from(accountType)
    .where(eq(accountType.organizationId, viewer.organizationId))
    .orderBy(rank, asc(accountType.name));
  return rows.map(({ granted: names, ...row }) => ({
    ...row,
    permissions: permissions.filter((permission) => names.includes(permission)),
  }));
}

export type NewAccountType = {
  readonly name: string;
  readonly description?: string;
  readonly permissions: readonly Permission[];
};

/** A custom account type; what its permissions need is granted too. Throws `conflict` when the name is taken. */
export async function createAccountType(viewer: Viewer, created: NewAccountType): Promise<string> {
  requirePermission(viewer, "administer");
  const { organizationId } = viewer;
  return db().transaction(async (transaction) => {
    await requireFreeName(transaction, viewer, created.name, null);
    const [row] = await transaction
      .insert(accountType)
      .values({ organizationId, name: created.name, description: created.description ?? "" })
      .onConflictDoNothing()
      .returning({ id: accountType.id });
    if (row === undefined) throw nameTaken(created.name);
    await replacePermissions(transaction, viewer, row.id, created.permissions);
    return row.id;
  });
}

export type AccountTypeWords = { readonly name: string; readonly description: string };

/** Renames and describes a custom account type; gives what it was. Throws `invalid_input` for those that come with Askbook, `conflict`. */
export async function updateAccountType(
  viewer: Viewer,
  accountTypeId: string,
  words: AccountTypeWords,
): Promise<AccountTypeWords> {
  requirePermission(viewer, "administer");
  return db().transaction(async (transaction) => {
    const { defaultKey, name, description } = await lockAccountType(transaction, viewer, accountTypeId);
    if (defaultKey !== null)
      throw new AskbookError("invalid_input", {
        message: "The account types that come with Askbook keep their names. Create one of your own instead.",
      });
    await requireFreeName(transaction, viewer, words.name, accountTypeId);
    await transaction
      .update(accountType)
      .set({ name: words.name, description: words.description })
      .where(eq(accountType.id, accountTypeId));
    return { name, description };
  });
}

export type PermissionChange = {
  readonly accountTypeId: string;
  readonly permissions: readonly Permission[];
  /** What the admin saw. Another state is a `conflict`. */
  readonly expected: readonly Permission[];
};

/**
 * All of them or none. Throws `invalid_input` for Admin, which always has everything, and for taking Administration from the viewer's own
 * account type; `conflict` when somebody changed one in the meantime.
 */
export async function updateAccountTypePermissions(
  viewer: Viewer,
  changes: readonly PermissionChange[],
): Promise<void> {
  requirePermission(viewer, "administer");
  await db().transaction(async (transaction) => {
    for (const change of changes.toSorted((left, right) => left.accountTypeId.localeCompare(right.accountTypeId)))
      await changePermissions(transaction, viewer, change);
  });
}

async function changePermissions(
  executor: Executor,
  viewer: Viewer,
  { accountTypeId, permissions: wanted, expected }: PermissionChange,
): Promise<void> {
  const { defaultKey, name } = await lockAccountType(executor, viewer, accountTypeId);
  if (defaultKey === "admin")
    throw new AskbookError("invalid_input", {
      message: "The account type Admin has every permission and cannot be changed.",
    });
  if (isOwn(viewer, accountTypeId) && !wanted.includes("administer"))
    throw new AskbookError("invalid_input", {
      message: `"${name}" is your own account type. Administration cannot be taken from it by you; ask another admin.`,
    });
  const rows = await executor
    .select({ permission: accountTypePermission.permission })
    .from(accountTypePermission)
    .where(eq(accountTypePermission.accountTypeId, accountTypeId));
  const present = new Set(rows.map(({ permission }) => permission));
  if (present.size !== new Set(expected).size || !expected.every((permission) => present.has(permission)))
    throw new AskbookError("conflict", {
      message: `Somebody else changed "${name}" in the meantime. Nothing was saved; reload to see the newest state.`,
    });
  await replacePermissions(executor, viewer, accountTypeId, wanted);
}

/** The viewer's account type, which must not leave them without administration. */
function isOwn(viewer: Viewer, accountTypeId: string): boolean {
  return viewer.kind === "person" && viewer.accountTypeId === accountTypeId;
}

/**
 * Removes a custom account type; its members and open invitations get another one, sources that it was given are no longer theirs by it.
 * Throws `conflict` when it has members and `moveTo` is null.
 */
export async function removeAccountType(
  viewer: Viewer,
  accountTypeId: string,
  moveTo: string | null,
): Promise<AccountTypeWords> {
  requirePermission(viewer, "administer");
  return db().transaction(async (transaction) => {
    const { defaultKey, ...words } = await lockAccountType(transaction, viewer, accountTypeId);
    if (defaultKey !== null)
      throw new AskbookError("invalid_input", {
        message: "The account types that come with Askbook cannot be removed.",
      });
    await moveMembers(transaction, viewer, accountTypeId, moveTo);
    await transaction
      .delete(sourceGrant)
      .where(
        and(
          eq(sourceGrant.organizationId, viewer.organizationId),
          eq(sourceGrant.granteeKind, "account-type"),
          eq(sourceGrant.granteeId, accountTypeId),
        ),
      );
    await transaction.delete(accountType).where(eq(accountType.id, accountTypeId));
    return words;
  });
}

async function moveMembers(
  executor: Executor,
  viewer: Viewer,
  accountTypeId: string,
  moveTo: string | null,
): Promise<void> {
  if (moveTo === null) {
    const [members] = await executor.select({ count: count() }).from(user).where(eq(user.accountTypeId, accountTypeId));
    if ((members?.count ?? 0) > 0)
      throw new AskbookError("conflict", { message: "People have this account type. Give them another one first." });
    return;
  }
  if (moveTo === accountTypeId)
    throw new AskbookError("invalid_input", { message: "Choose another account type for its members." });
  await lockAccountType(executor, viewer, moveTo);
  if (isOwn(viewer, accountTypeId) && !(await includesAdministration(executor, moveTo)))
    throw new AskbookError("invalid_input", {
      message: "This is your own account type. Choose one with Administration for its members, or ask another admin.",
    });
  await executor.update(user).set({ accountTypeId: moveTo }).where(eq(user.accountTypeId, accountTypeId));
  await executor.update(invitation).set({ accountTypeId: moveTo }).where(eq(invitation.accountTypeId, accountTypeId));
}

async function includesAdministration(executor: Executor, accountTypeId: string): Promise<boolean> {
  const rows = await executor
    .select({ permission: accountTypePermission.permission })
    .from(accountTypePermission)
    .where(
      and(
        eq(accountTypePermission.accountTypeId, accountTypeId),
        eq(accountTypePermission.permission, "administer" satisfies Permission),
      ),
    );
  return rows.length > 0;
}

type LockedAccountType = AccountTypeWords & { readonly defaultKey: DefaultAccountType | null };

async function lockAccountType(executor: Executor, viewer: Viewer, accountTypeId: string): Promise<LockedAccountType> {
  const [row] = await executor
    .select({ defaultKey: accountType.defaultKey, name: accountType.name, description: accountType.description })
    .from(accountType)
    .where(and(eq(accountType.id, accountTypeId), eq(accountType.organizationId, viewer.organizationId)))
    .for("update");
  if (row === undefined) throw new AskbookError("not_found", { message: "This account type does not exist any more." });
  return row;
}

/** Names differ in more than their case. */
async function requireFreeName(
  executor: Executor,
  viewer: Viewer,
  name: string,
  exceptId: string | null,
): Promise<void> {
  const taken = await executor
    .select({ id: accountType.id })
    .from(accountType)
    .where(
      and(
        eq(accountType.organizationId, viewer.organizationId),
        eq(sql`lower(${accountType.name})`, name.toLowerCase()),
        exceptId === null ? undefined : ne(accountType.id, exceptId),
      ),
    );
  if (taken.length > 0) throw nameTaken(name);
}

function nameTaken(name: string): AskbookError {
  return new AskbookError("conflict", { message: `There already is an account type "${name}".`, field: "name" });
}

async function replacePermissions(
  executor: Executor,
  { organizationId }: Viewer,
  accountTypeId: string,
  granted: readonly Permission[],
): Promise<void> {
  await executor.delete(accountTypePermission).where(eq(accountTypePermission.accountTypeId, accountTypeId));
  const rows = withRequired(granted).map((permission) => ({ organizationId, accountTypeId, permission }));
  if (rows.length > 0) await executor.insert(accountTypePermission).values(rows);
}
