import "server-only";
import { createOpenAI } from "@ai-sdk/openai";
import { env } from "#lib/env";
import type { ProviderDefinition } from "../definition.ts";
import { keyOrModelAtFault, modelNameFields, modelNamesOf } from "./model-names.ts";
import { withPlainSchemas } from "./plain-schemas.ts";
import { notStored, withOptions } from "./with-options.ts";

const models = { chatModel: "gpt-5.1", embeddingModel: "text-embedding-3-small" };

/** OpenAI itself, through its Responses API. */
export const openAi: ProviderDefinition = {
  form: {
    kind: "openai",
    label: "OpenAI",
    summary: "With an API key of your own. Askbook uses GPT-5.1.",
    fields: [
      {
        name: "apiKey",
        label: "API key",
        type: "secret",
        isRequired: true,
        help: "From the API keys section of the OpenAI developer platform.",
      },
      ...modelNameFields(models),
    ],
    guide: {
      title: "An OpenAI API key",
      steps: [
        "Sign in to the OpenAI developer platform and open API keys.",
        "Create a secret key for a project that may use gpt-5.1 and text-embedding-3-small, and copy it: it is shown only once.",
        "See that billing is set up, and that the project's limit is at least 100,000 tokens per minute (TPM).",
        "Paste the key here and choose Save. Askbook stores it encrypted and never shows it again.",
      ],
    },
    links: [
      { label: "Your OpenAI API keys", href: "https://platform.openai.com/api-keys" },
      { label: "OpenAI rate limits", href: "https://platform.openai.com/docs/guides/rate-limits" },
    ],
  },
  normalize: (values) => modelNamesOf(values, models),
  endpoints: () => [],
  connect: ({ values, secrets, fetch }) => {
    const baseURL = env().ASKBOOK_OPENAI_BASE_URL;
    const provider = createOpenAI({ baseURL, apiKey: secrets["apiKey"] ?? "", fetch });
    const { chatModel, embeddingModel } = modelNamesOf(values, models);
    return {
      chat: {
        model: withPlainSchemas(withOptions(provider.responses(chatModel), { openai: notStored }), { isStrict: true }),
        name: chatModel,
        url: `${baseURL}/responses`,
      },
      embedding: { model: provider.embeddingModel(embeddingModel), name: embeddingModel, url: `${baseURL}/embeddings` },
    };
  },
  fieldAtFault: keyOrModelAtFault,
  nextSteps: {
    endpoint_invalid:
      "Whoever runs this server should see that it can reach the address, which ASKBOOK_OPENAI_BASE_URL can replace.",
  },
};
