import "server-only";
import { findAccountTypes } from "#db/queries/account-types";
import {
  getAiState,
  type StoredConfiguration,
  updateLimits,
  updateSendChartPictures,
  updateSendRung,
} from "#db/queries/provider-configuration";
import { updateRetentionDays } from "#db/queries/retention";
import type { OrganizationLimits } from "#db/schema/organization";
import { recordAudit } from "#lib/audit/record";
import {
  type AiSettings,
  type LimitsForm,
  type ProviderSummary,
  type SendRung,
  sendRungSchema,
} from "#lib/contract/ai-settings";
import { type Permission, permissionLabel, requirePermission, type Viewer } from "#lib/permissions";
import { getTokensToday } from "#lib/usage/limits";
import { isFromEnvironment, readEnvironmentProvider } from "./environment-provider.ts";
import { getDefinition, offeredDefinitions } from "./kinds.ts";
import { providerFetch } from "./provider-fetch.ts";
import { stateOf } from "./provider-state.ts";
import { getServingState, isServedByEnvironment } from "./serving-state.ts";
import { valuesOf } from "./stored-provider.ts";

const aiFeatures: readonly Permission[] = ["useAsk", "explainCharts", "useFormulaAi"];

/** All that the AI settings page shows. Holds no secret. */
export async function getAiSettings(viewer: Viewer): Promise<AiSettings> {
  requirePermission(viewer, "administer");
  const [chosen, state, accountTypes, usedTokensToday] = await Promise.all([
    getAiState(viewer),
    getServingState(viewer),
    findAccountTypes(viewer),
    getTokensToday(viewer),
  ]);
  return {
    hosting: isServedByEnvironment(chosen) ? "environment" : state.hosting,
    provider: state.configuration === null ? null : summarize(state.configuration),
    environment: describeEnvironment(),
    forms: offeredDefinitions.map((definition) => definition.form),
    sendRung: sendRungSchema.catch(1).parse(state.sendRung),
    sendChartPictures: state.sendChartPictures,
    limits: {
      tokensPerDay: state.limits.tokensPerDay ?? null,
      tokensPerDayPerPerson: state.limits.tokensPerDayPerPerson ?? null,
      requestsPerMinute: state.limits.requestsPerMinute ?? null,
      runsAtOncePerPerson: state.limits.runsAtOncePerPerson ?? null,
    },
    reportedRateLimits: state.configuration?.rateLimits ?? null,
    usedTokensToday,
    retentionDays: state.retentionDays,
    permissions: accountTypes.map((type) => ({
      accountType: type.name,
      features: aiFeatures.filter((feature) => type.permissions.includes(feature)).map(permissionLabel),
    })),
  };
}

export async function changeSendRung(viewer: Viewer, sendRung: SendRung): Promise<void> {
  requirePermission(viewer, "administer");
  const before = await getAiState(viewer);
  await updateSendRung(viewer, sendRung);
  await recordAudit(viewer, {
    action: "ai-send-rung.update",
    before: { sendRung: before.sendRung },
    after: { sendRung },
    outcome: "done",
  });
}

export async function changeChartPictures(viewer: Viewer, sendChartPictures: boolean): Promise<void> {
  requirePermission(viewer, "administer");
  const before = await getAiState(viewer);
  await updateSendChartPictures(viewer, sendChartPictures);
  await recordAudit(viewer, {
    action: "ai-chart-pictures.update",
    before: { sendChartPictures: before.sendChartPictures },
    after: { sendChartPictures },
    outcome: "done",
  });
}

export async function changeLimits(viewer: Viewer, form: LimitsForm): Promise<void> {
  requirePermission(viewer, "administer");
  const limits: OrganizationLimits = Object.fromEntries(Object.entries(form).filter(([, limit]) => limit !== null));
  const before = await getAiState(viewer);
  await updateLimits(viewer, limits);
  await recordAudit(viewer, {
    action: "ai-limits.update",
    before: before.limits,
    after: limits,
    outcome: "done",
  });
}

export async function changeRetention(viewer: Viewer, retentionDays: number): Promise<void> {
  requirePermission(viewer, "administer");
  const before = await getAiState(viewer);
  await updateRetentionDays(viewer, retentionDays);
  await recordAudit(viewer, {
    action: "ai-retention.update",
    before: { retentionDays: before.retentionDays },
    after: { retentionDays },
    outcome: "done",
  });
}

function summarize(configuration: StoredConfiguration): ProviderSummary {
  const definition = getDefinition(configuration.kind);
  const values = valuesOf(configuration);
  const { chat, embedding } = definition.connect({ values, secrets: {}, fetch: providerFetch });
  return {
    kind: configuration.kind,
    label: definition.form.label,
    version: configuration.version,
    values,
    storedSecrets: Object.keys(configuration.sealedSecrets),
    savedBy: configuration.savedByName,
    savedAt: configuration.savedAt.toISOString(),
    lastVerifiedAt: configuration.lastVerifiedAt?.toISOString() ?? null,
    variables: isFromEnvironment(configuration) ? (readEnvironmentProvider()?.provider?.variables ?? []) : null,
    models: [
      { role: "Language model", name: chat.name, url: chat.url },
      ...(embedding === null ? [] : [{ role: "Embeddings model", name: embedding.name, url: embedding.url }]),
    ],
    state: stateOf(configuration),
  };
}

function describeEnvironment(): AiSettings["environment"] {
  const reading = readEnvironmentProvider();
  return reading === null ? null : { label: reading.provider?.label ?? null, problem: reading.problem };
}
