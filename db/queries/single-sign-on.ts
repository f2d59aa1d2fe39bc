import "server-only";
import { and, desc, eq, gt, isNotNull, isNull, sql } from "drizzle-orm";
import { db, type Executor } from "#db/client";
import { invitation, user, userIdentity } from "#db/schema/user";
import { AskbookError } from "#lib/errors";
import type { SessionOwner } from "./sign-in.ts";

/** Queries without a viewer, as in `sign-in.ts`: whom an identity that a provider just proved belongs to. */

/** Proved by the provider of single sign-on, the e-mail address too. */
export type ProvedIdentity = {
  readonly issuer: string;
  readonly subject: string;
  readonly email: string;
  readonly name: string;
};

export type IdentityRefusal = "unknown" | "deactivated" | "another-identity";

export type IdentityOutcome =
  | { readonly owner: SessionOwner; readonly isNew: "identity" | "member" | null }
  | { readonly refusal: IdentityRefusal; readonly organizationId: string | null };

/**
 * The person of an identity. The first time it is tied to the member with the same e-mail address, or to the open invitation for it;
 * from then on only issuer and subject count, so that an address that changes hands at the provider moves no account.
 */
export function acceptIdentity(proved: ProvedIdentity): Promise<IdentityOutcome> {
  return db().transaction(async (transaction) => {
    // Two first visits at once: the second finds what the first has made.
    await transaction.execute(
      sql`select pg_advisory_xact_lock(hashtextextended(${proved.email.toLowerCase()}, 4127003))`,
    );
    const known = await findByIdentity(transaction, proved);
    if (known !== null)
      return known.isActive ? { owner: known.owner, isNew: null } : refused("deactivated", known.owner);
    const member = await findByEmail(transaction, proved);
    if (member === null) return joinByInvitation(transaction, proved);
    if (!member.isActive) return refused("deactivated", member.owner);
    if (member.hasOtherIdentity) return refused("another-identity", member.owner);
    await insertIdentity(transaction, member.owner, proved);
    return { owner: member.owner, isNew: "identity" };
  });
}

function refused(refusal: IdentityRefusal, owner: SessionOwner | null): IdentityOutcome {
  return { refusal, organizationId: owner?.organizationId ?? null };
}

type FoundPerson = { readonly owner: SessionOwner; readonly isActive: boolean };

async function findByIdentity(executor: Executor, { issuer, subject }: ProvedIdentity): Promise<FoundPerson | null> {
  const [row] = await executor
    .select({ userId: user.id, organizationId: user.organizationId, deactivatedAt: user.deactivatedAt })
    .from(userIdentity)
    .innerJoin(user, eq(user.id, userIdentity.userId))
    .where(and(eq(userIdentity.issuer, issuer), eq(userIdentity.subject, subject)));
  if (row === undefined) return null;
  const { deactivatedAt, ...owner } = row;
  return { owner, isActive: deactivatedAt === null };
}

async function findByEmail(
  executor: Executor,
  { issuer, email }: ProvedIdentity,
): Promise<(FoundPerson & { readonly hasOtherIdentity: boolean }) | null> {
  const [row] = await executor
    .select({
      userId: user.id,
      organizationId: user.organizationId,
      deactivatedAt: user.deactivatedAt,
      identityId: userIdentity.id,
    })
    .from(user)
    .leftJoin(userIdentity, and(eq(userIdentity.userId, user.id), eq(userIdentity.issuer, issuer)))
    .where(eq(sql`lower(${user.email})`, email.toLowerCase()));
  if (row === undefined) return null;
  const { deactivatedAt, identityId, ...owner } = row;
  return { owner, isActive: deactivatedAt === null, hasOtherIdentity: identityId !== null };
}

async function joinByInvitation(executor: Executor, proved: ProvedIdentity): Promise<IdentityOutcome> {
  const [open] = await executor
    .select({
      id: invitation.id,
      organizationId: invitation.organizationId,
      accountTypeId: invitation.accountTypeId,
      email: invitation.email,
    })
    .from(invitation)
    .where(
      and(
        eq(invitation.kind, "invitation"),
        eq(sql`lower(${invitation.email})`, proved.email.toLowerCase()),
        isNull(invitation.usedAt),
        gt(invitation.expiresAt, new Date()),
        isNotNull(invitation.accountTypeId),
      ),
    )
    .orderBy(desc(invitation.createdAt), desc(invitation.id))
    .limit(1)
    .for("update");
  if (open?.accountTypeId == null) return refused("unknown", null);
  const { organizationId, accountTypeId, email } = open;
  const [joined] = await executor
    .insert(user)
    .values({ organizationId, accountTypeId, email, name: proved.name, passwordHash: null })
    .onConflictDoNothing()
    .returning({ userId: user.id });
  // The invitation's link was followed at this very moment.
  if (joined === undefined) throw new AskbookError("conflict");
  const owner = { userId: joined.userId, organizationId };
  await executor.update(invitation).set({ usedAt: new Date() }).where(eq(invitation.id, open.id));
  await insertIdentity(executor, owner, proved);
  return { owner, isNew: "member" };
}

async function insertIdentity(
  executor: Executor,
  owner: SessionOwner,
  { issuer, subject }: ProvedIdentity,
): Promise<void> {
  await executor.insert(userIdentity).values({ ...owner, issuer, subject });
}
