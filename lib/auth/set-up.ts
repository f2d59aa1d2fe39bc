import "server-only";
import { timingSafeEqual } from "node:crypto";
import { createFirstAdmin, isSetUp } from "#db/queries/sign-in";
import { recordAudit } from "#lib/audit/record";
import type { SetUp } from "#lib/contract/accounts";
import { env } from "#lib/env";
import { AskbookError } from "#lib/errors";
import { hashPassword } from "./password.ts";
import { requireCodeAttempt } from "./rate-limit.ts";
import { type StartedSession, startSession } from "./session.ts";

/** What the page for set-up must ask for. */
export async function getSetUpState(): Promise<{ readonly isOpen: boolean; readonly needsCode: boolean }> {
  return { isOpen: !(await isSetUp()), needsCode: env().ASKBOOK_SETUP_CODE !== undefined };
}

/** Makes the site's first organization and admin, who is signed in. Throws `set_up_closed` ever after. */
export async function setUp(input: SetUp, headers: Headers): Promise<StartedSession> {
  if (await isSetUp()) throw new AskbookError("set_up_closed");
  await requireCode(input.code);
  const passwordHash = await hashPassword(input.password);
  const owner = await createFirstAdmin({ ...input, passwordHash });
  const started = await startSession(owner, headers);
  await recordAudit(started.viewer, { action: "organization.create", target: input.organization, outcome: "done" });
  return started;
}

async function requireCode(code: string | undefined): Promise<void> {
  const wanted = env().ASKBOOK_SETUP_CODE;
  if (wanted === undefined) return;
  await requireCodeAttempt();
  const given = Buffer.from((code ?? "").toUpperCase());
  const expected = Buffer.from(wanted);
  if (given.length === expected.length && timingSafeEqual(given, expected)) return;
  throw new AskbookError("forbidden", {
    message: "The set-up code is not right. It is printed where Askbook was started.",
    field: "code",
  });
}
