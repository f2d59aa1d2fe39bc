import "server-only";
import {
  type AiState,
  environmentConfigurationId,
  getAiState,
  type StoredConfiguration,
} from "#db/queries/provider-configuration";
import type { Viewer } from "#lib/permissions";
import { type EnvironmentProvider, fingerprintOfEnvironment, readEnvironmentProvider } from "./environment-provider.ts";

/** What serves the viewer's organization: what it chose, else the provider of the server's environment, when there is one. */
export async function getServingState(viewer: Viewer): Promise<AiState> {
  const state = await getAiState(viewer);
  const reading = isServedByEnvironment(state) ? readEnvironmentProvider() : null;
  if (reading === null) return state;
  const configuration =
    reading.provider === null ? null : asStored(reading.provider, viewer.organizationId, state.environmentProvider);
  // Variables that cannot be read leave the organization without AI: something was meant, and it is not the built-in model.
  return { ...state, hosting: "external", configuration };
}

/** Whether the organization chose nothing of its own, and the server's environment names a provider. */
export function isServedByEnvironment({ hosting, isHostingChosen, configuration }: AiState): boolean {
  return hosting === "built-in" && !isHostingChosen && configuration === null && readEnvironmentProvider() !== null;
}

function asStored(
  { kind, values }: EnvironmentProvider,
  organizationId: string,
  known: AiState["environmentProvider"],
): StoredConfiguration {
  const own = known?.fingerprint === fingerprintOfEnvironment() ? known : null;
  return {
    id: environmentConfigurationId,
    organizationId,
    kind,
    settings: { ...values },
    sealedSecrets: {},
    version: 1,
    savedBy: null,
    savedByName: null,
    savedAt: new Date(0),
    lastVerifiedAt: own === null || own.lastVerifiedAt === null ? null : new Date(own.lastVerifiedAt),
    health: own?.health ?? null,
    rateLimits: null,
    sealedExternalId: null,
  };
}
