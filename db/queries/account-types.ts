import "server-only";
import { and, asc, count, eq, sql } from "drizzle-orm";
import { db, type Executor } from "#db/client";
import { accountType, accountTypePermission } from "#db/schema/account-type";
import { user } from "#db/schema/user";
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
  readonly memberCount: number;
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

/** A custom account type; what its permissions need is granted too. */
export async function createAccountType(viewer: Viewer, created: NewAccountType): Promise<string> {
  requirePermission(viewer, "administer");
  const { organizationId } = viewer;
  return db().transaction(async (transaction) => {
    const [row] = await transaction
      .insert(accountType)
      .values({ organizationId, name: created.name, description: created.description ?? "" })
      .onConflictDoNothing()
      .returning({ id: accountType.id });
    if (row === undefined)
      throw new AskbookError("conflict", {
        message: `There already is an account type "${created.name}".`,
        field: "name",
      });
    await replacePermissions(transaction, viewer, row.id, created.permissions);
    return row.id;
  });
}

/** Throws `invalid_input` for Admin, which always has everything. */
export async function updateAccountTypePermissions(
  viewer: Viewer,
  accountTypeId: string,
  granted: readonly Permission[],
): Promise<void> {
  requirePermission(viewer, "administer");
  await db().transaction(async (transaction) => {
    const { defaultKey } = await lockAccountType(transaction, viewer, accountTypeId);
    if (defaultKey === "admin")
      throw new AskbookError("invalid_input", {
        message: "The account type Admin has every permission and cannot be changed.",
      });
    await replacePermissions(transaction, viewer, accountTypeId, granted);
  });
}

/** Throws `conflict` while people have this account type. */
export async function removeAccountType(viewer: Viewer, accountTypeId: string): Promise<void> {
  requirePermission(viewer, "administer");
  await db().transaction(async (transaction) => {
    const { defaultKey } = await lockAccountType(transaction, viewer, accountTypeId);
    if (defaultKey !== null)
      throw new AskbookError("invalid_input", {
        message: "The account types that come with Askbook cannot be removed.",
      });
    const [members] = await transaction
      .select({ count: count() })
      .from(user)
      .where(eq(user.accountTypeId, accountTypeId));
    if ((members?.count ?? 0) > 0)
      throw new AskbookError("conflict", { message: "People have this account type. Give them another one first." });
    await transaction.delete(accountType).where(eq(accountType.id, accountTypeId));
  });
}

async function lockAccountType(
  executor: Executor,
  viewer: Viewer,
  accountTypeId: string,
): Promise<{ readonly defaultKey: DefaultAccountType | null }> {
  const [row] = await executor
    .select({ defaultKey: accountType.defaultKey })
    .from(accountType)
    .where(and(eq(accountType.id, accountTypeId), eq(accountType.organizationId, viewer.organizationId)))
    .for("update");
  if (row === undefined) throw new AskbookError("not_found");
  return row;
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
