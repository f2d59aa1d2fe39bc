import { beforeEach, describe, expect, it } from "vitest";
import { createInvitation, findInvitations } from "#db/queries/invitations";
import { createOrganizationWithAdmin } from "#db/queries/sign-in";
import { createUser, findUsers } from "#db/queries/users";
import { startSession } from "#lib/auth/session";
import type { AccountTypeItem } from "#lib/contract/account-types";
import {
  addAccountType,
  changePermissions,
  deleteAccountType,
  getAccountTypes,
  renameAccountType,
} from "#lib/organization/account-types";
import { changeAccountType, deactivateMember } from "#lib/organization/members";
import type { Person } from "#lib/permissions";
import { createPerson, useDatabase } from "#tests/support/database";

useDatabase();

let admin: Person;
let number = 0;

beforeEach(async () => {
  number += 1;
  const email = `admin${number}@example.test`;
  const owner = await createOrganizationWithAdmin({ organization: "Acme", name: "Ada", email, passwordHash: "" });
  admin = (await startSession(owner, new Headers())).viewer;
});

async function typeNamed(name: string): Promise<AccountTypeItem> {
  const found = (await getAccountTypes(admin)).find((type) => type.name === name);
  if (found === undefined) throw new Error(`There is no account type ${name}.`);
  return found;
}

async function addMember(accountTypeId: string): Promise<string> {
  number += 1;
  return createUser(admin, { name: "Grace", email: `grace${number}@example.test`, accountTypeId, passwordHash: null });
}

describe("permissions", () => {
  it("bring what they need, are saved together or not at all, and not over somebody else's change", async () => {
    const [view, act, fixed] = [await typeNamed("View"), await typeNamed("Act"), await typeNamed("Admin")];
    const change = { accountTypeId: view.id, permissions: ["useFormulaAi" as const], expected: [...view.permissions] };
    await changePermissions(admin, [change]);
    expect((await typeNamed("View")).permissions).toEqual([
      "useFormulaAi",
      "viewWorkbooks",
      "exploreBasic",
      "exploreFull",
    ]);

    const stale = { accountTypeId: act.id, permissions: [], expected: [...act.permissions] };
    await expect(changePermissions(admin, [stale, change])).rejects.toMatchObject({ code: "conflict" });
    const ofAdmin = { accountTypeId: fixed.id, permissions: [], expected: [...fixed.permissions] };
    await expect(changePermissions(admin, [stale, ofAdmin])).rejects.toMatchObject({ code: "invalid_input" });
    expect((await typeNamed("Act")).permissions).toEqual(act.permissions);
  });

  it("of one's own account type keep Administration", async () => {
    const viewer = await createPerson();
    const own = { accountTypeId: viewer.accountTypeId, expected: [...viewer.permissions] };
    await expect(changePermissions(viewer, [{ ...own, permissions: ["useAsk"] }])).rejects.toMatchObject({
      code: "invalid_input",
    });
    await changePermissions(viewer, [{ ...own, permissions: ["administer"] }]);
  });
});

describe("a custom account type", () => {
  it("begins with the permissions of another, and names differ in more than their case", async () => {
    await addAccountType(admin, { name: "Auditor", description: "Reads.", copyOf: (await typeNamed("Act")).id });
    const auditor = await typeNamed("Auditor");
    expect(auditor.permissions).toEqual((await typeNamed("Act")).permissions);
    const twin = { name: "AUDITOR", description: "", copyOf: null };
    await expect(addAccountType(admin, twin)).rejects.toMatchObject({ code: "conflict", field: "name" });
    await renameAccountType(admin, { accountTypeId: auditor.id, name: "auditor", description: "" });
    const ofView = { accountTypeId: (await typeNamed("View")).id, name: "Reader", description: "" };
    await expect(renameAccountType(admin, ofView)).rejects.toMatchObject({ code: "invalid_input" });
  });

  it("gives its members and invitations another one when it is deleted", async () => {
    const id = await addAccountType(admin, { name: "Auditor", description: "", copyOf: null });
    const act = await typeNamed("Act");
    const userId = await addMember(id);
    await createInvitation(admin, {
      email: "later@example.test",
      accountTypeId: id,
      tokenHash: `hash ${id}`,
      expiresAt: new Date(Date.now() + 60_000),
    });
    expect(await typeNamed("Auditor")).toMatchObject({ memberCount: 1, invitationCount: 1 });
    const nowhere = deleteAccountType(admin, { accountTypeId: id, moveTo: null });
    await expect(nowhere).rejects.toMatchObject({ code: "conflict" });
    const stranger = await createPerson();
    const abroad = deleteAccountType(admin, { accountTypeId: id, moveTo: stranger.accountTypeId });
    await expect(abroad).rejects.toMatchObject({ code: "not_found" });
    await deleteAccountType(admin, { accountTypeId: id, moveTo: act.id });
    expect((await findUsers(admin)).find((user) => user.id === userId)?.accountTypeId).toBe(act.id);
    expect((await findInvitations(admin)).map(({ accountTypeId }) => accountTypeId)).toEqual([act.id]);
  });
});

describe("the last admin", () => {
  it("stays, and nobody locks themselves out", async () => {
    const [view, fixed] = [await typeNamed("View"), await typeNamed("Admin")];
    const oneself = { userId: admin.userId, accountTypeId: view.id };
    const last = { code: "conflict", message: expect.stringContaining("last admin") };
    await expect(changeAccountType(admin, oneself)).rejects.toMatchObject(last);
    await expect(deactivateMember(admin, admin.userId)).rejects.toMatchObject(last);

    const second = await addMember(fixed.id);
    const own = { code: "conflict", message: expect.stringContaining("Ask another admin") };
    await expect(changeAccountType(admin, oneself)).rejects.toMatchObject(own);
    await expect(deactivateMember(admin, admin.userId)).rejects.toMatchObject(own);
    await changeAccountType(admin, { userId: second, accountTypeId: view.id });
    await deactivateMember(admin, second);
  });
});
