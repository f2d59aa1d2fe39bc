import "server-only";
import { z } from "zod";
import { open, type SealPlace, seal } from "#lib/crypto/seal";
import { AskbookError } from "#lib/errors";
import { readCookie, serializeCookie } from "../cookie.ts";

/** What a browser keeps, sealed, while its person is at the provider. */
const attemptSchema = z.object({
  state: z.string(),
  nonce: z.string(),
  codeVerifier: z.string(),
  redirectUri: z.string(),
  /** A path of this site. */
  next: z.string(),
  /** Who proves again that it is them; null: somebody signs in. */
  againAs: z.string().nullable(),
  /** Milliseconds since 1970. */
  startedAt: z.number(),
});
export type SignInAttempt = z.infer<typeof attemptSchema>;

const cookieName = "askbook-sign-in";
const lifetimeSeconds = 10 * 60;
const place: SealPlace = { organizationId: "site", row: "single-sign-on", field: "attempt" };

export function attemptCookie(headers: Headers, attempt: SignInAttempt): string {
  const value = seal(JSON.stringify(attempt), place);
  return serializeCookie(headers, { name: cookieName, value, maxAgeSeconds: lifetimeSeconds });
}

export function expiredAttemptCookie(headers: Headers): string {
  return serializeCookie(headers, { name: cookieName, value: "", maxAgeSeconds: 0 });
}

/** Null when this browser began none in the last ten minutes. */
export function readAttempt(headers: Headers): SignInAttempt | null {
  const sealed = readCookie(headers, cookieName);
  const text = sealed === null ? null : openOrNull(sealed);
  if (text === null) return null;
  const attempt = attemptSchema.parse(JSON.parse(text));
  return Date.now() - attempt.startedAt > lifetimeSeconds * 1000 ? null : attempt;
}

function openOrNull(sealed: string): string | null {
  try {
    return open(sealed, place);
  } catch (error) {
    if (error instanceof AskbookError && error.code === "encryption_key_missing") return null;
    throw error;
  }
}
