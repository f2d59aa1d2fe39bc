import "server-only";
import type { StoredConfiguration } from "#db/queries/provider-configuration";
import type { ProviderSummary } from "#lib/contract/ai-settings";
import { currentHealth } from "./health.ts";
import { areSecretsReadable, isWaitingForTrust } from "./stored-provider.ts";

/** How a configured provider fares, as admins are told. */
export function stateOf(configuration: StoredConfiguration): ProviderSummary["state"] {
  if (!areSecretsReadable(configuration)) return { name: "credentials-lost" };
  if (isWaitingForTrust(configuration)) return { name: "waiting-for-trust" };
  const health = currentHealth(configuration);
  return health === null
    ? { name: "healthy" }
    : { name: "failing", since: health.since, code: health.code, message: health.message };
}
