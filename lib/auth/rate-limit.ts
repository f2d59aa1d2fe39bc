import "server-only";
import { countAttempt, forgetAttempts } from "#db/queries/sign-in";
import { AskbookError } from "#lib/errors";
import { hashToken } from "./token.ts";

const windowSeconds = 15 * 60;

/** How many attempts a quarter of an hour are let through, by what they have in common. */
const allowed = { pair: 10, email: 50, address: 100, code: 20 };

type Limit = { readonly kind: keyof typeof allowed; readonly subject: string };

/** Counts an attempt to sign in before it is judged, so that parallel ones cannot slip by. Throws `rate_limited`. */
export async function requireSignInAttempt(email: string, headers: Headers): Promise<void> {
  for (const limit of signInLimits(email, headers)) await requireAttempt(limit);
}

/** Throws `rate_limited` when the set-up code was guessed at too often. */
export async function requireCodeAttempt(): Promise<void> {
  await requireAttempt({ kind: "code", subject: "set-up" });
}

/** After a success: typing errors before it no longer count. */
export async function forgetSignInAttempts(email: string, headers: Headers): Promise<void> {
  const [pair] = signInLimits(email, headers);
  await forgetAttempts(keyOf(pair));
}

function signInLimits(email: string, headers: Headers): readonly [Limit, Limit, Limit] {
  const address = headers.get("x-forwarded-for")?.split(",").at(-1)?.trim() ?? "";
  const subject = email.toLowerCase();
  return [
    { kind: "pair", subject: `${subject} ${address}` },
    { kind: "email", subject },
    { kind: "address", subject: address },
  ];
}

async function requireAttempt(limit: Limit): Promise<void> {
  const { count, secondsLeft } = await countAttempt(keyOf(limit), windowSeconds);
  if (count <= allowed[limit.kind]) return;
  const minutes = Math.ceil(secondsLeft / 60);
  throw new AskbookError("rate_limited", {
    message: `Too many attempts. Try again in ${minutes === 1 ? "a minute" : `${minutes} minutes`}.`,
    retryAfterSeconds: Math.ceil(secondsLeft),
  });
}

/** Addresses of people are not kept in the clear. */
function keyOf({ kind, subject }: Limit): string {
  return `sign-in:${kind}:${hashToken(subject).slice(0, 32)}`;
}
