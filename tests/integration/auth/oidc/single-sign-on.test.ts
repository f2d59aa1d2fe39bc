import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { db } from "#db/client";
import { findAuditEntries } from "#db/queries/audit";
import { deactivateUser } from "#db/queries/users";
import { invitation, session, user, userIdentity } from "#db/schema/user";
import { attemptCookie, readAttempt } from "#lib/auth/oidc/attempt";
import { findViewer, requireRecentSignIn } from "#lib/auth/viewer";
import { env } from "#lib/env";
import type { Person } from "#lib/permissions";
import { createPerson, useDatabase } from "#tests/support/database";
import { createRequest, withParams } from "#tests/support/request";
import { type OpenIdProvider, openIdClient, otherClient, startOpenIdProvider } from "#tests/wire/openid-provider";
import { GET as getSession } from "../../../../app/api/session/route.ts";
import { POST as signOut } from "../../../../app/api/sign-out/route.ts";
import { callbackUrl, type Journey, signInAs, startJourney } from "./journey.ts";

useDatabase();

let provider: OpenIdProvider;
let admin: Person;

beforeAll(async () => {
  provider = await startOpenIdProvider([callbackUrl]);
  Object.assign(env(), {
    ASKBOOK_OIDC_ISSUER: provider.issuer,
    ASKBOOK_OIDC_CLIENT_ID: openIdClient.id,
    ASKBOOK_OIDC_CLIENT_SECRET: openIdClient.secret,
    ASKBOOK_OIDC_LABEL: "Acme",
  });
});

afterAll(() => provider.close());

beforeEach(async () => {
  provider.setIdTokenChange(null);
  admin = await createPerson({ email: `ada-${randomUUID()}@example.test` });
});

const verified = (login: string, email: string) => ({
  login,
  subject: `subject-${login}-${email}`,
  email,
  emailVerified: true,
  name: `${login} Jones`,
});

async function invite(email: string, change: Partial<typeof invitation.$inferInsert> = {}): Promise<void> {
  const { organizationId, accountTypeId } = admin;
  const expiresAt = new Date(Date.now() + 60_000);
  const values = { kind: "invitation", organizationId, accountTypeId, tokenHash: randomUUID(), expiresAt } as const;
  await db()
    .insert(invitation)
    .values({ ...values, email, ...change });
}

/** A browser that sends this, whatever it is told. */
function withCookie(cookie: string): Journey {
  return startJourney({ header: () => cookie, keep: () => undefined, forget: () => undefined });
}

async function viewerOf({ jar }: Journey): Promise<Person | null> {
  return findViewer(new Headers({ cookie: jar.header(new URL(callbackUrl)) }));
}

describe("who is let in", () => {
  it("a member, whose identity is remembered and whose e-mail may change at the provider afterwards", async () => {
    const journey = startJourney();
    const account = verified("ada", admin.email);
    provider.setAccounts([account]);
    expect(await signInAs("ada", journey, "?next=/data")).toBe("/data");
    expect(await viewerOf(journey)).toMatchObject({ userId: admin.userId, name: admin.name });
    expect(await db().select().from(userIdentity).where(eq(userIdentity.userId, admin.userId))).toMatchObject([
      { issuer: provider.issuer, subject: account.subject },
    ]);

    const someoneElse = await createPerson();
    provider.setAccounts([{ ...account, email: someoneElse.email }]);
    const later = startJourney();
    expect(await signInAs("ada", later)).toBe("/");
    expect((await viewerOf(later))?.userId).toBe(admin.userId);
    const actions = (await findAuditEntries(admin)).map(({ action, outcome }) => `${action} ${outcome}`);
    expect(actions).toEqual(["session.start done", "session.start done", "identity.link done"]);
  });

  it("somebody who is invited, once, with the invitation's account type", async () => {
    const email = `grace-${randomUUID()}@example.test`;
    await invite(email.toUpperCase());
    provider.setAccounts([verified("grace", email)]);
    const journey = startJourney();
    expect(await signInAs("grace", journey)).toBe("/");
    expect(await viewerOf(journey)).toMatchObject({
      organizationId: admin.organizationId,
      accountTypeId: admin.accountTypeId,
      name: "grace Jones",
    });
    const rows = await db().select().from(invitation).where(eq(invitation.organizationId, admin.organizationId));
    expect(rows.map(({ usedAt }) => usedAt)).toEqual([expect.any(Date)]);
    const again = startJourney();
    expect(await signInAs("grace", again)).toBe("/");
    expect((await viewerOf(again))?.userId).toBe((await viewerOf(journey))?.userId);
  });

  it("in two tabs at the same moment, as one member", async () => {
    const email = `twice-${randomUUID()}@example.test`;
    await invite(email);
    provider.setAccounts([verified("twice", email)]);
    const journeys = [startJourney(), startJourney()];
    expect(await Promise.all(journeys.map((journey) => signInAs("twice", journey)))).toEqual(["/", "/"]);
    const people = await Promise.all(journeys.map(viewerOf));
    expect(people[0]?.userId).toBe(people[1]?.userId);
  });
});

describe("who is refused, and reads why", () => {
  const countUsers = async () => (await db().select({ id: user.id }).from(user)).length;

  it.each([
    ["unknown", (email: string) => verified("eve", email)],
    ["unverified", (email: string) => ({ ...verified("eve", email), emailVerified: false })],
    ["unverified", (email: string) => ({ login: "eve", subject: "s-eve", email })],
    ["no-email", () => ({ login: "eve", subject: "s-eve-2" })],
  ] as const)("%s: %s", async (problem, account) => {
    const email = `eve-${randomUUID()}@example.test`;
    if (problem !== "unknown") await invite(email);
    provider.setAccounts([account(email)]);
    const [journey, before] = [startJourney(), await countUsers()];
    expect(await signInAs("eve", journey)).toBe(`/sign-in?problem=${problem}`);
    expect(await viewerOf(journey)).toBeNull();
    expect(await countUsers()).toBe(before);
  });

  it.each([
    ["expired", { expiresAt: new Date(Date.now() - 1000) }],
    ["used", { usedAt: new Date() }],
    ["a reset link", { kind: "password-reset" as const }],
  ])("an invitation that is %s", async (_, change) => {
    const email = `late-${randomUUID()}@example.test`;
    await invite(email, change);
    provider.setAccounts([verified("late", email)]);
    expect(await signInAs("late")).toBe("/sign-in?problem=unknown");
  });

  it("a deactivated member, before and after the identity was tied to them", async () => {
    const organization = { id: admin.organizationId, name: "" };
    const colleague = await createPerson({ organization, email: `bob-${randomUUID()}@example.test` });
    provider.setAccounts([verified("bob", colleague.email)]);
    const journey = startJourney();
    expect(await signInAs("bob", journey)).toBe("/");
    await deactivateUser(admin, colleague.userId);
    expect(await viewerOf(journey)).toBeNull();
    expect(await signInAs("bob")).toBe("/sign-in?problem=deactivated");
    await db().delete(userIdentity).where(eq(userIdentity.userId, colleague.userId));
    expect(await signInAs("bob")).toBe("/sign-in?problem=deactivated");
    expect((await findAuditEntries(admin)).filter(({ outcome }) => outcome === "refused")).toHaveLength(2);
  });

  it("another identity with a member's e-mail address", async () => {
    provider.setAccounts([verified("ada", admin.email)]);
    expect(await signInAs("ada")).toBe("/");
    provider.setAccounts([{ ...verified("mallory", admin.email), subject: "somebody else" }]);
    expect(await signInAs("mallory")).toBe("/sign-in?problem=another-identity");
  });

  it("somebody who cancels at the provider", async () => {
    provider.setAccounts([]);
    expect(await signInAs("nobody")).toBe("/sign-in?problem=cancelled");
  });
});

describe("an answer that is not the provider's to this browser", () => {
  beforeEach(() => provider.setAccounts([verified("ada", admin.email)]));

  const refusal = async (journey: Journey, callback: URL): Promise<string | null> => {
    const response = await journey.finish(callback);
    expect(await viewerOf(journey)).toBeNull();
    return response.headers.get("location");
  };

  it("a code that was used", async () => {
    const journey = startJourney();
    const providerUrl = await journey.begin();
    const cookie = journey.jar.header(new URL(callbackUrl));
    const callback = await journey.logIn(providerUrl, "ada");
    expect((await journey.finish(callback)).headers.get("location")).toBe("/");
    const thief = withCookie(cookie);
    expect(await refusal(thief, callback)).toBe("/sign-in?problem=refused");
  });

  it("in a browser that began nothing", async () => {
    const journey = startJourney();
    const callback = await journey.logIn(await journey.begin(), "ada");
    expect(await refusal(startJourney(), callback)).toBe("/sign-in?problem=expired");
  });

  it("another state", async () => {
    const journey = startJourney();
    const callback = await journey.logIn(await journey.begin(), "ada");
    callback.searchParams.set("state", "another");
    expect(await refusal(journey, callback)).toBe("/sign-in?problem=refused");
  });

  it("a code of somebody else's sign-in, with one's own state", async () => {
    const [victim, attacker] = [startJourney(), startJourney()];
    const own = await victim.begin();
    const foreign = await attacker.logIn(await attacker.begin(), "ada");
    foreign.searchParams.set("state", own.searchParams.get("state") ?? "");
    expect(await refusal(victim, foreign)).toBe("/sign-in?problem=refused");
  });

  it("another issuer in the answer", async () => {
    const journey = startJourney();
    const callback = await journey.logIn(await journey.begin(), "ada");
    callback.searchParams.set("iss", "https://elsewhere.test");
    expect(await refusal(journey, callback)).toBe("/sign-in?problem=refused");
  });

  it.each([
    ["another nonce", { nonce: "another" }],
    ["ten minutes ago", { startedAt: Date.now() - 11 * 60_000 }],
  ])("%s", async (_, change) => {
    const journey = startJourney();
    const callback = await journey.logIn(await journey.begin(), "ada");
    const headers = new Headers({ cookie: journey.jar.header(new URL(callbackUrl)) });
    const attempt = readAttempt(headers);
    if (attempt === null) throw new Error("no attempt");
    const [cookie = ""] = attemptCookie(headers, { ...attempt, ...change }).split(";");
    const altered = withCookie(cookie);
    expect(await refusal(altered, callback)).toMatch(/problem=(refused|expired)$/);
  });

  it("a cookie that was changed", async () => {
    const journey = startJourney();
    const callback = await journey.logIn(await journey.begin(), "ada");
    const cookie = journey.jar.header(new URL(callbackUrl)).replace(/.$/, (last) => (last === "A" ? "B" : "A"));
    const altered = withCookie(cookie);
    expect(await refusal(altered, callback)).toBe("/sign-in?problem=expired");
  });

  it("an ID token for another application, or with a changed signature", async () => {
    const journey = startJourney();
    const providerUrl = await journey.begin();
    const idToken = await idTokenForAnotherClient(providerUrl);
    provider.setIdTokenChange(() => idToken);
    expect(await refusal(journey, await journey.logIn(providerUrl, "ada"))).toBe("/sign-in?problem=refused");

    provider.setIdTokenChange((token) => withSubject(token, "somebody else"));
    const next = startJourney();
    expect(await refusal(next, await next.logIn(await next.begin(), "ada"))).toBe("/sign-in?problem=refused");
  });

  /** A sound token of the same person, nonce and issuer. */
  async function idTokenForAnotherClient(providerUrl: URL): Promise<string> {
    const other = new URL(providerUrl);
    other.searchParams.set("client_id", otherClient.id);
    // PKCE of its own: the test knows this verifier.
    const verifier = "v".repeat(43);
    const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier));
    other.searchParams.set("code_challenge", Buffer.from(digest).toString("base64url"));
    const callback = await startJourney().logIn(other, "ada");
    const response = await fetch(`${provider.issuer}/token`, {
      method: "POST",
      headers: { authorization: `Basic ${btoa(`${otherClient.id}:${otherClient.secret}`)}` },
      body: new URLSearchParams({
        grant_type: "authorization_code",
        code: callback.searchParams.get("code") ?? "",
        redirect_uri: callbackUrl,
        code_verifier: verifier,
      }),
    });
    const { id_token: idToken } = await response.json();
    expect(idToken).toMatch(/^ey/);
    return String(idToken);
  }

  function withSubject(token: string, subject: string): string {
    const [head, payload = "", signature] = token.split(".");
    const claims = { ...JSON.parse(Buffer.from(payload, "base64url").toString()), sub: subject };
    return [head, Buffer.from(JSON.stringify(claims)).toString("base64url"), signature].join(".");
  }
});

describe("addresses", () => {
  it.each(["https://elsewhere.test/", "//elsewhere.test", "/\\elsewhere.test", "javascript:alert(1)"])(
    "never leads to %s",
    async (next) => {
      provider.setAccounts([verified("ada", admin.email)]);
      expect(await signInAs("ada", startJourney(), `?next=${encodeURIComponent(next)}`)).toBe("/");
    },
  );

  it("sends the exact address of this site, PKCE and a nonce, and keeps nothing readable in the browser", async () => {
    const journey = startJourney();
    const url = await journey.begin();
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      redirect_uri: callbackUrl,
      response_type: "code",
      code_challenge_method: "S256",
      scope: "openid email profile",
      nonce: expect.any(String),
    });
    expect(journey.jar.header(new URL(callbackUrl))).not.toContain(url.searchParams.get("state"));
    expect(url.href).not.toContain(openIdClient.secret);
  });

  it("prefers the configured address of the site", async () => {
    Object.assign(env(), { ASKBOOK_URL: "https://askbook.example" });
    const url = await startJourney().begin();
    Object.assign(env(), { ASKBOOK_URL: undefined });
    expect(url.searchParams.get("redirect_uri")).toBe("https://askbook.example/api/oidc/callback");
  });

  it.each(["http://127.0.0.1:1/", "http://169.254.169.254/"])("says so when the issuer is %s", async (issuer) => {
    Object.assign(env(), { ASKBOOK_OIDC_ISSUER: issuer });
    const url = await startJourney().begin();
    Object.assign(env(), { ASKBOOK_OIDC_ISSUER: provider.issuer });
    expect(`${url.pathname}${url.search}`).toBe("/sign-in?problem=unreachable");
  });
});

describe("signing in again", () => {
  const makeOld = () =>
    db()
      .update(session)
      .set({ signedInAt: new Date(0) })
      .where(eq(session.userId, admin.userId));

  it("asks at the provider anew even when it remembers the person, and makes the sign-in recent", async () => {
    provider.setAccounts([verified("ada", admin.email)]);
    const journey = startJourney();
    await signInAs("ada", journey);
    await makeOld();
    const before = await viewerOf(journey);
    if (before === null) throw new Error("not signed in");
    expect(() => requireRecentSignIn(before)).toThrow(/Sign in again/);
    const logins = provider.logins();
    expect(await signInAs("ada", journey, "?again=1&next=/sign-in/again")).toBe("/sign-in/again");
    expect(provider.logins()).toBe(logins + 1);
    const after = await viewerOf(journey);
    if (after === null) throw new Error("not signed in");
    expect(after.sessionId).not.toBe(before.sessionId);
    expect(() => requireRecentSignIn(after)).not.toThrow();
  });

  it("does not take a sign-in that the provider only remembers for a recent one", async () => {
    provider.setAccounts([verified("ada", admin.email)]);
    const journey = startJourney();
    await signInAs("ada", journey);
    const url = await journey.begin();
    expect(url.searchParams.get("prompt")).toBeNull();
    const logins = provider.logins();
    await journey.finish(await journey.logIn(url, "ada"));
    expect(provider.logins()).toBe(logins);
    const viewer = await viewerOf(journey);
    if (viewer === null) throw new Error("not signed in");
    expect(() => requireRecentSignIn(viewer)).toThrow(/Sign in again/);
  });

  it("refuses somebody else, who is not signed in thereby", async () => {
    const organization = { id: admin.organizationId, name: "" };
    const colleague = await createPerson({ organization, email: `bob-${randomUUID()}@example.test` });
    provider.setAccounts([verified("ada", admin.email), verified("bob", colleague.email)]);
    const journey = startJourney();
    await signInAs("ada", journey);
    journey.jar.forget(new URL(provider.issuer));
    const query = "?again=1&next=/sign-in/again";
    expect(await signInAs("bob", journey, query)).toBe("/sign-in/again?problem=another-person");
    expect((await viewerOf(journey))?.userId).toBe(admin.userId);
  });

  it("is told to the page, and sign-out ends the session", async () => {
    provider.setAccounts([verified("ada", admin.email)]);
    const journey = startJourney();
    await signInAs("ada", journey);
    const cookie = journey.jar.header(new URL(callbackUrl));
    const told = await getSession(createRequest("/api/session", { headers: { cookie } }), withParams({}));
    expect(await told.json()).toMatchObject({ signIn: { password: false, singleSignOn: "Acme" } });
    await signOut(createRequest("/api/sign-out", { method: "POST", headers: { cookie } }), withParams({}));
    expect(await viewerOf(journey)).toBeNull();
  });
});
