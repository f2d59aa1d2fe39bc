import "server-only";
import {
  createAccountType,
  findAccountTypes,
  removeAccountType,
  updateAccountType,
  updateAccountTypePermissions,
} from "#db/queries/account-types";
import { recordAudit } from "#lib/audit/record";
import type {
  AccountTypeItem,
  ChangePermissionsInput,
  CreateAccountTypeInput,
  RemoveAccountTypeInput,
  RenameAccountTypeInput,
} from "#lib/contract/account-types";
import type { Person } from "#lib/permissions";
import { withRequired } from "#lib/permissions";

export async function getAccountTypes(viewer: Person): Promise<AccountTypeItem[]> {
  const types = await findAccountTypes(viewer);
  return types.map(({ defaultKey, ...type }) => ({
    ...type,
    isDefault: defaultKey !== null,
    isFixed: defaultKey === "admin",
    isOwn: type.id === viewer.accountTypeId,
  }));
}

/** All changes or none; in force at the members' next request. */
export async function changePermissions(viewer: Person, changes: ChangePermissionsInput): Promise<void> {
  await updateAccountTypePermissions(viewer, changes);
  const names = new Map((await findAccountTypes(viewer)).map(({ id, name }) => [id, name]));
  for (const { accountTypeId, permissions, expected } of changes)
    await recordAudit(viewer, {
      action: "account-type.permissions",
      target: names.get(accountTypeId) ?? accountTypeId,
      before: { permissions: expected },
      after: { permissions: withRequired(permissions) },
      outcome: "done",
    });
}

/** A custom account type with the permissions of another, or none. Gives its id. */
export async function addAccountType(
  viewer: Person,
  { name, description, copyOf }: CreateAccountTypeInput,
): Promise<string> {
  const types = copyOf === null ? [] : await findAccountTypes(viewer);
  const permissions = types.find(({ id }) => id === copyOf)?.permissions ?? [];
  const id = await createAccountType(viewer, { name, description, permissions });
  const after = { name, description, permissions };
  await recordAudit(viewer, { action: "account-type.create", target: name, after, outcome: "done" });
  return id;
}

export async function renameAccountType(
  viewer: Person,
  { accountTypeId, ...words }: RenameAccountTypeInput,
): Promise<void> {
  const before = await updateAccountType(viewer, accountTypeId, words);
  await recordAudit(viewer, {
    action: "account-type.rename",
    target: before.name,
    before,
    after: words,
    outcome: "done",
  });
}

export async function deleteAccountType(
  viewer: Person,
  { accountTypeId, moveTo }: RemoveAccountTypeInput,
): Promise<void> {
  const before = await removeAccountType(viewer, accountTypeId, moveTo);
  const target = (await findAccountTypes(viewer)).find(({ id }) => id === moveTo);
  await recordAudit(viewer, {
    action: "account-type.remove",
    target: before.name,
    before,
    after: { membersMovedTo: target?.name ?? null },
    outcome: "done",
  });
}
