import "server-only";
import { headers } from "next/headers";
import { cache } from "react";
import { AskbookError } from "#lib/errors";
import type { Person } from "#lib/permissions";
import { readSessionToken } from "./cookie.ts";
import { findViewerByToken } from "./session.ts";

const recentMs = 10 * 60 * 1000;

/** Who is looking at this page; null when nobody is signed in. Asked once a request. */
export const getViewer = cache(async (): Promise<Person | null> => findViewer(await headers()));

/** Throws `unauthenticated`. */
export async function requireViewer(): Promise<Person> {
  return orUnauthenticated(await getViewer());
}

/** Who sent a request with these headers. */
export async function findViewer(requestHeaders: Headers): Promise<Person | null> {
  const token = readSessionToken(requestHeaders);
  return token === null ? null : findViewerByToken(token);
}

export function orUnauthenticated(viewer: Person | null): Person {
  if (viewer === null) throw new AskbookError("unauthenticated");
  return viewer;
}

/** Throws `recent_sign_in_required` unless they signed in, or proved again that it is them, in the last ten minutes. */
export function requireRecentSignIn(viewer: Person): void {
  if (Date.now() - viewer.signedInAt.getTime() > recentMs) throw new AskbookError("recent_sign_in_required");
}
