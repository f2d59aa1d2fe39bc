import "server-only";
import { APICallError } from "ai";
import { assumeRole, type Role, type RoleCredentials } from "./aws-sts.ts";

export type RoleSession = {
  /** Valid for five minutes at least. Throws what `assumeRole` throws. */
  readonly credentials: () => Promise<RoleCredentials>;
  /** Runs a call with credentials at hand, and once more with new ones when AWS says that they have expired. */
  readonly using: <Result>(work: () => PromiseLike<Result>) => Promise<Result>;
};

const refreshBeforeMs = 5 * 60_000;

/** Credentials of a role, taken when they are first needed, kept until they are about to expire, and asked for by one caller at a time. */
export function openRoleSession(role: Role, externalId: string): RoleSession {
  let current: RoleCredentials | null = null;
  let pending: Promise<RoleCredentials> | null = null;

  const refresh = async (): Promise<RoleCredentials> => {
    try {
      current = await assumeRole(role, externalId);
      return current;
    } finally {
      pending = null;
    }
  };
  const credentials = async (): Promise<RoleCredentials> => {
    if (current !== null && current.expiresAt.getTime() - Date.now() > refreshBeforeMs) return current;
    pending ??= refresh();
    return pending;
  };
  return {
    credentials,
    using: async (work) => {
      // Asked for here, since the SDK would turn what AWS says into a mere text.
      const used = await credentials();
      try {
        return await work();
      } catch (error) {
        if (!isExpired(error)) throw error;
        if (current === used) current = null;
        await credentials();
        return work();
      }
    },
  };
}

const expired = /^(ExpiredToken|ExpiredTokenException|UnrecognizedClientException)(:|$)/;

function isExpired(error: unknown): boolean {
  return APICallError.isInstance(error) && expired.test(error.responseHeaders?.["x-amzn-errortype"] ?? "");
}
