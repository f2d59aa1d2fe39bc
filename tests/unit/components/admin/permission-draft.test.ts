import { describe, expect, it } from "vitest";
import { changesOf, permissionsOf, togglePermission } from "#components/admin/account-types/permission-draft";
import { everybody, findPeople } from "#components/admin/members/find-people";
import type { AccountTypeItem } from "#lib/contract/account-types";
import { permissions, withoutDependants, withRequired } from "#lib/permissions";

const view: AccountTypeItem = {
  id: "view",
  name: "View",
  description: "",
  isDefault: true,
  isFixed: false,
  isOwn: false,
  permissions: ["useAsk", "viewWorkbooks"],
  memberCount: 0,
  invitationCount: 0,
};

describe("the draft of permissions", () => {
  it("ticks what is needed, unticks what depends, says so, and knows when nothing is left to save", () => {
    const ticked = togglePermission(new Map(), view, "useFormulaAi");
    expect(permissionsOf(view, ticked.draft)).toEqual(withRequired(["useAsk", "useFormulaAi"]));
    expect(ticked.sentence).toMatch(/^“Use AI with formulas” needs .*: ticked for View as well\.$/);
    const unticked = togglePermission(ticked.draft, view, "exploreBasic");
    expect(unticked.sentence).toMatch(
      /^Without .* there is no “Use AI with formulas” and .*unticked for View as well\.$/,
    );
    expect(changesOf([view], unticked.draft)).toEqual([]);
    expect(togglePermission(new Map(), view, "viewSql").sentence).toBeNull();
  });

  it("is sound whatever is toggled", () => {
    for (const first of permissions)
      for (const second of permissions) {
        const { draft } = togglePermission(togglePermission(new Map(), view, first).draft, view, second);
        const after = permissionsOf(view, draft);
        expect(withRequired(after)).toEqual(after);
      }
    expect(withoutDependants(permissions, "viewWorkbooks")).toEqual(["useAsk", "viewSql", "administer"]);
  });
});

describe("the list of members", () => {
  const member = {
    id: "1",
    name: "Grace Hopper",
    email: "grace@navy.test",
    accountTypeId: "view",
    accountTypeName: "View",
    lastSeenAt: null,
    isActive: true,
    isSelf: false,
  };
  const invitation = {
    id: "2",
    email: "ada@navy.test",
    accountTypeId: "act",
    accountTypeName: "Act",
    invitedBy: null,
    expiresAt: "",
    isExpired: true,
  };
  const find = (filter: Partial<typeof everybody>) =>
    findPeople([member], [invitation], { ...everybody, ...filter }).map(({ kind }) => kind);

  it("is searched by words of name and e-mail, and filtered by state and account type", () => {
    expect(find({})).toEqual(["member", "invitation"]);
    expect(find({ search: "navy hop" })).toEqual(["member"]);
    expect(find({ search: "ADA" })).toEqual(["invitation"]);
    expect(find({ state: "expired" })).toEqual(["invitation"]);
    expect(find({ state: "invited" })).toEqual([]);
    expect(find({ accountTypeId: "view" })).toEqual(["member"]);
  });
});
