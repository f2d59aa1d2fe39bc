import type { ActionResult } from "#lib/contract/action";
import type { ChangeAccountTypeInput, InviteInput, IssuedLink } from "#lib/contract/members";

/** The server actions behind the Members page. */
export type MembersActions = {
  readonly invite: (input: InviteInput) => Promise<ActionResult<IssuedLink>>;
  readonly renewInvitation: (invitationId: string) => Promise<ActionResult<IssuedLink>>;
  readonly revokeInvitation: (invitationId: string) => Promise<ActionResult<void>>;
  readonly changeAccountType: (input: ChangeAccountTypeInput) => Promise<ActionResult<void>>;
  readonly deactivate: (userId: string) => Promise<ActionResult<void>>;
  readonly reactivate: (userId: string) => Promise<ActionResult<void>>;
  readonly createResetLink: (userId: string) => Promise<ActionResult<IssuedLink>>;
};

/** What an admin is about to do, or has just been given. */
export type MemberTask =
  | { readonly kind: "invite" }
  | { readonly kind: "account-type"; readonly userId: string }
  | { readonly kind: "deactivate"; readonly userId: string }
  | { readonly kind: "reset-link"; readonly userId: string }
  | { readonly kind: "revoke"; readonly invitationId: string }
  | { readonly kind: "link"; readonly thing: "invitation" | "password link"; readonly link: IssuedLink };
