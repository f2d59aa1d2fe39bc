import { eq } from "drizzle-orm";
import { beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { db } from "#db/client";
import { createOrganizationWithAdmin } from "#db/queries/sign-in";
import { deactivateUser } from "#db/queries/users";
import { auditEntry } from "#db/schema/audit-entry";
import { rateCounter } from "#db/schema/job";
import { session, user } from "#db/schema/user";
import { hashPassword } from "#lib/auth/password";
import { hashToken } from "#lib/auth/token";
import { createPerson, useDatabase } from "#tests/support/database";
import { cookieOf, createRequest, withParams } from "#tests/support/request";
import { POST as changePassword } from "../../../app/api/password/route.ts";
import { GET as getSession } from "../../../app/api/session/route.ts";
import { POST as signIn } from "../../../app/api/sign-in/route.ts";
import { POST as signOut } from "../../../app/api/sign-out/route.ts";

useDatabase();

const email = "ada@example.com";
const password = "correct horse battery";
let passwordHash = "";
let userId = "";

beforeAll(async () => {
  passwordHash = await hashPassword(password);
  ({ userId } = await createOrganizationWithAdmin({ organization: "Acme", name: "Ada", email, passwordHash }));
});

beforeEach(async () => {
  await db().delete(rateCounter);
});

function post(path: string, body: unknown, headers: Record<string, string> = {}): Request {
  return createRequest(path, { body, headers });
}

const attempt = (body: unknown, headers?: Record<string, string>): Promise<Response> =>
  signIn(post("/api/sign-in", body, headers), withParams({}));

const sessionOf = (cookie: string): Promise<Response> =>
  getSession(createRequest("/api/session", { headers: { cookie } }), withParams({}));

describe("signing in", () => {
  it("starts a session that the cookie carries, whatever the case of the e-mail address", async () => {
    const response = await attempt({ email: " ADA@example.com ", password });
    expect(response.status).toBe(200);
    expect(response.headers.getSetCookie()[0]).toMatch(
      /^askbook=[\w-]{43}; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Lax$/,
    );
    const info = await (await sessionOf(cookieOf(response))).json();
    expect(info).toMatchObject({ user: { id: userId, name: "Ada" }, accountType: { name: "Admin" } });
  });

  it("uses a cookie that is bound to this host on https", async () => {
    const https = { "x-forwarded-proto": "https" };
    const response = await attempt({ email, password }, https);
    expect(response.headers.getSetCookie()[0]).toMatch(/^__Host-askbook=.*; Secure$/);
    const cookie = cookieOf(response);
    const over = (headers: Record<string, string>): Promise<Response> =>
      getSession(createRequest("/api/session", { headers: { cookie, ...headers } }), withParams({}));
    expect((await over(https)).status).toBe(200);
    expect((await over({})).status).toBe(401);
  });

  it("keeps only the token's hash", async () => {
    const token = cookieOf(await attempt({ email, password })).split("=")[1] ?? "";
    const stored = JSON.stringify(await db().select().from(session));
    expect(stored).not.toContain(token);
    expect(stored).toContain(hashToken(token));
  });

  it("says the same of a wrong password and of an unknown address", async () => {
    const wrong = await attempt({ email, password: "wrong" });
    const unknown = await attempt({ email: "nobody@example.com", password: "wrong" });
    expect([wrong.status, unknown.status]).toEqual([401, 401]);
    expect(await wrong.json()).toEqual(await unknown.json());
    await vi.waitFor(async () => {
      const audited = await db().select().from(auditEntry).where(eq(auditEntry.outcome, "refused"));
      expect(audited.map(({ action, target }) => [action, target])).toContainEqual(["session.start", email]);
    });
  });

  it("stops guessing, parallel guessing too, with the time to wait", async () => {
    const guesses = await Promise.all(Array.from({ length: 14 }, () => attempt({ email, password: "wrong" })));
    expect(guesses.filter(({ status }) => status === 429)).toHaveLength(4);
    const blocked = await attempt({ email, password });
    expect(blocked.status).toBe(429);
    expect(Number(blocked.headers.get("retry-after"))).toBeGreaterThan(0);
    expect((await attempt({ email, password }, { "x-forwarded-for": "203.0.113.9" })).status).toBe(200);
  });

  it.each([
    ["no e-mail address", { email: "ada", password }, "email"],
    ["no password", { email, password: "" }, "password"],
    ["a missing field", { email }, "password"],
  ])("names the field of %s", async (_, body, field) => {
    const response = await attempt(body);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: { code: "invalid_input", field } });
  });

  it.each([
    ["another site", { origin: "https://evil.example" }],
    ["an opaque origin", { origin: "null" }],
  ])("refuses a request from %s", async (_, headers) => {
    expect((await attempt({ email, password }, headers)).status).toBe(403);
  });

  it("refuses a request without Origin, and bodies that are not JSON", async () => {
    const request = post("/api/sign-in", { email, password });
    request.headers.delete("origin");
    expect((await signIn(request, withParams({}))).status).toBe(403);
    expect((await attempt({ email, password }, { "content-type": "text/plain" })).status).toBe(400);
    expect((await attempt({ email, password: "x".repeat(2_000_000) })).status).toBe(413);
  });
});

describe("a session", () => {
  it("ends by signing out, wherever its cookie was copied to", async () => {
    const cookie = cookieOf(await attempt({ email, password }));
    const response = await signOut(
      createRequest("/api/sign-out", { method: "POST", headers: { cookie } }),
      withParams({}),
    );
    expect(response.status).toBe(204);
    expect(response.headers.getSetCookie()[0]).toContain("Max-Age=0");
    expect((await sessionOf(cookie)).status).toBe(401);
  });

  it("ends when its time is over, and each use extends it", async () => {
    const cookie = cookieOf(await attempt({ email, password }));
    const tokenHash = hashToken(cookie.split("=")[1] ?? "");
    const set = (values: Partial<typeof session.$inferInsert>) =>
      db().update(session).set(values).where(eq(session.tokenHash, tokenHash));
    const soon = new Date(Date.now() + 60_000);
    await set({ expiresAt: soon, lastSeenAt: new Date(Date.now() - 2 * 3_600_000) });
    expect((await sessionOf(cookie)).status).toBe(200);
    const [extended] = await db().select().from(session).where(eq(session.tokenHash, tokenHash));
    expect(extended?.expiresAt.getTime()).toBeGreaterThan(Date.now() + 29 * 24 * 3_600_000);
    await set({ expiresAt: new Date(Date.now() - 1) });
    expect((await sessionOf(cookie)).status).toBe(401);
  });

  it("is replaced by signing in again", async () => {
    const first = cookieOf(await attempt({ email, password }));
    const second = cookieOf(await attempt({ email, password }, { cookie: first }));
    expect((await sessionOf(first)).status).toBe(401);
    expect((await sessionOf(second)).status).toBe(200);
  });

  it("has the rights that its owner has now, and none once deactivated", async () => {
    const admin = await createPerson();
    const organization = { id: admin.organizationId, name: "" };
    const member = await createPerson({ organization, permissions: ["useAsk"], email: "grace@example.com" });
    await db().update(user).set({ passwordHash }).where(eq(user.id, member.userId));
    const cookie = cookieOf(await attempt({ email: member.email, password }));
    expect(await (await sessionOf(cookie)).json()).toMatchObject({ permissions: ["useAsk"] });
    await db().update(user).set({ accountTypeId: admin.accountTypeId }).where(eq(user.id, member.userId));
    expect((await (await sessionOf(cookie)).json()).permissions).toContain("administer");
    await deactivateUser(admin, member.userId);
    expect((await sessionOf(cookie)).status).toBe(401);
    expect((await attempt({ email: member.email, password })).status).toBe(401);
  });
});

describe("changing the password", () => {
  it("wants the current one, ends the other sessions and keeps this one", async () => {
    const other = cookieOf(await attempt({ email, password }));
    const cookie = cookieOf(await attempt({ email, password }));
    const change = (body: unknown): Promise<Response> =>
      changePassword(post("/api/password", body, { cookie }), withParams({}));
    const refused = await change({ currentPassword: "wrong", newPassword: "a new long password" });
    expect(await refused.json()).toMatchObject({ error: { field: "currentPassword" } });
    expect(await (await change({ currentPassword: password, newPassword: "short" })).json()).toMatchObject({
      error: { field: "newPassword" },
    });
    expect((await change({ currentPassword: password, newPassword: "a new long password" })).status).toBe(204);
    expect((await sessionOf(cookie)).status).toBe(200);
    expect((await sessionOf(other)).status).toBe(401);
    expect((await attempt({ email, password })).status).toBe(401);
    expect((await attempt({ email, password: "a new long password" })).status).toBe(200);
  });
});
