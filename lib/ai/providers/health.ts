import "server-only";
import {
  type ProviderHealth,
  type StoredConfiguration,
  updateEnvironmentProvider,
  updateProviderHealth,
} from "#db/queries/provider-configuration";
import type { AskbookError, ErrorCode } from "#lib/errors";
import type { Viewer } from "#lib/permissions";
import { fingerprintOfEnvironment, isFromEnvironment } from "./environment-provider.ts";
import { systemOf } from "./system-actor.ts";

const transientMs = 5 * 60_000;

/** Until an edit or a success; for five minutes; not about the provider at all. */
const lasting = new Set<ErrorCode>([
  "invalid_credentials",
  "permission_denied",
  "network_blocked",
  "endpoint_invalid",
  "model_not_found",
  "quota_exhausted",
  "trust_not_configured",
  "external_id_not_enforced",
]);
const transient = new Set<ErrorCode>(["provider_rate_limited", "overloaded", "provider_error", "provider_timeout"]);

/** Remembers since when and why a provider fails, or that it works again. */
export async function recordHealth(configuration: StoredConfiguration, failure: AskbookError | null): Promise<void> {
  const viewer = systemOf(configuration.organizationId, "record provider health");
  if (failure === null) {
    if (configuration.health !== null) await keepHealth(viewer, configuration, null);
    return;
  }
  if (!lasting.has(failure.code) && !transient.has(failure.code)) return;
  const now = new Date();
  const current = currentHealth(configuration, now);
  await keepHealth(viewer, configuration, {
    code: failure.code,
    message: failure.message,
    since: current?.code === failure.code ? current.since : now.toISOString(),
    expiresAt: lasting.has(failure.code) ? null : new Date(now.getTime() + transientMs).toISOString(),
  });
}

/** Where the configuration has its place; null also says that it was verified now. */
export async function keepHealth(
  viewer: Viewer,
  configuration: StoredConfiguration,
  health: ProviderHealth | null,
): Promise<void> {
  if (!isFromEnvironment(configuration)) return updateProviderHealth(viewer, configuration, health);
  const lastVerifiedAt = health === null ? new Date() : configuration.lastVerifiedAt;
  await updateEnvironmentProvider(viewer, {
    fingerprint: fingerprintOfEnvironment(),
    lastVerifiedAt: lastVerifiedAt?.toISOString() ?? null,
    health,
  });
}

/** Null when healthy, or when the last failure is too old to mean anything. */
export function currentHealth(configuration: StoredConfiguration, now = new Date()): StoredConfiguration["health"] {
  const { health } = configuration;
  const isExpired = health?.expiresAt != null && new Date(health.expiresAt) <= now;
  return isExpired ? null : health;
}
