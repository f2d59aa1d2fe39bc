import "server-only";
import type { StoredConfiguration } from "#db/queries/provider-configuration";
import { type FieldValues, fieldValuesSchema } from "#lib/contract/ai-settings";
import { open, seal } from "#lib/crypto/seal";
import { AskbookError } from "#lib/errors";
import { isFromEnvironment, secretsOfEnvironment } from "./environment-provider.ts";
import { openExternalId } from "./external-id.ts";
import { getDefinition } from "./kinds.ts";

/** A configuration's fields, without secrets. */
export function valuesOf(configuration: StoredConfiguration): FieldValues {
  return fieldValuesSchema.parse(configuration.settings);
}

/** Saved, but not tested yet with the role that it takes: it serves nobody. */
export function isWaitingForTrust(configuration: StoredConfiguration): boolean {
  return usesRole(configuration) && configuration.lastVerifiedAt === null;
}

/** By field; of a role, its external ID. Throws `encryption_key_missing` when this server no longer has the key. */
export function openSecrets(configuration: StoredConfiguration): FieldValues {
  if (isFromEnvironment(configuration)) return secretsOfEnvironment();
  const { organizationId, sealedExternalId } = configuration;
  if (usesRole(configuration)) {
    if (sealedExternalId === null) throw new AskbookError("encryption_key_missing");
    return { externalId: openExternalId(organizationId, sealedExternalId) };
  }
  return Object.fromEntries(
    Object.entries(configuration.sealedSecrets).map(([field, sealed]) => [
      field,
      open(sealed, { organizationId, row: configuration.id, field }),
    ]),
  );
}

export function sealSecrets(organizationId: string, row: string, secrets: FieldValues): Record<string, string> {
  return Object.fromEntries(
    Object.entries(secrets).map(([field, secret]) => [field, seal(secret, { organizationId, row, field })]),
  );
}

export function areSecretsReadable(configuration: StoredConfiguration): boolean {
  try {
    openSecrets(configuration);
    return true;
  } catch (error) {
    if (error instanceof AskbookError && error.code === "encryption_key_missing") return false;
    throw error;
  }
}

function usesRole({ kind }: StoredConfiguration): boolean {
  return getDefinition(kind).trust !== undefined;
}
