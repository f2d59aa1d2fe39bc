import "server-only";
import { getPasswordHash, updatePasswordHash } from "#db/queries/users";
import { recordAudit } from "#lib/audit/record";
import type { ChangePassword } from "#lib/contract/accounts";
import { AskbookError } from "#lib/errors";
import type { Person } from "#lib/permissions";
import { hashPassword, isPassword } from "./password.ts";
import { forgetSignInAttempts, requireSignInAttempt } from "./rate-limit.ts";

/** Sets the viewer's password; every other session of theirs ends. */
export async function changePassword(viewer: Person, input: ChangePassword, headers: Headers): Promise<void> {
  await requireSignInAttempt(viewer.email, headers);
  if (!(await isPassword(input.currentPassword, await getPasswordHash(viewer)))) {
    await recordAudit(viewer, { action: "password.change", outcome: "refused" });
    throw new AskbookError("invalid_input", {
      message: "Your current password is not right.",
      field: "currentPassword",
    });
  }
  await forgetSignInAttempts(viewer.email, headers);
  await updatePasswordHash(viewer, await hashPassword(input.newPassword));
  await recordAudit(viewer, { action: "password.change", outcome: "done" });
}
