import "server-only";
import { randomUUID } from "node:crypto";
import type { z } from "zod";
import {
  type AiState,
  getAiState,
  type StoredConfiguration,
  saveProviderConfiguration,
} from "#db/queries/provider-configuration";
import { requestIndexing } from "#db/queries/source-embeddings";
import { recordAudit } from "#lib/audit/record";
import type { FieldFailure, SaveProviderOutcome, saveProviderSchema } from "#lib/contract/ai-settings";
import { sealCanary } from "#lib/crypto/canary";
import { fingerprint } from "#lib/crypto/fingerprint";
import { AskbookError } from "#lib/errors";
import { requirePermission, type Viewer } from "#lib/permissions";
import type { ProviderDefinition } from "./definition.ts";
import { explainFailure } from "./explain-failure.ts";
import { getDefinition } from "./kinds.ts";
import { probeModels } from "./probe.ts";
import { assembleDraft, type ProviderDraft } from "./provider-draft.ts";
import { providerFetch } from "./provider-fetch.ts";
import { planTrust } from "./role-trust.ts";
import { areSecretsReadable, openSecrets, sealSecrets, valuesOf } from "./stored-provider.ts";

type Input = z.output<typeof saveProviderSchema>;

/**
 * Sets up or edits the external provider: authenticates first, by a real generation and a real embedding, and stores nothing
 * when that fails. A role that nobody trusts yet cannot be called: it is stored and waits for a test. Throws `forbidden`, and
 * `conflict` when somebody else saved or removed in the meantime.
 */
export async function saveProvider(viewer: Viewer, input: Input): Promise<SaveProviderOutcome> {
  requirePermission(viewer, "administer");
  const startedAt = performance.now();
  const definition = getDefinition(input.kind);
  const state = await getAiState(viewer);
  const previous = findPrevious(state, input);
  const { draft: typed, failures } = await assembleDraft(definition, input, previous);
  if (typed === null) return refuse(viewer, { input, previous, draft: null, failures });
  const plan = definition.trust === undefined ? null : planTrust(viewer, state, definition.trust, typed.values);
  const draft = plan === null ? typed : { ...typed, secrets: { externalId: plan.externalId } };
  const isCallable = plan?.isTrusted ?? true;
  const refusals = isCallable ? await authenticate(definition, draft) : [];
  if (refusals.length > 0) return refuse(viewer, { input, previous, draft, failures: refusals });
  const id = previous?.id ?? randomUUID();
  await saveProviderConfiguration(viewer, {
    id,
    kind: input.kind,
    settings: { ...draft.values },
    sealedSecrets: sealSecrets(viewer.organizationId, id, typed.secrets),
    sealedExternalId: plan?.sealed ?? null,
    encryptionCanary: sealCanary(viewer.organizationId),
    lastVerifiedAt: isCallable ? new Date() : null,
    previousVersion: previous?.version ?? null,
  });
  await audit(viewer, { input, previous, draft, failures: [] });
  // Another model means other vectors.
  if (isCallable) await requestIndexing(viewer);
  return {
    saved: true,
    elapsedMs: Math.round(performance.now() - startedAt),
    isInUse: isCallable,
    externalId: plan?.isNews === true ? plan.externalId : null,
  };
}

async function refuse(viewer: Viewer, attempt: Attempt): Promise<SaveProviderOutcome> {
  await audit(viewer, attempt);
  return { saved: false, failures: attempt.failures };
}

function findPrevious({ configuration }: AiState, input: Input): StoredConfiguration | null {
  if ((configuration?.version ?? null) !== input.version) throw new AskbookError("conflict");
  if (configuration !== null && configuration.kind !== input.kind)
    throw new AskbookError("conflict", { message: "To change the AI provider, first remove the one that is set up." });
  return configuration;
}

async function authenticate(definition: ProviderDefinition, draft: ProviderDraft): Promise<FieldFailure[]> {
  const probes = await probeModels(definition.connect({ ...draft, fetch: providerFetch }));
  const hasKey = Object.keys(draft.secrets).length > 0;
  const failures = probes.flatMap(({ failure, role, model }) =>
    failure === null ? [] : [explainFailure(failure, { definition, values: draft.values, role, model, hasKey })],
  );
  // One wrong key fails both models in the same words.
  return failures.filter(
    (failure, index) =>
      failures.findIndex((other) => other.field === failure.field && other.message === failure.message) === index,
  );
}

type Attempt = {
  readonly input: Input;
  readonly previous: StoredConfiguration | null;
  readonly draft: ProviderDraft | null;
  readonly failures: readonly FieldFailure[];
};

async function audit(viewer: Viewer, { input, previous, draft, failures }: Attempt): Promise<void> {
  await recordAudit(viewer, {
    action: previous === null ? "provider.create" : "provider.update",
    target: input.kind,
    ...(previous === null ? {} : { before: describeStored(previous) }),
    after:
      failures.length > 0
        ? { failed: failures.map(({ field, message }) => ({ field, message })) }
        : { ...draft?.values, fingerprints: fingerprintsOf(draft?.secrets ?? {}) },
    outcome: failures.length > 0 ? "failed" : "done",
  });
}

/** A stored configuration for the audit log: which secrets, not what they are. */
export function describeStored(configuration: StoredConfiguration): Readonly<Record<string, unknown>> {
  const fingerprints = areSecretsReadable(configuration) ? fingerprintsOf(openSecrets(configuration)) : "unreadable";
  return { ...valuesOf(configuration), fingerprints };
}

function fingerprintsOf(secrets: Readonly<Record<string, string>>): string[] {
  return Object.entries(secrets).map(([field, secret]) => `${field} ${fingerprint(secret)}`);
}
