import "server-only";
import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import type { ErrorCode } from "#lib/errors";
import type { ModelRole, ProviderDefinition } from "../definition.ts";
import { withPlainSchemas } from "./plain-schemas.ts";

/** Any server that speaks OpenAI's chat completions: local models, gateways. */
export const openAiCompatible: ProviderDefinition = {
  form: {
    kind: "openai-compatible",
    label: "OpenAI-compatible",
    summary: "A local model or a gateway that speaks the OpenAI protocol.",
    fields: [
      {
        name: "baseUrl",
        label: "Base URL",
        type: "text",
        isRequired: true,
        placeholder: "http://localhost:11434/v1",
        help: "Up to and including the version, usually /v1.",
      },
      {
        name: "apiKey",
        label: "API key",
        type: "secret",
        isRequired: false,
        help: "Leave blank when the server wants none.",
        destination: ["baseUrl"],
      },
      {
        name: "chatModel",
        label: "Language model",
        type: "text",
        isRequired: true,
        placeholder: "qwen3:32b",
        help: "The name that the server knows it by. It must be able to call tools.",
      },
      {
        name: "embeddingModel",
        label: "Embeddings model",
        type: "text",
        isRequired: false,
        placeholder: "nomic-embed-text",
        help: "Without one, data sources are searched by words.",
      },
    ],
    guide: {
      title: "OpenAI-compatible servers",
      steps: [
        "Base URL: the address in your server's or gateway's documentation, such as http://localhost:11434/v1 (Ollama), http://localhost:8000/v1 (vLLM) or http://localhost:1234/v1 (LM Studio).",
        "API key: from the gateway's console. Local servers usually want none.",
        "Language model: a name from the server's list of models, which most answer at /models under the base URL.",
        "The address is called from the machine that Askbook runs on, not from your browser.",
      ],
    },
    links: [],
  },
  normalize: (values) => ({
    baseUrl: baseUrlOf(values["baseUrl"] ?? ""),
    chatModel: (values["chatModel"] ?? "").trim(),
    embeddingModel: (values["embeddingModel"] ?? "").trim(),
  }),
  endpoints: (values) => [{ field: "baseUrl", url: values["baseUrl"] ?? "" }],
  connect: ({ values, secrets, fetch }) => {
    const baseURL = values["baseUrl"] ?? "";
    const provider = createOpenAICompatible({
      name: "openaiCompatible",
      baseURL,
      apiKey: secrets["apiKey"] ?? "",
      fetch,
      includeUsage: true,
      supportsStructuredOutputs: true,
    });
    const chatModel = values["chatModel"] ?? "";
    const embeddingModel = values["embeddingModel"] ?? "";
    return {
      chat: {
        model: withPlainSchemas(provider.chatModel(chatModel)),
        name: chatModel,
        url: `${baseURL}/chat/completions`,
      },
      embedding:
        embeddingModel === ""
          ? null
          : { model: provider.embeddingModel(embeddingModel), name: embeddingModel, url: `${baseURL}/embeddings` },
    };
  },
  fieldAtFault,
  nextSteps: {
    endpoint_invalid: "Compare the address with the server's documentation. It usually ends in /v1.",
  },
};

/** A whole request address may be pasted: what follows the version is ours to add. */
function baseUrlOf(text: string): string {
  return text
    .trim()
    .replace(/[?#].*$/, "")
    .replace(/\/+$/, "")
    .replace(/\/(chat\/completions|completions|embeddings|models)$/, "");
}

function fieldAtFault(code: ErrorCode, role: ModelRole): string | null {
  if (code === "invalid_credentials" || code === "permission_denied" || code === "quota_exhausted") return "apiKey";
  if (code === "model_not_found") return role === "chat" ? "chatModel" : "embeddingModel";
  if (code === "endpoint_invalid" || code === "network_blocked" || code === "provider_timeout") return "baseUrl";
  return null;
}
