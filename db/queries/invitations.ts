import "server-only";
import { and, desc, eq, isNull, sql } from "drizzle-orm";
import { db, type Executor } from "#db/client";
import { accountType } from "#db/schema/account-type";
import { invitation, user } from "#db/schema/user";
import { AskbookError } from "#lib/errors";
import { requirePermission, type Viewer } from "#lib/permissions";

/** Links that admins make: invitations and password resets. What happens when one is followed stands in `sign-in.ts`. */

export type Invitation = {
  readonly id: string;
  readonly email: string;
  readonly accountTypeId: string;
  readonly accountTypeName: string;
  /** Null: by the command line, or by somebody who is gone. */
  readonly invitedBy: string | null;
  readonly createdAt: Date;
  readonly expiresAt: Date;
};

/** The invitations that nobody has followed yet, expired ones too, newest first. */
export async function findInvitations(viewer: Viewer): Promise<Invitation[]> {
  requirePermission(viewer, "administer");
  return db()
    .select({
      id: invitation.id,
      email: invitation.email,
      accountTypeId: accountType.id,
      accountTypeName: accountType.name,
      invitedBy: user.name,
      createdAt: invitation.createdAt,
      expiresAt: invitation.expiresAt,
    })
    .from(invitation)
    .innerJoin(accountType, eq(accountType.id, invitation.accountTypeId))
    .leftJoin(user, eq(user.id, invitation.createdBy))
    .where(isOpenInvitation(viewer))
    .orderBy(desc(invitation.createdAt), desc(invitation.id));
}

export type NewLink = { readonly tokenHash: string; readonly expiresAt: Date };
export type NewInvitation = NewLink & { readonly email: string; readonly accountTypeId: string };

/** Throws `conflict` when somebody on this site has the e-mail address, or an invitation waits for it here. */
export async function createInvitation(viewer: Viewer, created: NewInvitation): Promise<string> {
  requirePermission(viewer, "administer");
  return db().transaction(async (transaction) => {
    await requireOwnAccountType(transaction, viewer, created.accountTypeId);
    await requireFreeEmail(transaction, viewer, created.email);
    const [row] = await transaction
      .insert(invitation)
      .values({ ...created, kind: "invitation", organizationId: viewer.organizationId, createdBy: personOf(viewer) })
      .returning({ id: invitation.id });
    if (row === undefined) throw new Error("An insert returned no row.");
    return row.id;
  });
}

export type InvitationWords = { readonly email: string; readonly accountTypeName: string };

/** Gives it another link; the one before no longer works. */
export async function renewInvitation(viewer: Viewer, invitationId: string, link: NewLink): Promise<InvitationWords> {
  requirePermission(viewer, "administer");
  return db().transaction(async (transaction) => {
    const words = await lockInvitation(transaction, viewer, invitationId);
    await transaction.update(invitation).set(link).where(eq(invitation.id, invitationId));
    return words;
  });
}

/** Its link no longer works. */
export async function removeInvitation(viewer: Viewer, invitationId: string): Promise<InvitationWords> {
  requirePermission(viewer, "administer");
  return db().transaction(async (transaction) => {
    const words = await lockInvitation(transaction, viewer, invitationId);
    await transaction.delete(invitation).where(eq(invitation.id, invitationId));
    return words;
  });
}

/** A link that lets somebody choose a new password; gives their e-mail address. Earlier ones no longer work. */
export async function createPasswordReset(viewer: Viewer, userId: string, link: NewLink): Promise<string> {
  requirePermission(viewer, "administer");
  return db().transaction(async (transaction) => {
    const [person] = await transaction
      .select({ email: user.email })
      .from(user)
      .where(and(eq(user.id, userId), eq(user.organizationId, viewer.organizationId), isNull(user.deactivatedAt)))
      .for("update");
    if (person === undefined)
      throw new AskbookError("not_found", {
        message: "This person is deactivated or not a member any more. Reactivate them first.",
      });
    await transaction
      .delete(invitation)
      .where(and(eq(invitation.kind, "password-reset"), eq(invitation.userId, userId)));
    await transaction.insert(invitation).values({
      ...link,
      kind: "password-reset",
      organizationId: viewer.organizationId,
      userId,
      email: person.email,
      createdBy: personOf(viewer),
    });
    return person.email;
  });
}

function isOpenInvitation(viewer: Viewer) {
  return and(
    eq(invitation.organizationId, viewer.organizationId),
    eq(invitation.kind, "invitation"),
    isNull(invitation.usedAt),
  );
}

async function lockInvitation(executor: Executor, viewer: Viewer, invitationId: string): Promise<InvitationWords> {
  const [row] = await executor
    .select({ email: invitation.email, accountTypeName: accountType.name })
    .from(invitation)
    .innerJoin(accountType, eq(accountType.id, invitation.accountTypeId))
    .where(and(isOpenInvitation(viewer), eq(invitation.id, invitationId)))
    .for("update", { of: invitation });
  if (row === undefined)
    throw new AskbookError("not_found", { message: "This invitation was accepted or revoked in the meantime." });
  return row;
}

async function requireOwnAccountType(executor: Executor, viewer: Viewer, accountTypeId: string): Promise<void> {
  const rows = await executor
    .select({ id: accountType.id })
    .from(accountType)
    .where(and(eq(accountType.id, accountTypeId), eq(accountType.organizationId, viewer.organizationId)))
    .for("share");
  if (rows.length > 0) return;
  throw new AskbookError("invalid_input", { message: "This account type does not exist.", field: "accountTypeId" });
}

async function requireFreeEmail(executor: Executor, viewer: Viewer, email: string): Promise<void> {
  const [person] = await executor
    .select({ organizationId: user.organizationId, deactivatedAt: user.deactivatedAt })
    .from(user)
    .where(eq(sql`lower(${user.email})`, email.toLowerCase()));
  if (person !== undefined)
    throw new AskbookError("conflict", {
      message:
        person.organizationId !== viewer.organizationId || person.deactivatedAt === null
          ? "Somebody already has this e-mail address."
          : "This person was deactivated. Reactivate them instead of inviting them.",
      field: "email",
    });
  const waiting = await executor
    .select({ id: invitation.id })
    .from(invitation)
    .where(and(isOpenInvitation(viewer), eq(sql`lower(${invitation.email})`, email.toLowerCase())));
  if (waiting.length > 0)
    throw new AskbookError("conflict", {
      message: "This person is invited already. Make a new link for their invitation instead.",
      field: "email",
    });
}

function personOf(viewer: Viewer): string | null {
  return viewer.kind === "person" ? viewer.userId : null;
}
