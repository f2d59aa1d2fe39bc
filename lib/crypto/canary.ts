import "server-only";
import { AskbookError } from "#lib/errors";
import { open, type SealPlace, seal } from "./seal.ts";

const knownText = "askbook";

export function canaryPlace(organizationId: string): SealPlace {
  return { organizationId, row: organizationId, field: "encryption-canary" };
}

export function sealCanary(organizationId: string): string {
  return seal(knownText, canaryPlace(organizationId));
}

/** Whether this server still has the key that sealed the organization's secrets. */
export function isCanaryReadable(sealed: string, organizationId: string): boolean {
  try {
    return open(sealed, canaryPlace(organizationId)) === knownText;
  } catch (error) {
    if (error instanceof AskbookError && error.code === "encryption_key_missing") return false;
    throw error;
  }
}
