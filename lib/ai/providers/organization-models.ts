import "server-only";
import { createProviderRegistry, customProvider } from "ai";
import type { AiState, StoredConfiguration } from "#db/queries/provider-configuration";
import { createBuiltInModel } from "#lib/ai/built-in/model";
import type { FieldValues } from "#lib/contract/ai-settings";
import { AskbookError } from "#lib/errors";
import type { Viewer } from "#lib/permissions";
import type { Meter } from "#lib/usage/meter";
import { getDefinition } from "./kinds.ts";
import type { EmbeddingModelV4, LanguageModelV4 } from "./model-types.ts";
import { providerFetch } from "./provider-fetch.ts";
import { getServingState } from "./serving-state.ts";
import { isWaitingForTrust, openSecrets, valuesOf } from "./stored-provider.ts";
import { systemOf } from "./system-actor.ts";

export type ModelIdentity = {
  /** A provider kind, or `built-in`. */
  readonly provider: string;
  readonly model: string;
  /** Null: the built-in model. */
  readonly configurationVersion: number | null;
};

type BareModels = {
  readonly chat: LanguageModelV4;
  readonly embedding: EmbeddingModelV4 | null;
  /** Provider, address and name of the embedding model: vectors of the same one can be compared. Null without one. */
  readonly embeddingIdentity: string | null;
  readonly identity: ModelIdentity;
  /** Of the external provider; what was sent is shown without them. */
  readonly secrets: readonly string[];
};

/** An organization's models as its stored configuration makes them, and that configuration. */
export type OrganizationModels = BareModels & { readonly state: AiState };

/** One call: who makes it, for what, with which models. */
export type ModelCall = {
  readonly viewer: Viewer;
  readonly runId: string | null;
  readonly feature: string;
  readonly models: OrganizationModels;
  /** Of all calls of one answer. */
  readonly meter: Meter;
};

const cache = new Map<string, { readonly key: string; readonly models: BareModels }>();

/** Reads the organization's configuration and makes its models, unless that version was made before. Throws `ai_not_configured`. */
export async function loadModels(organizationId: string): Promise<OrganizationModels> {
  const state = await getServingState(systemOf(organizationId, "call the AI provider"));
  const key = servingKey(state);
  const cached = cache.get(organizationId);
  if (cached?.key === key) return { ...cached.models, state };
  const models = createModels(state);
  cache.set(organizationId, { key, models });
  return { ...models, state };
}

/** What serves an organization; differs after every save and removal. */
export function servingKey({ hosting, configuration }: AiState): string {
  return hosting === "external" ? `${configuration?.id}:${configuration?.version}` : hosting;
}

export function providerWasRemoved(): AskbookError {
  return new AskbookError("ai_not_configured", {
    message: "An admin removed the AI provider while this answer was written, so it ends here.",
  });
}

export function credentialsAreLost(cause?: unknown): AskbookError {
  return new AskbookError("ai_not_configured", {
    message: "AI features are not available: an admin must enter the AI provider's credentials again in AI settings.",
    cause,
  });
}

export function roleIsNotTrusted(): AskbookError {
  return new AskbookError("ai_not_configured", {
    message:
      "AI features are not available yet: the AI provider waits for its trust relationship in AWS. An admin can finish it in AI settings.",
  });
}

function createModels(state: AiState): BareModels {
  if (state.hosting === "built-in") return createBuiltInModels();
  if (state.hosting === "external" && state.configuration !== null) return createExternalModels(state.configuration);
  throw new AskbookError("ai_not_configured");
}

function createBuiltInModels(): BareModels {
  const registry = createProviderRegistry({ org: customProvider({ languageModels: { chat: createBuiltInModel() } }) });
  const chat = registry.languageModel("org:chat");
  const identity = { provider: "built-in", model: chat.modelId, configurationVersion: null };
  return { chat, embedding: null, embeddingIdentity: null, identity, secrets: [] };
}

function createExternalModels(configuration: StoredConfiguration): BareModels {
  const secrets = openSecretsToServe(configuration);
  if (isWaitingForTrust(configuration)) throw roleIsNotTrusted();
  const connected = getDefinition(configuration.kind).connect({
    values: valuesOf(configuration),
    secrets,
    fetch: providerFetch,
  });
  const { chat, embedding } = connected;
  const registry = createProviderRegistry({
    org: customProvider({
      languageModels: { chat: chat.model },
      embeddingModels: embedding === null ? {} : { embedding: embedding.model },
    }),
  });
  return {
    chat: registry.languageModel("org:chat"),
    embedding: embedding === null ? null : registry.embeddingModel("org:embedding"),
    embeddingIdentity: embedding === null ? null : [configuration.kind, embedding.url, embedding.name].join(" "),
    identity: { provider: configuration.kind, model: chat.name, configurationVersion: configuration.version },
    secrets: Object.values(secrets),
  };
}

function openSecretsToServe(configuration: StoredConfiguration): FieldValues {
  try {
    return openSecrets(configuration);
  } catch (cause) {
    if (!(cause instanceof AskbookError) || cause.code !== "encryption_key_missing") throw cause;
    throw credentialsAreLost(cause);
  }
}
