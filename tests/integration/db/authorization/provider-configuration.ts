import { randomUUID } from "node:crypto";
import type * as providerConfiguration from "#db/queries/provider-configuration";
import {
  getAiState,
  removeProviderConfiguration,
  saveProviderConfiguration,
  updateEnvironmentProvider,
  updateHosting,
  updateLimits,
  updatePrices,
  updateProviderHealth,
  updateReportedRateLimits,
  updateSendChartPictures,
  updateSendRung,
  withdrawVerification,
} from "#db/queries/provider-configuration";
import { defineAuthorization, marker } from "#tests/support/authorization";

const configurationOf = (id: string, previousVersion: number | null) => ({
  id,
  kind: "openai-compatible" as const,
  settings: { baseUrl: marker },
  sealedSecrets: {},
  encryptionCanary: marker,
  lastVerifiedAt: new Date(),
  sealedExternalId: marker,
  previousVersion,
});

const rateLimits = {
  tokensPerMinute: 1,
  remainingTokens: 1,
  requestsPerMinute: null,
  remainingRequests: null,
  reportedAt: "",
};

export const authorization = defineAuthorization<typeof providerConfiguration, { readonly id: string }>({
  arrange: async (owner) => {
    const id = randomUUID();
    await saveProviderConfiguration(owner, configurationOf(id, null));
    return { id };
  },
  queries: {
    getAiState: { needs: "administer", call: (viewer) => getAiState(viewer) },
    saveProviderConfiguration: {
      needs: "administer",
      call: (viewer, { id }) => saveProviderConfiguration(viewer, configurationOf(id, 1)),
    },
    withdrawVerification: {
      needs: "administer",
      call: (viewer, { id }) => withdrawVerification(viewer, { id, version: 1 }, marker),
    },
    removeProviderConfiguration: { needs: "administer", call: (viewer) => removeProviderConfiguration(viewer) },
    updateHosting: {
      needs: "administer",
      call: async (viewer) => {
        await removeProviderConfiguration(viewer);
        await updateHosting(viewer, "off");
      },
    },
    updateSendChartPictures: { needs: "administer", call: (viewer) => updateSendChartPictures(viewer, true) },
    updateSendRung: { needs: "administer", call: (viewer) => updateSendRung(viewer, 3) },
    updateLimits: { needs: "administer", call: (viewer) => updateLimits(viewer, { tokensPerDay: 1000 }) },
    updatePrices: {
      needs: "administer",
      call: (viewer) => updatePrices(viewer, { m: { input: 1, output: 1 } }),
    },
    updateEnvironmentProvider: {
      needs: "administer",
      call: (viewer) => updateEnvironmentProvider(viewer, { fingerprint: "x", lastVerifiedAt: null, health: null }),
    },
    updateReportedRateLimits: {
      needs: "administer",
      call: (viewer, { id }) => updateReportedRateLimits(viewer, { id, version: 1 }, rateLimits),
    },
    updateProviderHealth: {
      needs: "administer",
      call: (viewer, { id }) =>
        updateProviderHealth(viewer, { id, version: 1 }, { code: "x", message: "x", since: "", expiresAt: null }),
    },
  },
});
