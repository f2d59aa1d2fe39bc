import { z } from "zod";
import { email, newPassword, personName } from "./accounts.ts";

/** What crosses the wire about members, invitations and links. A link's token is told once, to the admin who made it. */

/** A member as an admin sees them. Dates are ISO. */
export type MemberItem = {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly accountTypeId: string;
  readonly accountTypeName: string;
  /** To the hour; null: never signed in. */
  readonly lastSeenAt: string | null;
  readonly isActive: boolean;
  /** Whoever looks at the list. */
  readonly isSelf: boolean;
};

export type InvitationItem = {
  readonly id: string;
  readonly email: string;
  readonly accountTypeId: string;
  readonly accountTypeName: string;
  readonly invitedBy: string | null;
  readonly expiresAt: string;
  readonly isExpired: boolean;
};

export type AccountTypeChoice = { readonly id: string; readonly name: string; readonly description: string };

export type MembersPageData = {
  readonly members: readonly MemberItem[];
  readonly invitations: readonly InvitationItem[];
  readonly accountTypes: readonly AccountTypeChoice[];
};

/** A link that works once. `path` belongs behind this site's address. */
export type IssuedLink = { readonly path: string; readonly email: string; readonly expiresAt: string };

export const inviteSchema = z.object({ email, accountTypeId: z.uuid("Choose an account type.") });
export type InviteInput = z.infer<typeof inviteSchema>;

export const changeAccountTypeSchema = z.object({ userId: z.uuid(), accountTypeId: z.uuid("Choose an account type.") });
export type ChangeAccountTypeInput = z.infer<typeof changeAccountTypeSchema>;

const token = z.string().min(1).max(200);

/** `POST /api/invitation`: an invited person becomes a member and is signed in. */
export const acceptInvitationSchema = z.object({ token, name: personName, password: newPassword });
export type AcceptInvitation = z.infer<typeof acceptInvitationSchema>;

/** `POST /api/reset`: sets a password by a reset link, and signs in. */
export const resetPasswordSchema = z.object({ token, password: newPassword });
export type ResetPassword = z.infer<typeof resetPasswordSchema>;
