import "server-only";
import type { ProviderKind } from "#lib/contract/ai-settings";
import type { ProviderDefinition } from "./definition.ts";
import { azureOpenAi } from "./kinds/azure-openai.ts";
import { bedrock } from "./kinds/bedrock.ts";
import { gemini } from "./kinds/gemini.ts";
import { openAi } from "./kinds/openai.ts";
import { openAiCompatible } from "./kinds/openai-compatible.ts";

const definitions: Readonly<Record<ProviderKind, ProviderDefinition>> = {
  openai: openAi,
  "azure-openai": azureOpenAi,
  gemini,
  bedrock,
  "openai-compatible": openAiCompatible,
};

/** The kinds that can be chosen, in the order of the form. */
export const offeredDefinitions: readonly ProviderDefinition[] = Object.values(definitions);

export function getDefinition(kind: ProviderKind): ProviderDefinition {
  return definitions[kind];
}
