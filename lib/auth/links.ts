import "server-only";
import {
  createInvitation,
  createPasswordReset,
  removeInvitation,
  renewInvitation as replaceInvitationLink,
} from "#db/queries/invitations";
import {
  findLink,
  acceptInvitation as join,
  type LinkKind,
  resetPassword as replacePassword,
} from "#db/queries/sign-in";
import { recordAudit } from "#lib/audit/record";
import type { AcceptInvitation, InviteInput, IssuedLink, ResetPassword } from "#lib/contract/members";
import { AskbookError } from "#lib/errors";
import type { Viewer } from "#lib/permissions";
import { hashPassword } from "./password.ts";
import { type StartedSession, startSession } from "./session.ts";
import { endCurrentSession } from "./sign-in.ts";
import { createToken, hashToken } from "./token.ts";

/** Links that work once. There is no mail server: an admin copies one and passes it on. Only the hash of its token is stored. */

const dayMs = 24 * 60 * 60 * 1000;
const lifetimes: Record<LinkKind, number> = { invitation: 7 * dayMs, "password-reset": dayMs };
const paths: Record<LinkKind, string> = { invitation: "/invitation", "password-reset": "/reset" };

/** Throws `conflict` when somebody has the e-mail address or is invited already. */
export async function invite(viewer: Viewer, input: InviteInput): Promise<IssuedLink> {
  const link = createLink("invitation");
  await createInvitation(viewer, { ...input, ...link.stored });
  await recordAudit(viewer, {
    action: "member.invite",
    target: input.email,
    after: { accountTypeId: input.accountTypeId, expiresAt: link.stored.expiresAt },
    outcome: "done",
  });
  return issued(link, input.email);
}

/** Another link for the same invitation; the one before no longer works. */
export async function renewInvitation(viewer: Viewer, invitationId: string): Promise<IssuedLink> {
  const link = createLink("invitation");
  const { email, accountTypeName } = await replaceInvitationLink(viewer, invitationId, link.stored);
  await recordAudit(viewer, {
    action: "invitation.renew",
    target: email,
    after: { accountType: accountTypeName, expiresAt: link.stored.expiresAt },
    outcome: "done",
  });
  return issued(link, email);
}

export async function revokeInvitation(viewer: Viewer, invitationId: string): Promise<void> {
  const { email, accountTypeName } = await removeInvitation(viewer, invitationId);
  const before = { accountType: accountTypeName };
  await recordAudit(viewer, { action: "invitation.revoke", target: email, before, outcome: "done" });
}

/** A link that lets an active member choose a new password. The old password works until then. */
export async function createResetLink(viewer: Viewer, userId: string): Promise<IssuedLink> {
  const link = createLink("password-reset");
  const email = await createPasswordReset(viewer, userId, link.stored);
  const after = { expiresAt: link.stored.expiresAt };
  await recordAudit(viewer, { action: "password.reset-link", target: email, after, outcome: "done" });
  return issued(link, email);
}

export type LinkState =
  | {
      readonly state: "open";
      readonly email: string;
      readonly organizationName: string;
      /** Whose password it resets. */
      readonly userId: string | null;
    }
  | { readonly state: "used" | "expired" | "unknown" };

/** What has become of a link; tells nothing of one that does not exist. */
export async function readLink(kind: LinkKind, token: string): Promise<LinkState> {
  const link = await findLink(kind, hashToken(token));
  if (link === null) return { state: "unknown" };
  if (link.usedAt !== null) return { state: "used" };
  if (link.expiresAt.getTime() <= Date.now()) return { state: "expired" };
  const { email, organizationName, userId } = link;
  return { state: "open", email, organizationName, userId };
}

/** Makes the invited person a member and signs them in. Throws `not_found` for a link that does not hold, `conflict`. */
export async function acceptInvitation(
  { token, name, password }: AcceptInvitation,
  headers: Headers,
): Promise<StartedSession> {
  await requireOpenLink("invitation", token);
  const owner = await join(hashToken(token), { name, passwordHash: await hashPassword(password) });
  if (owner === null) throw linkGone();
  await endCurrentSession(headers);
  const started = await startSession(owner, headers);
  await recordAudit(started.viewer, { action: "invitation.accept", target: started.viewer.email, outcome: "done" });
  return started;
}

/** Sets the password that the link is for, ends every session of the person and signs them in here. Throws `not_found`. */
export async function resetPassword({ token, password }: ResetPassword, headers: Headers): Promise<StartedSession> {
  await requireOpenLink("password-reset", token);
  const owner = await replacePassword(hashToken(token), await hashPassword(password));
  if (owner === null) throw linkGone();
  await endCurrentSession(headers);
  const started = await startSession(owner, headers);
  await recordAudit(started.viewer, { action: "password.reset", target: started.viewer.email, outcome: "done" });
  return started;
}

/** Before a password is hashed: that costs, and a guessed link must not. */
async function requireOpenLink(kind: LinkKind, token: string): Promise<void> {
  if ((await readLink(kind, token)).state !== "open") throw linkGone();
}

function linkGone(): AskbookError {
  return new AskbookError("not_found", {
    message: "This link no longer works: it was used, replaced or has expired. Ask an admin for a new one.",
  });
}

type Link = {
  readonly kind: LinkKind;
  readonly token: string;
  readonly stored: { tokenHash: string; expiresAt: Date };
};

function createLink(kind: LinkKind): Link {
  const { token, tokenHash } = createToken();
  return { kind, token, stored: { tokenHash, expiresAt: new Date(Date.now() + lifetimes[kind]) } };
}

function issued({ kind, token, stored }: Link, email: string): IssuedLink {
  return { path: `${paths[kind]}/${token}`, email, expiresAt: stored.expiresAt.toISOString() };
}
