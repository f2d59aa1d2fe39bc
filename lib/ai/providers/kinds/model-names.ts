import "server-only";
import type { FieldValues, ProviderField } from "#lib/contract/ai-settings";
import type { ErrorCode } from "#lib/errors";
import type { ModelRole } from "../definition.ts";

/** For the providers that need a key and nothing else: their models have names of their own, which may be changed since models retire. */

export type DefaultModels = { readonly chatModel: string; readonly embeddingModel: string };

export function modelNameFields(models: DefaultModels): ProviderField[] {
  const field = (name: keyof DefaultModels, label: string): ProviderField => ({
    name,
    label,
    type: "text",
    isRequired: true,
    isAdvanced: true,
    defaultValue: models[name],
    help: `Usually ${models[name]}. Models retire: then enter the name of a newer one.`,
  });
  return [field("chatModel", "Language model"), field("embeddingModel", "Embeddings model")];
}

/** What was typed, else the default. */
export function modelNamesOf(values: FieldValues, models: DefaultModels): DefaultModels {
  return {
    chatModel: (values["chatModel"] ?? "").trim() || models.chatModel,
    embeddingModel: (values["embeddingModel"] ?? "").trim() || models.embeddingModel,
  };
}

export function keyOrModelAtFault(code: ErrorCode, role: ModelRole): string | null {
  if (code === "invalid_credentials" || code === "permission_denied" || code === "quota_exhausted") return "apiKey";
  if (code === "model_not_found") return role === "chat" ? "chatModel" : "embeddingModel";
  return null;
}
