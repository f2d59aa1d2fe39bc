import "server-only";
import { getAiState } from "#db/queries/provider-configuration";
import type { Viewer } from "#lib/permissions";
import { meteredChat, meteredEmbedding } from "./metered-model.ts";
import type { EmbeddingModelV4, LanguageModelV4 } from "./model-types.ts";
import { loadModels, type ModelCall, type ModelIdentity, providerWasRemoved } from "./organization-models.ts";
import { areSecretsReadable } from "./stored-provider.ts";
import { systemOf } from "./system-actor.ts";

export type Models = {
  readonly chat: LanguageModelV4;
  /** Null: source search is lexical. */
  readonly embedding: EmbeddingModelV4 | null;
  readonly identity: ModelIdentity;
};

/** What a call is for: shown in usage, and ties what was sent to its run. */
export type CallPurpose = { readonly runId?: string; readonly feature?: string };

/**
 * The models that serve the viewer's organization. Each call looks up the configuration anew, so that a save or a removal is in
 * force at the next request. Call the SDK with `maxRetries: 0`: our own rules are inside. Throws `ai_not_configured`.
 */
export async function getModels(viewer: Viewer, purpose: CallPurpose = {}): Promise<Models> {
  const models = await loadModels(viewer.organizationId);
  const current = async (): Promise<ModelCall> => ({
    viewer,
    runId: purpose.runId ?? null,
    feature: purpose.feature ?? "ask",
    models: await loadModels(viewer.organizationId),
  });
  return {
    chat: meteredChat(models.identity, current),
    embedding: models.embedding === null ? null : meteredEmbedding(models.embedding, current),
    identity: models.identity,
  };
}

export async function isAiAvailable(viewer: Viewer): Promise<boolean> {
  const state = await getAiState(systemOf(viewer.organizationId, "see whether AI is available"));
  if (state.hosting !== "external") return state.hosting === "built-in";
  return state.configuration !== null && areSecretsReadable(state.configuration);
}

/** Throws `ai_not_configured` with a sentence when the provider that began an answer no longer serves the organization. */
export async function assertConfigurationCurrent(viewer: Viewer, identity: ModelIdentity): Promise<void> {
  const state = await getAiState(systemOf(viewer.organizationId, "see whether an answer may go on"));
  const serving = state.hosting === "external" ? (state.configuration?.kind ?? null) : state.hosting;
  if (serving !== identity.provider) throw providerWasRemoved();
}
