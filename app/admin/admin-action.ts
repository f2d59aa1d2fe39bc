import "server-only";
import type { z } from "zod";
import { recordAudit } from "#lib/audit/record";
import { action } from "#lib/auth/action";
import { requireRecentSignIn } from "#lib/auth/viewer";
import type { ActionResult } from "#lib/contract/action";
import { AskbookError } from "#lib/errors";
import { can, type Person } from "#lib/permissions";

type AdminActionOptions = {
  /** For the audit log, when it is refused. */
  readonly name: string;
  /** Writes want a password entered in the last ten minutes. */
  readonly isWrite: boolean;
};

/** A server action for admins: refusals are audited, writes ask for a recent sign-in. */
export function adminAction<Schema extends z.ZodType, Data>(
  { name, isWrite }: AdminActionOptions,
  schema: Schema,
  handler: (viewer: Person, input: z.output<Schema>) => Promise<Data>,
): (input: z.input<Schema>) => Promise<ActionResult<Data>> {
  return action(schema, async (viewer, input) => {
    if (!can(viewer, "administer")) {
      await recordAudit(viewer, { action: name, outcome: "refused" });
      throw new AskbookError("forbidden");
    }
    if (isWrite) requireRecentSignIn(viewer);
    return handler(viewer, input);
  });
}
