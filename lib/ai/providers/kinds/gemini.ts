import "server-only";
import { createGoogle } from "@ai-sdk/google";
import { env } from "#lib/env";
import type { ProviderDefinition } from "../definition.ts";
import { keyOrModelAtFault, modelNameFields, modelNamesOf } from "./model-names.ts";
import { withPlainSchemas } from "./plain-schemas.ts";

const models = { chatModel: "gemini-2.5-pro", embeddingModel: "gemini-embedding-001" };

/** Google's Gemini API, with a key from AI Studio. */
export const gemini: ProviderDefinition = {
  form: {
    kind: "gemini",
    label: "Gemini",
    summary: "Google Gemini, with an API key of your own. Askbook uses Gemini 2.5 Pro.",
    fields: [
      {
        name: "apiKey",
        label: "API key",
        type: "secret",
        isRequired: true,
        help: "From the API keys section of Google AI Studio.",
      },
      ...modelNameFields(models),
    ],
    guide: {
      title: "A Gemini API key",
      steps: [
        "Sign in to Google AI Studio and open API keys.",
        "Create a key in a project with billing, and copy it. Keys of the free tier meet daily limits soon.",
        "See Gemini's rate limits: Askbook recommends at least 100,000 tokens per minute (TPM).",
        "Paste the key here and choose Save. Askbook stores it encrypted and never shows it again.",
      ],
    },
    links: [
      { label: "Your Gemini API keys", href: "https://aistudio.google.com/apikey" },
      { label: "Gemini rate limits", href: "https://ai.google.dev/gemini-api/docs/rate-limits" },
    ],
  },
  normalize: (values) => modelNamesOf(values, models),
  endpoints: () => [],
  connect: ({ values, secrets, fetch }) => {
    const baseURL = env().ASKBOOK_GEMINI_BASE_URL;
    const provider = createGoogle({ baseURL, apiKey: secrets["apiKey"] ?? "", fetch });
    const { chatModel, embeddingModel } = modelNamesOf(values, models);
    return {
      chat: {
        model: withPlainSchemas(provider.languageModel(chatModel)),
        name: chatModel,
        url: `${baseURL}/models/${chatModel}:streamGenerateContent`,
      },
      embedding: {
        model: provider.embeddingModel(embeddingModel),
        name: embeddingModel,
        url: `${baseURL}/models/${embeddingModel}:embedContent`,
      },
    };
  },
  fieldAtFault: keyOrModelAtFault,
  nextSteps: {
    endpoint_invalid:
      "Whoever runs this server should see that it can reach the address, which ASKBOOK_GEMINI_BASE_URL can replace.",
  },
};
