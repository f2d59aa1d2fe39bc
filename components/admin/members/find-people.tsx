import type { InvitationItem, MemberItem } from "#lib/contract/members";

/** One line of the list: somebody who is in, or somebody who is invited. */
export type Listed =
  | { readonly kind: "member"; readonly member: MemberItem }
  | { readonly kind: "invitation"; readonly invitation: InvitationItem };

export const memberStates = ["active", "invited", "expired", "deactivated"] as const;
export type MemberState = (typeof memberStates)[number];

export type PeopleFilter = {
  readonly search: string;
  readonly state: MemberState | "all";
  /** An account type's id, or `all`. */
  readonly accountTypeId: string;
};

export const everybody: PeopleFilter = { search: "", state: "all", accountTypeId: "all" };

/** Who is in, then who is invited, as far as the filter lets them through. */
export function findPeople(
  members: readonly MemberItem[],
  invitations: readonly InvitationItem[],
  filter: PeopleFilter,
): readonly Listed[] {
  const all: readonly Listed[] = [
    ...members.map((member) => ({ kind: "member" as const, member })),
    ...invitations.map((invitation) => ({ kind: "invitation" as const, invitation })),
  ];
  const words = filter.search.toLowerCase().split(/\s+/);
  return all.filter((listed) => {
    const { name, email, accountTypeId } = facts(listed);
    const text = `${name} ${email}`.toLowerCase();
    return (
      words.every((word) => text.includes(word)) &&
      (filter.state === "all" || stateOf(listed) === filter.state) &&
      (filter.accountTypeId === "all" || accountTypeId === filter.accountTypeId)
    );
  });
}

export function stateOf(listed: Listed): MemberState {
  if (listed.kind === "member") return listed.member.isActive ? "active" : "deactivated";
  return listed.invitation.isExpired ? "expired" : "invited";
}

function facts(listed: Listed): { readonly name: string; readonly email: string; readonly accountTypeId: string } {
  return listed.kind === "member" ? listed.member : { name: "", ...listed.invitation };
}
