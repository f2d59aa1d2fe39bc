"use client";

import type { ComponentType } from "react";
import type { FieldValues, ProviderKind, ProviderSummary } from "#lib/contract/ai-settings";
import type { AiSettingsActions } from "./ai-settings-actions.tsx";
import { BedrockDetails } from "./bedrock-details.tsx";
import { BedrockSetup } from "./bedrock-setup.tsx";

/** What a kind of provider shows that a form and a list of values cannot. */
type ProviderParts = {
  /** Beside the form, following what is typed. */
  readonly Setup: ComponentType<{ readonly values: FieldValues; readonly actions: AiSettingsActions }>;
  /** Among the details of what is set up. */
  readonly Details: ComponentType<{
    readonly provider: ProviderSummary;
    readonly actions: AiSettingsActions;
    readonly onRenewed: (externalId: string) => void;
  }>;
};

export const providerParts: Readonly<Record<ProviderKind, ProviderParts | null>> = {
  openai: null,
  "azure-openai": null,
  gemini: null,
  bedrock: { Setup: BedrockSetup, Details: BedrockDetails },
  "openai-compatible": null,
};
