import type { AccountTypeItem, ChangePermissionsInput } from "#lib/contract/account-types";
import { type Permission, permissionLabel, withoutDependants, withRequired } from "#lib/permissions";

/** What is ticked by account type, where it differs from what is saved. */
export type PermissionDraft = ReadonlyMap<string, readonly Permission[]>;

export type Toggled = {
  readonly draft: PermissionDraft;
  /** What else was ticked or unticked, and why; null when nothing was. */
  readonly sentence: string | null;
};

export function permissionsOf(type: AccountTypeItem, draft: PermissionDraft): readonly Permission[] {
  return draft.get(type.id) ?? type.permissions;
}

/** Ticks or unticks one permission with all that must follow. */
export function togglePermission(draft: PermissionDraft, type: AccountTypeItem, permission: Permission): Toggled {
  const before = permissionsOf(type, draft);
  const isTicking = !before.includes(permission);
  const after = isTicking ? withRequired([...before, permission]) : withoutDependants(before, permission);
  const next = new Map(draft);
  if (isSame(after, type.permissions)) next.delete(type.id);
  else next.set(type.id, after);
  const [more, fewer] = isTicking ? [after, before] : [before, after];
  const others = more.filter((one) => one !== permission && !fewer.includes(one));
  return { draft: next, sentence: others.length === 0 ? null : explain(type.name, permission, others, isTicking) };
}

export function changesOf(types: readonly AccountTypeItem[], draft: PermissionDraft): ChangePermissionsInput {
  return types.flatMap((type) => {
    const permissions = draft.get(type.id);
    return permissions === undefined
      ? []
      : [{ accountTypeId: type.id, permissions: [...permissions], expected: [...type.permissions] }];
  });
}

function explain(name: string, permission: Permission, others: readonly Permission[], isTicking: boolean): string {
  const label = `“${permissionLabel(permission)}”`;
  const list = others.map((other) => `“${permissionLabel(other)}”`).join(" and ");
  return isTicking
    ? `${label} needs ${list}: ticked for ${name} as well.`
    : `Without ${label} there is no ${list}: unticked for ${name} as well.`;
}

function isSame(left: readonly Permission[], right: readonly Permission[]): boolean {
  return left.length === right.length && left.every((permission) => right.includes(permission));
}
