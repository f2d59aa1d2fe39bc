import "server-only";
import { randomBytes } from "node:crypto";
import { open, type SealPlace, seal } from "#lib/crypto/seal";

/** What an organization's roles in AWS ask for, so that nobody else reaches them through Askbook. Ours to make, never the client's. */
export function createExternalId(): string {
  return `askbook-${randomBytes(16).toString("hex")}`;
}

export function sealExternalId(organizationId: string, externalId: string): string {
  return seal(externalId, externalIdPlace(organizationId));
}

/** Throws `encryption_key_missing` when this server no longer has the key. */
export function openExternalId(organizationId: string, sealed: string): string {
  return open(sealed, externalIdPlace(organizationId));
}

export function externalIdPlace(organizationId: string): SealPlace {
  return { organizationId, row: organizationId, field: "aws-external-id" };
}
