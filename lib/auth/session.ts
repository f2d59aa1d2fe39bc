import "server-only";
import {
  createSession,
  extendSession,
  findSession,
  removeSession,
  type SessionOwner,
  type StoredSession,
} from "#db/queries/sign-in";
import { type Permission, type Person, permissions } from "#lib/permissions";
import { createToken, hashToken } from "./token.ts";

const lifetimeMs = 30 * 24 * 60 * 60 * 1000;
const touchEveryMs = 60 * 60 * 1000;

export type StartedSession = { readonly token: string; readonly viewer: Person };

/** Signs somebody in who proved their identity, just now unless another moment is given. */
export async function startSession(
  owner: SessionOwner,
  headers: Headers,
  signedInAt: Date = new Date(),
): Promise<StartedSession> {
  const { token, tokenHash } = createToken();
  const userAgent = (headers.get("user-agent") ?? "").slice(0, 300);
  await createSession(owner, { tokenHash, userAgent, expiresAt: new Date(Date.now() + lifetimeMs), signedInAt });
  const viewer = await findViewerByToken(token);
  if (viewer === null) throw new Error("The session that was just made cannot be found.");
  return { token, viewer };
}

/** Who holds this token; null when its session ended, or its owner was deactivated. Every use extends the session. */
export async function findViewerByToken(token: string): Promise<Person | null> {
  const stored = await findSession(hashToken(token));
  if (stored === null) return null;
  const now = Date.now();
  if (now - stored.lastSeenAt.getTime() > touchEveryMs)
    await extendSession(stored.sessionId, new Date(now + lifetimeMs));
  return toPerson(stored);
}

export async function endSession(token: string): Promise<void> {
  await removeSession(hashToken(token));
}

function toPerson({ lastSeenAt: _, permissions: granted, ...stored }: StoredSession): Person {
  const known = new Set<string>(permissions);
  const isPermission = (value: string): value is Permission => known.has(value);
  return { kind: "person", ...stored, permissions: new Set(granted.filter(isPermission)) };
}
