import "server-only";
import type { ProviderKind } from "#lib/contract/ai-settings";
import { AskbookError } from "#lib/errors";
import type { ProviderDefinition } from "./definition.ts";
import { azureOpenAi } from "./kinds/azure-openai.ts";
import { gemini } from "./kinds/gemini.ts";
import { openAi } from "./kinds/openai.ts";
import { openAiCompatible } from "./kinds/openai-compatible.ts";

/** Every kind of external provider; null: not offered yet. */
const definitions: Readonly<Record<ProviderKind, ProviderDefinition | null>> = {
  openai: openAi,
  "azure-openai": azureOpenAi,
  gemini,
  bedrock: null,
  "openai-compatible": openAiCompatible,
};

/** The kinds that can be chosen, in the order of the form. */
export const offeredDefinitions: readonly ProviderDefinition[] = Object.values(definitions).filter(
  (definition) => definition !== null,
);

/** Throws `ai_not_configured` for a kind that this version does not offer. */
export function getDefinition(kind: ProviderKind): ProviderDefinition {
  const definition = definitions[kind];
  if (definition === null) throw new AskbookError("ai_not_configured");
  return definition;
}
