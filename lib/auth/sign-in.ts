import "server-only";
import { findUserByEmail } from "#db/queries/sign-in";
import { recordAudit } from "#lib/audit/record";
import type { SignIn } from "#lib/contract/accounts";
import { AskbookError } from "#lib/errors";
import { log } from "#lib/log";
import { readSessionToken } from "./cookie.ts";
import { isPassword } from "./password.ts";
import { forgetSignInAttempts, requireSignInAttempt } from "./rate-limit.ts";
import { endSession, type StartedSession, startSession } from "./session.ts";

/** Starts a session for an e-mail address and its password; the request's own session, if any, ends. */
export async function signIn({ email, password }: SignIn, headers: Headers): Promise<StartedSession> {
  await requireSignInAttempt(email, headers);
  const candidate = await findUserByEmail(email);
  const isRight = await isPassword(password, candidate?.passwordHash ?? null);
  if (candidate === null || !isRight) {
    if (candidate !== null) recordRefusal(candidate.organizationId, email);
    throw new AskbookError("unauthenticated", { message: "The e-mail address or the password is not right." });
  }
  await forgetSignInAttempts(email, headers);
  await endCurrentSession(headers);
  const started = await startSession(candidate, headers);
  await recordAudit(started.viewer, { action: "session.start", target: email, outcome: "done" });
  return started;
}

/** Not waited for: the time of an answer must not tell who has an account. */
function recordRefusal(organizationId: string, email: string): void {
  const actor = { kind: "system", organizationId, purpose: "sign-in" } as const;
  recordAudit(actor, { action: "session.start", target: email, outcome: "refused" }).catch((error: unknown) =>
    log().error({ err: error }, "A refused sign-in could not be recorded"),
  );
}

/** Ends the session of the request, wherever its cookie was copied to. */
export async function endCurrentSession(headers: Headers): Promise<void> {
  const token = readSessionToken(headers);
  if (token !== null) await endSession(token);
}
