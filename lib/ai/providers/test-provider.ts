import "server-only";
import { withdrawVerification } from "#db/queries/provider-configuration";
import { recordAudit } from "#lib/audit/record";
import type { TestOutcome, TestStep } from "#lib/contract/ai-settings";
import { AskbookError } from "#lib/errors";
import { requirePermission, type Viewer } from "#lib/permissions";
import type { Probe, ProviderDefinition } from "./definition.ts";
import { explainFailure } from "./explain-failure.ts";
import { keepHealth, recordHealth } from "./health.ts";
import { getDefinition } from "./kinds.ts";
import { probeAbilities, probeModels } from "./probe.ts";
import { providerFetch } from "./provider-fetch.ts";
import { getServingState } from "./serving-state.ts";
import { openSecrets, valuesOf } from "./stored-provider.ts";

/**
 * Calls the stored provider for real: a generation, an embedding, a forced tool call and a structured output.
 * Throws `encryption_key_missing` when the credentials must be entered again.
 */
export async function testProvider(viewer: Viewer, instructions: string): Promise<TestOutcome> {
  requirePermission(viewer, "administer");
  const { configuration } = await getServingState(viewer);
  if (configuration === null) throw new AskbookError("ai_not_configured");
  const startedAt = performance.now();
  const definition = getDefinition(configuration.kind);
  const values = valuesOf(configuration);
  const secrets = openSecrets(configuration);
  const connection = { values, secrets, fetch: providerFetch };
  const models = definition.connect(connection);
  const trusted = (await definition.trust?.check(connection)) ?? [];
  const isTrusted = trusted.every((probe) => probe.failure === null);
  const reached = isTrusted ? [...trusted, ...(await probeModels(models))] : trusted;
  const isReached = reached.every((probe) => probe.failure === null);
  const probes = isReached ? [...reached, ...(await probeAbilities(models, instructions))] : reached;
  const hasKey = Object.keys(secrets).length > 0;
  const steps = probes.map((probe) =>
    describeProbe(probe, (failure) =>
      explainFailure(failure, { definition, values, role: probe.role, model: probe.model, hasKey }),
    ),
  );
  const failure = reached.find((probe) => probe.failure !== null)?.failure ?? null;
  if (failure === null) await keepHealth(viewer, configuration, null);
  else if (failure.code === "external_id_not_enforced") await withdrawVerification(viewer, configuration, null);
  else await recordHealth(configuration, failure);
  const ok = steps.every((step) => step.ok);
  await recordAudit(viewer, { action: "provider.test", target: configuration.kind, outcome: ok ? "done" : "failed" });
  return {
    ok,
    message: summarize(definition, isReached, ok),
    elapsedMs: Math.round(performance.now() - startedAt),
    steps,
  };
}

function summarize({ form: { label }, trust }: ProviderDefinition, isReached: boolean, ok: boolean): string {
  if (ok) return trust?.verifiedMessage ?? `Connection verified: Askbook reached ${label}.`;
  if (isReached) return `Askbook reached ${label}, but the model cannot do everything that Ask needs.`;
  return `Askbook could not use ${label}.`;
}

function describeProbe(
  { name, model, elapsedMs, failure }: Probe,
  explain: (failure: AskbookError) => { readonly message: string; readonly nextStep: string | null },
): TestStep {
  if (failure === null) return { name, model, ok: true, elapsedMs, message: null, nextStep: null };
  const isAboutAbility = name === "Tool calls" || name === "Structured output";
  const { message, nextStep } = explain(failure);
  return {
    name,
    model,
    ok: false,
    elapsedMs,
    message: isAboutAbility && failure.code === "unsupported_parameter" ? failure.message : message,
    nextStep: isAboutAbility ? "Choose a model that can call tools and write JSON by a schema." : nextStep,
  };
}
