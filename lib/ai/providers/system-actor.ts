import "server-only";
import type { SystemActor } from "#lib/permissions";

/** The server itself reads the sealed configuration and writes health, on behalf of people who may not see either. */
export function systemOf(organizationId: string, purpose: string): SystemActor {
  return { kind: "system", organizationId, purpose };
}
