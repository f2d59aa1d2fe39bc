import "server-only";
import type { AiState } from "#db/queries/provider-configuration";
import { AskbookError } from "#lib/errors";
import type { Viewer } from "#lib/permissions";
import { createMeter, type MeteredUsage } from "#lib/usage/meter";
import { meteredChat, meteredEmbedding } from "./metered-model.ts";
import type { EmbeddingModelV4, LanguageModelV4 } from "./model-types.ts";
import {
  credentialsAreLost,
  loadModels,
  type ModelCall,
  type ModelIdentity,
  providerWasRemoved,
  roleIsNotTrusted,
} from "./organization-models.ts";
import { getServingState } from "./serving-state.ts";
import { areSecretsReadable, isWaitingForTrust } from "./stored-provider.ts";
import { systemOf } from "./system-actor.ts";

export type Models = {
  readonly chat: LanguageModelV4;
  /** Null: source search is lexical. */
  readonly embedding: EmbeddingModelV4 | null;
  /** Vectors of the same one can be compared. */
  readonly embeddingIdentity: string | null;
  readonly identity: ModelIdentity;
  /** What the calls through these models took so far, of stopped and failed ones too. */
  usage(): Promise<MeteredUsage>;
};

/** What a call is for: shown in usage, and ties what was sent to its run. */
export type CallPurpose = { readonly runId?: string; readonly feature?: string };

/**
 * The models that serve the viewer's organization. Each call looks up the configuration anew: an edit is in force at the next
 * request, and after a removal or a change of provider the next call throws `ai_not_configured` with a sentence. Call the SDK with `maxRetries: 0`: our own rules are inside. Throws `ai_not_configured`.
 */
export async function getModels(viewer: Viewer, purpose: CallPurpose = {}): Promise<Models> {
  const models = await loadModels(viewer.organizationId);
  const meter = createMeter();
  const current = async (): Promise<ModelCall> => {
    const now = await loadModels(viewer.organizationId);
    // What may be sent was decided for the provider that began: another one must not be asked in its place.
    if (!isSameProvider(models.state, now.state)) throw providerWasRemoved();
    return { viewer, runId: purpose.runId ?? null, feature: purpose.feature ?? "ask", models: now, meter };
  };
  return {
    chat: meteredChat(models.identity, current),
    embedding: models.embedding === null ? null : meteredEmbedding(models.embedding, current),
    embeddingIdentity: models.embeddingIdentity,
    identity: models.identity,
    usage: meter.total,
  };
}

function isSameProvider(first: AiState, now: AiState): boolean {
  return first.hosting === now.hosting && first.configuration?.id === now.configuration?.id;
}

export async function isAiAvailable(viewer: Viewer): Promise<boolean> {
  return (await findObstacle(viewer)) === null;
}

/** Throws `ai_not_configured` with a sentence. */
export async function requireAi(viewer: Viewer): Promise<void> {
  const obstacle = await findObstacle(viewer);
  if (obstacle !== null) throw obstacle;
}

async function findObstacle(viewer: Viewer): Promise<AskbookError | null> {
  const { hosting, configuration } = await getServingState(
    systemOf(viewer.organizationId, "see whether AI is available"),
  );
  if (hosting === "built-in") return null;
  if (hosting === "off" || configuration === null) return new AskbookError("ai_not_configured");
  if (!areSecretsReadable(configuration)) return credentialsAreLost();
  return isWaitingForTrust(configuration) ? roleIsNotTrusted() : null;
}

/** What serves the viewer's organization, for everybody to know. */
export async function getHosting(viewer: Viewer): Promise<AiState["hosting"]> {
  const { hosting } = await getServingState(systemOf(viewer.organizationId, "say what serves the organization"));
  return hosting;
}

/** Throws `ai_not_configured` with a sentence when the provider that began an answer no longer serves the organization. */
export async function assertConfigurationCurrent(viewer: Viewer, identity: ModelIdentity): Promise<void> {
  const state = await getServingState(systemOf(viewer.organizationId, "see whether an answer may go on"));
  const serving = state.hosting === "external" ? (state.configuration?.kind ?? null) : state.hosting;
  if (serving !== identity.provider) throw providerWasRemoved();
}
