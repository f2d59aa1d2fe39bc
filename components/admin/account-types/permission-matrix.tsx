import { Ellipsis, Pencil, Trash2 } from "lucide-react";
import { IconButton } from "#components/ui/button";
import { Checkbox } from "#components/ui/checkbox";
import { classNames } from "#components/ui/class-names";
import { Menu, MenuItem } from "#components/ui/menu";
import type { AccountTypeItem } from "#lib/contract/account-types";
import { type Permission, permissionLabel, permissions } from "#lib/permissions";
import type { AccountTypeTask } from "./account-types-actions.tsx";
import { type PermissionDraft, permissionsOf } from "./permission-draft.tsx";

type PermissionMatrixProps = {
  readonly types: readonly AccountTypeItem[];
  readonly draft: PermissionDraft;
  readonly onToggle: (type: AccountTypeItem, permission: Permission) => void;
  readonly onTask: (task: AccountTypeTask) => void;
};

const stickyColumn = "sticky left-0 z-10 w-36 min-w-36 border-r bg-surface px-3 text-left sm:w-72 sm:min-w-72";

/** Permissions down, account types across; the names of permissions stay in sight when there are many types. */
export function PermissionMatrix({ types, draft, onToggle, onTask }: PermissionMatrixProps) {
  return (
    <section
      aria-label="Permissions of account types"
      className="relative isolate overflow-x-auto rounded-md border bg-surface"
    >
      <table className="min-w-full border-separate border-spacing-0 text-sm">
        <thead>
          <tr>
            <th scope="col" className={classNames(stickyColumn, "border-b py-2 align-bottom font-medium text-quiet")}>
              Permission
            </th>
            {types.map((type) => (
              <TypeHead key={type.id} type={type} onTask={onTask} />
            ))}
          </tr>
        </thead>
        <tbody>
          {permissions.map((permission) => (
            <tr key={permission} className="group">
              <th scope="row" className={classNames(stickyColumn, "py-2.5 font-normal group-not-last:border-b")}>
                {permissionLabel(permission)}
              </th>
              {types.map((type) => (
                <Tick
                  key={type.id}
                  type={type}
                  permission={permission}
                  isTicked={permissionsOf(type, draft).includes(permission)}
                  onToggle={onToggle}
                />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

type TypeHeadProps = { readonly type: AccountTypeItem } & Pick<PermissionMatrixProps, "onTask">;

function TypeHead({ type, onTask }: TypeHeadProps) {
  return (
    <th scope="col" className="min-w-28 max-w-48 border-b px-3 py-2 text-left align-top font-normal">
      <span className="flex items-start justify-between gap-1">
        <span className="min-w-0 font-medium text-base [overflow-wrap:anywhere]">{type.name}</span>
        {!type.isDefault && <TypeMenu type={type} onTask={onTask} />}
      </span>
      <span className="nums block text-quiet text-xs">{describeCounts(type)}</span>
      {type.description !== "" && (
        <span className="mt-1 hidden text-quiet text-xs sm:block [overflow-wrap:anywhere]">{type.description}</span>
      )}
    </th>
  );
}

export function describeCounts({ memberCount, invitationCount }: AccountTypeItem): string {
  const members = memberCount === 1 ? "1 member" : `${memberCount} members`;
  return invitationCount === 0 ? members : `${members}, ${invitationCount} invited`;
}

function TypeMenu({ type: { id: accountTypeId, name }, onTask }: TypeHeadProps) {
  return (
    <Menu
      trigger={
        <IconButton label={`Actions for ${name}`} size="small" className="-mt-1 -mr-2">
          <Ellipsis />
        </IconButton>
      }
    >
      <MenuItem icon={<Pencil />} onSelect={() => onTask({ kind: "rename", accountTypeId })}>
        Rename and describe…
      </MenuItem>
      <MenuItem icon={<Trash2 />} danger onSelect={() => onTask({ kind: "remove", accountTypeId })}>
        Delete…
      </MenuItem>
    </Menu>
  );
}

type TickProps = {
  readonly type: AccountTypeItem;
  readonly permission: Permission;
  readonly isTicked: boolean;
} & Pick<PermissionMatrixProps, "onToggle">;

/** Admin has everything; and nobody takes administration from themselves. */
function Tick({ type, permission, isTicked, onToggle }: TickProps) {
  const isOwnAdministration = type.isOwn && permission === "administer" && type.permissions.includes("administer");
  const isChanged = isTicked !== type.permissions.includes(permission);
  return (
    <td className={classNames("px-3 py-2.5 align-top group-not-last:border-b", isChanged && "bg-accent-quiet")}>
      <Checkbox
        label={
          <span className="sr-only">
            {type.name}: {permissionLabel(permission)}
          </span>
        }
        checked={isTicked}
        disabled={type.isFixed || isOwnAdministration}
        title={
          type.isFixed
            ? "Admin always has every permission"
            : isOwnAdministration
              ? "Your own account type keeps Administration"
              : undefined
        }
        onChange={() => onToggle(type, permission)}
      />
    </td>
  );
}
