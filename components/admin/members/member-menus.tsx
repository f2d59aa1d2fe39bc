import { Ellipsis, KeyRound, Link2, UserCheck, UserCog, UserX, X } from "lucide-react";
import { IconButton } from "#components/ui/button";
import { Menu, MenuItem, MenuSeparator } from "#components/ui/menu";
import type { InvitationItem, MemberItem } from "#lib/contract/members";
import type { MemberTask } from "./members-actions.tsx";

type MemberMenuProps = {
  readonly member: MemberItem;
  readonly onTask: (task: MemberTask) => void;
  readonly onReactivate: (member: MemberItem) => void;
};

export function MemberMenu({ member, onTask, onReactivate }: MemberMenuProps) {
  const { id: userId, name, isActive } = member;
  return (
    <Menu trigger={<Trigger label={`Actions for ${name}`} />}>
      <MenuItem icon={<UserCog />} onSelect={() => onTask({ kind: "account-type", userId })}>
        Change account type…
      </MenuItem>
      <MenuItem icon={<KeyRound />} disabled={!isActive} onSelect={() => onTask({ kind: "reset-link", userId })}>
        Make password link…
      </MenuItem>
      <MenuSeparator />
      {isActive ? (
        <MenuItem icon={<UserX />} danger onSelect={() => onTask({ kind: "deactivate", userId })}>
          Deactivate…
        </MenuItem>
      ) : (
        <MenuItem icon={<UserCheck />} onSelect={() => onReactivate(member)}>
          Reactivate
        </MenuItem>
      )}
    </Menu>
  );
}

type InvitationMenuProps = {
  readonly invitation: InvitationItem;
  readonly onTask: (task: MemberTask) => void;
  readonly onRenew: (invitationId: string) => void;
};

export function InvitationMenu({ invitation: { id, email }, onTask, onRenew }: InvitationMenuProps) {
  return (
    <Menu trigger={<Trigger label={`Actions for the invitation of ${email}`} />}>
      <MenuItem icon={<Link2 />} onSelect={() => onRenew(id)}>
        Make a new link
      </MenuItem>
      <MenuItem icon={<X />} danger onSelect={() => onTask({ kind: "revoke", invitationId: id })}>
        Revoke…
      </MenuItem>
    </Menu>
  );
}

/** Passes on what the menu gives its trigger. */
function Trigger({ label, ...props }: { readonly label: string }) {
  return (
    <IconButton {...props} label={label} size="small">
      <Ellipsis />
    </IconButton>
  );
}
