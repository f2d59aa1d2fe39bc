import "server-only";
import { type AiState, getAiState, withdrawVerification } from "#db/queries/provider-configuration";
import { recordAudit } from "#lib/audit/record";
import type { FieldValues } from "#lib/contract/ai-settings";
import { type AwsIdentity, bedrockRegionSchema } from "#lib/contract/bedrock";
import { fingerprint } from "#lib/crypto/fingerprint";
import { AskbookError } from "#lib/errors";
import { requirePermission, type Viewer } from "#lib/permissions";
import type { Trust } from "./definition.ts";
import { createExternalId, openExternalId, sealExternalId } from "./external-id.ts";
import { findServerIdentity } from "./kinds/aws-sts.ts";
import { getDefinition } from "./kinds.ts";
import { valuesOf } from "./stored-provider.ts";

/** How a role that is about to be saved stands. */
export type TrustPlan = {
  readonly externalId: string;
  /** Of an external ID that was made just now, else null. */
  readonly sealed: string | null;
  /** The role has passed a test before: it can be called before anything is stored. */
  readonly isTrusted: boolean;
  /** Somebody has to write the external ID into the role's trust policy. */
  readonly isNews: boolean;
};

/** An organization keeps its external ID: across edits, and when the provider is removed and comes back. */
export function planTrust(viewer: Viewer, state: AiState, trust: Trust, values: FieldValues): TrustPlan {
  const { configuration } = state;
  const kept = findExternalId(viewer, state);
  const isSameRole = configuration !== null && valuesOf(configuration)[trust.field] === values[trust.field];
  const externalId = kept ?? createExternalId();
  return {
    externalId,
    sealed: kept === null ? sealExternalId(viewer.organizationId, externalId) : null,
    isTrusted: kept !== null && isSameRole && configuration.lastVerifiedAt !== null,
    isNews: kept === null || !isSameRole,
  };
}

/**
 * Makes another external ID in the place of the one that is lost or known to too many: returns it, this once. The role is out of use
 * until its trust policy has it and a test has passed.
 */
export async function renewExternalId(viewer: Viewer): Promise<{ readonly externalId: string }> {
  requirePermission(viewer, "administer");
  const { configuration } = await getAiState(viewer);
  if (configuration === null || getDefinition(configuration.kind).trust === undefined)
    throw new AskbookError("conflict");
  const externalId = createExternalId();
  await withdrawVerification(viewer, configuration, sealExternalId(viewer.organizationId, externalId));
  await recordAudit(viewer, {
    action: "provider.external-id",
    target: configuration.kind,
    after: { fingerprint: fingerprint(externalId) },
    outcome: "done",
  });
  return { externalId };
}

/** Whom a role in this region has to trust. */
export async function findAwsIdentity(viewer: Viewer, region: string): Promise<AwsIdentity> {
  requirePermission(viewer, "administer");
  return findServerIdentity(bedrockRegionSchema.parse(region));
}

function findExternalId({ organizationId }: Viewer, { sealedExternalId }: AiState): string | null {
  if (sealedExternalId === null) return null;
  try {
    return openExternalId(organizationId, sealedExternalId);
  } catch (error) {
    if (error instanceof AskbookError && error.code === "encryption_key_missing") return null;
    throw error;
  }
}
