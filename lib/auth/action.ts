import "server-only";
import { unstable_rethrow } from "next/navigation";
import type { z } from "zod";
import type { ActionResult } from "#lib/contract/action";
import { AskbookError, describeError } from "#lib/errors";
import { log } from "#lib/log";
import type { Person } from "#lib/permissions";
import { parseInput } from "./input.ts";
import { requireViewer } from "./viewer.ts";

/**
 * Makes a server action: signed in, input checked, failures as data. Next itself refuses actions from another origin.
 * A file with "use server" exports `async function save(input: Input) { return saveAction(input); }` around it.
 */
export function action<Schema extends z.ZodType, Data>(
  schema: Schema,
  handler: (viewer: Person, input: z.output<Schema>) => Promise<Data>,
): (input: z.input<Schema>) => Promise<ActionResult<Data>> {
  return async (input) => {
    try {
      return { ok: true, data: await handler(await requireViewer(), parseInput(schema, input)) };
    } catch (error) {
      // A redirect is thrown as well and belongs to Next.
      unstable_rethrow(error);
      if (!(error instanceof AskbookError)) log().error({ err: error }, "An action failed");
      return { ok: false, error: describeError(error) };
    }
  };
}
