import "server-only";
import { and, eq, gt, isNotNull, isNull, lt, sql } from "drizzle-orm";
import { db, type Executor } from "#db/client";
import { accountType, accountTypePermission } from "#db/schema/account-type";
import { rateCounter } from "#db/schema/job";
import { organization } from "#db/schema/organization";
import { invitation, session, user } from "#db/schema/user";
import { AskbookError } from "#lib/errors";
import { type DefaultAccountType, defaultAccountTypes } from "#lib/permissions";

/** The only queries without a viewer: what is asked before anybody is known. */

const setUpLock = 4_127_002;

export type SessionOwner = { readonly userId: string; readonly organizationId: string };
export type NewAdmin = {
  readonly organization: string;
  readonly name: string;
  readonly email: string;
  readonly passwordHash: string;
};

/** Whether the site has an organization. Once it has, set-up is closed for good. */
export async function isSetUp(): Promise<boolean> {
  const rows = await db().select({ id: organization.id }).from(organization).limit(1);
  return rows.length > 0;
}

/** Makes the first organization with its account types and its admin. Of several at once only one succeeds; throws `set_up_closed`. */
export function createFirstAdmin(admin: NewAdmin): Promise<SessionOwner> {
  return db().transaction(async (transaction) => {
    await transaction.execute(sql`select pg_advisory_xact_lock(${setUpLock})`);
    const existing = await transaction.select({ id: organization.id }).from(organization).limit(1);
    if (existing.length > 0) throw new AskbookError("set_up_closed");
    return insertOrganization(transaction, admin);
  });
}

/** One more organization with its admin: for whoever runs the server. Throws `conflict` when the e-mail is taken. */
export function createOrganizationWithAdmin(admin: NewAdmin): Promise<SessionOwner> {
  return db().transaction(async (transaction) => {
    await transaction.execute(sql`select pg_advisory_xact_lock(${setUpLock})`);
    const existing = await findUserByEmail(admin.email, transaction);
    if (existing !== null)
      throw new AskbookError("conflict", {
        message: "Somebody on this site already has this e-mail address.",
        field: "email",
      });
    return insertOrganization(transaction, admin);
  });
}

async function insertOrganization(executor: Executor, admin: NewAdmin): Promise<SessionOwner> {
  const [created] = await executor
    .insert(organization)
    .values({ name: admin.organization })
    .returning({ id: organization.id });
  const organizationId = inserted(created).id;
  const types = await insertAccountTypes(executor, organizationId);
  const [owner] = await executor
    .insert(user)
    .values({
      organizationId,
      accountTypeId: types.admin,
      name: admin.name,
      email: admin.email,
      passwordHash: admin.passwordHash,
    })
    .returning({ userId: user.id });
  return { userId: inserted(owner).userId, organizationId };
}

async function insertAccountTypes(
  executor: Executor,
  organizationId: string,
): Promise<Record<DefaultAccountType, string>> {
  const insertOne = async (key: DefaultAccountType): Promise<string> => {
    const { name, permissions } = defaultAccountTypes[key];
    const [created] = await executor
      .insert(accountType)
      .values({ organizationId, defaultKey: key, name })
      .returning({ id: accountType.id });
    const accountTypeId = inserted(created).id;
    const rows = permissions.map((permission) => ({ organizationId, accountTypeId, permission }));
    await executor.insert(accountTypePermission).values(rows);
    return accountTypeId;
  };
  return {
    view: await insertOne("view"),
    act: await insertOne("act"),
    analyze: await insertOne("analyze"),
    build: await insertOne("build"),
    admin: await insertOne("admin"),
  };
}

function inserted<Row>(row: Row | undefined): Row {
  if (row === undefined) throw new Error("An insert returned no row.");
  return row;
}

export type SignInCandidate = SessionOwner & { readonly passwordHash: string | null };

/** The active person with this e-mail address, whatever its case. */
export async function findUserByEmail(email: string, executor: Executor = db()): Promise<SignInCandidate | null> {
  const [row] = await executor
    .select({ userId: user.id, organizationId: user.organizationId, passwordHash: user.passwordHash })
    .from(user)
    .where(and(eq(sql`lower(${user.email})`, email.toLowerCase()), isNull(user.deactivatedAt)));
  return row ?? null;
}

export type NewSession = {
  readonly tokenHash: string;
  readonly userAgent: string;
  readonly expiresAt: Date;
  /** When the person last proved who they are. */
  readonly signedInAt: Date;
};

/** Also forgets this person's sessions that have ended. */
export async function createSession(owner: SessionOwner, created: NewSession): Promise<void> {
  await db()
    .delete(session)
    .where(and(eq(session.userId, owner.userId), lt(session.expiresAt, new Date())));
  await db()
    .insert(session)
    .values({ ...owner, ...created });
  await db().update(user).set({ lastSeenAt: new Date() }).where(eq(user.id, owner.userId));
}

export type StoredSession = {
  readonly sessionId: string;
  readonly userId: string;
  readonly organizationId: string;
  readonly name: string;
  readonly email: string;
  readonly accountTypeId: string;
  readonly permissions: readonly string[];
  readonly signedInAt: Date;
  readonly lastSeenAt: Date;
};

/** The session with the rights that its owner has now; null when it ended. */
export async function findSession(tokenHash: string): Promise<StoredSession | null> {
  const granted = sql<string[]>`coalesce((
    select array_agg(${accountTypePermission.permission}) from ${accountTypePermission}
    where ${accountTypePermission.accountTypeId} = ${user.accountTypeId}), '{}')`;
  const [row] = await db()
    .select({
      sessionId: session.id,
      userId: user.id,
      organizationId: user.organizationId,
      name: user.name,
      email: user.email,
      accountTypeId: user.accountTypeId,
      permissions: granted,
      signedInAt: session.signedInAt,
      lastSeenAt: session.lastSeenAt,
    })
    .from(session)
    .innerJoin(user, eq(user.id, session.userId))
    .where(and(eq(session.tokenHash, tokenHash), gt(session.expiresAt, new Date()), isNull(user.deactivatedAt)));
  return row ?? null;
}

export async function extendSession(sessionId: string, expiresAt: Date): Promise<void> {
  const lastSeenAt = new Date();
  const [extended] = await db()
    .update(session)
    .set({ expiresAt, lastSeenAt })
    .where(eq(session.id, sessionId))
    .returning({ userId: session.userId });
  if (extended !== undefined) await db().update(user).set({ lastSeenAt }).where(eq(user.id, extended.userId));
}

export async function removeSession(tokenHash: string): Promise<void> {
  await db().delete(session).where(eq(session.tokenHash, tokenHash));
}

export type LinkKind = "invitation" | "password-reset";

/** What a link of an invitation or a password reset is about, whatever has become of it; null when there is no such link. */
export type StoredLink = {
  readonly email: string;
  readonly organizationName: string;
  readonly expiresAt: Date;
  readonly usedAt: Date | null;
  /** Whose password it resets. */
  readonly userId: string | null;
};

export async function findLink(kind: LinkKind, tokenHash: string): Promise<StoredLink | null> {
  const [row] = await db()
    .select({
      email: invitation.email,
      organizationName: organization.name,
      expiresAt: invitation.expiresAt,
      usedAt: invitation.usedAt,
      userId: invitation.userId,
    })
    .from(invitation)
    .innerJoin(organization, eq(organization.id, invitation.organizationId))
    .where(and(eq(invitation.tokenHash, tokenHash), eq(invitation.kind, kind)));
  return row ?? null;
}

export type NewMember = { readonly name: string; readonly passwordHash: string | null };

/** Makes the invited person a member, once. Null: the link does not hold (any more). Throws `conflict` when the e-mail is taken. */
export function acceptInvitation(tokenHash: string, member: NewMember): Promise<SessionOwner | null> {
  return db().transaction(async (transaction) => {
    const used = await takeLink(transaction, "invitation", tokenHash);
    if (used === null || used.accountTypeId === null) return null;
    const { organizationId, accountTypeId, email } = used;
    const [created] = await transaction
      .insert(user)
      .values({ organizationId, accountTypeId, email, ...member })
      .onConflictDoNothing()
      .returning({ userId: user.id });
    if (created === undefined)
      throw new AskbookError("conflict", {
        message: "Somebody on this site already has this e-mail address. Sign in, or ask the admin who invited you.",
      });
    return { userId: created.userId, organizationId };
  });
}

/** Sets a password by its reset link, once, and ends all of the person's sessions. Null: the link does not hold (any more). */
export function resetPassword(tokenHash: string, passwordHash: string): Promise<SessionOwner | null> {
  return db().transaction(async (transaction) => {
    const used = await takeLink(transaction, "password-reset", tokenHash);
    if (used === null || used.userId === null) return null;
    const { organizationId, userId } = used;
    const changed = await transaction
      .update(user)
      .set({ passwordHash })
      .where(and(eq(user.id, userId), isNull(user.deactivatedAt)))
      .returning({ id: user.id });
    if (changed.length === 0) return null;
    await transaction.delete(session).where(eq(session.userId, userId));
    return { userId, organizationId };
  });
}

/** Of several at once only one succeeds. */
async function takeLink(executor: Executor, kind: LinkKind, tokenHash: string) {
  const [row] = await executor
    .update(invitation)
    .set({ usedAt: new Date() })
    .where(
      and(
        eq(invitation.tokenHash, tokenHash),
        eq(invitation.kind, kind),
        isNull(invitation.usedAt),
        gt(invitation.expiresAt, new Date()),
      ),
    )
    .returning({
      organizationId: invitation.organizationId,
      accountTypeId: invitation.accountTypeId,
      userId: invitation.userId,
      email: invitation.email,
    });
  return row ?? null;
}

export type Attempts = { readonly count: number; readonly secondsLeft: number };

/** Counts one more attempt under the key in the present window of time. */
export async function countAttempt(key: string, windowSeconds: number): Promise<Attempts> {
  const now = Date.now();
  const windowStart = new Date(Math.floor(now / (windowSeconds * 1000)) * windowSeconds * 1000);
  const [row] = await db()
    .insert(rateCounter)
    .values({ key, windowStart, count: 1 })
    .onConflictDoUpdate({
      target: [rateCounter.key, rateCounter.windowStart],
      set: { count: sql`${rateCounter.count} + 1` },
    })
    .returning({ count: rateCounter.count });
  const count = inserted(row).count;
  if (count === 1) await removeOldCounters();
  return { count, secondsLeft: windowSeconds - (now - windowStart.getTime()) / 1000 };
}

export async function forgetAttempts(key: string): Promise<void> {
  await db().delete(rateCounter).where(eq(rateCounter.key, key));
}

async function removeOldCounters(): Promise<void> {
  await db()
    .delete(rateCounter)
    .where(and(isNull(rateCounter.organizationId), lt(rateCounter.windowStart, sql`now() - interval '1 day'`)));
}

/** Organizations whose secrets were sealed, and the text that tells by which key: asked when the server starts. */
export async function findEncryptionCanaries(): Promise<{ organizationId: string; name: string; sealed: string }[]> {
  const rows = await db()
    .select({ organizationId: organization.id, name: organization.name, sealed: organization.encryptionCanary })
    .from(organization)
    .where(isNotNull(organization.encryptionCanary));
  return rows.flatMap(({ sealed, ...row }) => (sealed === null ? [] : [{ ...row, sealed }]));
}
