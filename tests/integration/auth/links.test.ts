import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { db } from "#db/client";
import { createAccountType } from "#db/queries/account-types";
import { findInvitations } from "#db/queries/invitations";
import { deactivateUser, findUsers } from "#db/queries/users";
import { auditEntry } from "#db/schema/audit-entry";
import { invitation, session } from "#db/schema/user";
import {
  acceptInvitation,
  createResetLink,
  invite,
  readLink,
  renewInvitation,
  resetPassword,
  revokeInvitation,
} from "#lib/auth/links";
import { findViewerByToken } from "#lib/auth/session";
import { signIn } from "#lib/auth/sign-in";
import type { IssuedLink } from "#lib/contract/members";
import type { Person } from "#lib/permissions";
import { createPerson, useDatabase } from "#tests/support/database";

useDatabase();

const headers = new Headers();
const tokenOf = ({ path }: IssuedLink): string => path.split("/").at(-1) ?? "";
const person = { name: "Grace", password: "correct horse battery" };

let admin: Person;
let accountTypeId: string;
let email: string;

beforeEach(async () => {
  admin = await createPerson();
  accountTypeId = await createAccountType(admin, { name: "Readers", permissions: ["useAsk"] });
  email = `Grace.${admin.userId}@example.test`;
});

describe("an invitation", () => {
  it("makes a member of the account type, once, and signs them in", async () => {
    const token = tokenOf(await invite(admin, { email, accountTypeId }));
    expect(await readLink("invitation", token)).toMatchObject({ state: "open", email });
    const { viewer } = await acceptInvitation({ token, ...person }, headers);
    expect(viewer).toMatchObject({ organizationId: admin.organizationId, email, accountTypeId, name: "Grace" });
    expect([...viewer.permissions]).toEqual(["useAsk"]);
    expect(await readLink("invitation", token)).toEqual({ state: "used" });
    await expect(acceptInvitation({ token, ...person }, headers)).rejects.toMatchObject({ code: "not_found" });
    expect(await findInvitations(admin)).toEqual([]);
    const member = (await findUsers(admin)).find((one) => one.id === viewer.userId);
    expect(member?.lastSeenAt).toBeInstanceOf(Date);
  });

  it("is for one of several who follow it at once", async () => {
    const token = tokenOf(await invite(admin, { email, accountTypeId }));
    const attempts = await Promise.allSettled([1, 2, 3].map(() => acceptInvitation({ token, ...person }, headers)));
    expect(attempts.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });

  it("holds for seven days", async () => {
    const link = await invite(admin, { email, accountTypeId });
    const days = (new Date(link.expiresAt).getTime() - Date.now()) / 86_400_000;
    expect(Math.round(days)).toBe(7);
    await db()
      .update(invitation)
      .set({ expiresAt: new Date(Date.now() - 1) });
    expect(await readLink("invitation", tokenOf(link))).toEqual({ state: "expired" });
    await expect(acceptInvitation({ token: tokenOf(link), ...person }, headers)).rejects.toMatchObject({
      code: "not_found",
    });
  });

  it("gets another link, and the one before no longer works", async () => {
    const first = tokenOf(await invite(admin, { email, accountTypeId }));
    const [waiting] = await findInvitations(admin);
    const second = tokenOf(await renewInvitation(admin, waiting?.id ?? ""));
    expect(await readLink("invitation", first)).toEqual({ state: "unknown" });
    expect(await readLink("invitation", second)).toMatchObject({ state: "open" });
    await revokeInvitation(admin, waiting?.id ?? "");
    expect(await readLink("invitation", second)).toEqual({ state: "unknown" });
  });

  it("is neither made twice nor for somebody who is here, whatever the case", async () => {
    await invite(admin, { email, accountTypeId });
    const refusal = { code: "conflict", field: "email" };
    await expect(invite(admin, { email: email.toUpperCase(), accountTypeId })).rejects.toMatchObject(refusal);
    const sameAsAdmin = { email: admin.email.toUpperCase(), accountTypeId };
    await expect(invite(admin, sameAsAdmin)).rejects.toMatchObject(refusal);
  });

  it("cannot give an account type of another organization", async () => {
    const other = await createPerson();
    const foreign = { email, accountTypeId: other.accountTypeId };
    await expect(invite(admin, foreign)).rejects.toMatchObject({ code: "invalid_input", field: "accountTypeId" });
  });

  it("leaves its token nowhere", async () => {
    const token = tokenOf(await invite(admin, { email, accountTypeId }));
    const stored = JSON.stringify([await db().select().from(invitation), await db().select().from(auditEntry)]);
    expect(stored).toContain(email);
    expect(stored).not.toContain(token);
  });
});

describe("a password link", () => {
  it("sets the password once, ends every session and signs in", async () => {
    const joined = await acceptInvitation(
      { token: tokenOf(await invite(admin, { email, accountTypeId })), ...person },
      headers,
    );
    const token = tokenOf(await createResetLink(admin, joined.viewer.userId));
    expect(await readLink("invitation", token)).toEqual({ state: "unknown" });
    const { viewer } = await resetPassword({ token, password: "another password" }, headers);
    expect(viewer.userId).toBe(joined.viewer.userId);
    expect(await findViewerByToken(joined.token)).toBeNull();
    await expect(resetPassword({ token, password: "another password" }, headers)).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(signIn({ email, password: person.password }, headers)).rejects.toMatchObject({
      code: "unauthenticated",
    });
    await signIn({ email, password: "another password" }, headers);
  });

  it("no longer works when another is made, or when the person is deactivated", async () => {
    const { viewer } = await acceptInvitation(
      { token: tokenOf(await invite(admin, { email, accountTypeId })), ...person },
      headers,
    );
    const first = tokenOf(await createResetLink(admin, viewer.userId));
    const second = tokenOf(await createResetLink(admin, viewer.userId));
    expect(await readLink("password-reset", first)).toEqual({ state: "unknown" });
    await deactivateUser(admin, viewer.userId);
    expect(await readLink("password-reset", second)).toEqual({ state: "unknown" });
    expect(await db().select().from(session).where(eq(session.userId, viewer.userId))).toEqual([]);
    await expect(createResetLink(admin, viewer.userId)).rejects.toMatchObject({ code: "not_found" });
  });
});
