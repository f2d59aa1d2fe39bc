import "server-only";
import { createAzure } from "@ai-sdk/azure";
import type { FieldValues, ProviderField } from "#lib/contract/ai-settings";
import { AskbookError, type ErrorCode } from "#lib/errors";
import type { Connection, ModelRole, ProviderDefinition } from "../definition.ts";
import { azureUrl, readAzureEndpoint } from "./azure-endpoint.ts";
import { withPlainSchemas } from "./plain-schemas.ts";
import { notStored, withOptions } from "./with-options.ts";

const names = {
  chat: { deployment: "chatDeployment", endpoint: "chatEndpoint", key: "chatApiKey" },
  embedding: { deployment: "embeddingDeployment", endpoint: "embeddingEndpoint", key: "embeddingApiKey" },
} as const satisfies Readonly<Record<ModelRole, object>>;

const sameEndpoint = "sameEndpoint";

/** A deployment's name does not tell its model: asked this way, reasoning models answer, and so do the others. The SDK reads it under the one name or the other. */
const classicOptions = { forceReasoning: true, systemMessageMode: "system" } as const;

/** Deployments of OpenAI's models in Microsoft Foundry: one for language, one for embeddings, each with its own endpoint and key. */
export const azureOpenAi: ProviderDefinition = {
  form: {
    kind: "azure-openai",
    label: "Azure OpenAI",
    summary: "Your own deployments of GPT-5.1 and text-embedding-3-small in Microsoft Foundry. Both are required.",
    fields: [
      deploymentField("chat", "Language model", "gpt-5.1"),
      ...placeFields("chat", "Language model", {}),
      deploymentField("embedding", "Embeddings model", "text-embedding-3-small"),
      {
        name: sameEndpoint,
        label: "Same endpoint and key for both",
        type: "checkbox",
        isRequired: false,
        group: "Embeddings model",
        help: "When both models are in the same project, their endpoint URL and key are the same.",
      },
      ...placeFields("embedding", "Embeddings model", { hiddenBy: sameEndpoint }),
    ],
    guide: {
      title: "Deployments in Microsoft Foundry",
      steps: [
        "Log in to Microsoft Foundry and select your project.",
        "Deploy GPT-5.1 and text-embedding-3-small, each with a limit of at least 100,000 tokens per minute (TPM).",
        "Open Models + endpoints. Deployment ID: the name in the list, which is the deployment's and may differ from the model's.",
        "Endpoint URL and API key: next to the resource's name choose Get endpoint. Any address that Azure shows will do, the target URI of a deployment too.",
        "When the resource lets only certain networks in, allow this server's addresses in the Azure portal.",
      ],
    },
    links: [
      { label: "Your keys and endpoints in Microsoft Foundry", href: "https://ai.azure.com" },
      {
        label: "Azure OpenAI quotas and rate limits",
        href: "https://learn.microsoft.com/en-us/azure/ai-foundry/openai/quotas-limits",
      },
      {
        label: "Grant access from an internet IP range",
        href: "https://learn.microsoft.com/en-us/azure/ai-services/cognitive-services-virtual-networks?tabs=portal#grant-access-from-an-internet-ip-range",
      },
    ],
  },
  normalize,
  endpoints: (values) =>
    rolesWithEndpoint(values).map((role) => ({ field: names[role].endpoint, url: values[names[role].endpoint] ?? "" })),
  connect: (connection) => {
    const chat = openDeployment(connection, "chat");
    const embedding = openDeployment(connection, "embedding");
    const isClassic = chat.endpoint.apiVersion !== null;
    return {
      chat: {
        model: withPlainSchemas(
          isClassic
            ? withOptions(chat.provider.chat(chat.deployment), { openai: classicOptions, azure: classicOptions })
            : withOptions(chat.provider.responses(chat.deployment), { azure: notStored }),
          { isStrict: true },
        ),
        name: chat.deployment,
        url: azureUrl(chat.endpoint, chat.deployment, isClassic ? "chat/completions" : "responses"),
      },
      embedding: {
        model: embedding.provider.embeddingModel(embedding.deployment),
        name: embedding.deployment,
        url: azureUrl(embedding.endpoint, embedding.deployment, "embeddings"),
      },
    };
  },
  fieldAtFault,
  nextSteps: {
    invalid_credentials:
      "Azure says the same for a key of another resource: copy Endpoint and Key together from Models + endpoints, and check that the key has not been regenerated.",
    endpoint_invalid: "Copy the endpoint again from Models + endpoints in Microsoft Foundry.",
    model_not_found:
      "Enter the deployment's name as Models + endpoints lists it, and check that the endpoint is the one of its resource. A new deployment needs some minutes.",
  },
};

function deploymentField(role: ModelRole, group: string, placeholder: string): ProviderField {
  return {
    name: names[role].deployment,
    label: "Deployment ID",
    type: "text",
    isRequired: true,
    group,
    placeholder,
    help: "The deployment's name in Foundry, which may differ from the model's name. A pasted target URI fills it in.",
  };
}

function placeFields(role: ModelRole, group: string, hiding: Pick<ProviderField, "hiddenBy">): ProviderField[] {
  return [
    {
      name: names[role].endpoint,
      label: "Endpoint URL",
      type: "text",
      isRequired: true,
      group,
      placeholder: "https://my-resource.openai.azure.com",
      help: "As Azure shows it, with or without a path.",
      ...hiding,
    },
    {
      name: names[role].key,
      label: "API key",
      type: "secret",
      isRequired: true,
      group,
      help: "KEY1 or KEY2 of the resource that the endpoint belongs to.",
      destination: [names[role].endpoint],
      ...hiding,
    },
  ];
}

function normalize(values: FieldValues): FieldValues {
  const isSame = values[sameEndpoint] === "true";
  return {
    ...normalizeDeployment(values, "chat"),
    ...normalizeDeployment(isSame ? { ...values, [names.embedding.endpoint]: "" } : values, "embedding"),
    [sameEndpoint]: isSame ? "true" : "",
  };
}

/** Throws `invalid_input` for what cannot be a deployment's name, and when the endpoint names another one. */
function normalizeDeployment(values: FieldValues, role: ModelRole): FieldValues {
  const field = names[role];
  const typed = (values[field.deployment] ?? "").trim();
  const pasted = (values[field.endpoint] ?? "").trim();
  if (/[\s/?#%]/.test(typed))
    throw new AskbookError("invalid_input", {
      field: field.deployment,
      message: "This is not a deployment's name. Enter the name that Models + endpoints lists, without an address.",
    });
  if (pasted === "") return { [field.deployment]: typed, [field.endpoint]: "" };
  const endpoint = readAzureEndpoint(pasted);
  if (typed !== "" && endpoint.deployment !== null && endpoint.deployment.toLowerCase() !== typed.toLowerCase())
    throw new AskbookError("invalid_input", {
      field: field.deployment,
      message: `The endpoint names the deployment "${endpoint.deployment}", and the Deployment ID says "${typed}". Make them agree.`,
    });
  return { [field.deployment]: typed === "" ? (endpoint.deployment ?? "") : typed, [field.endpoint]: endpoint.text };
}

function openDeployment({ values, secrets, fetch }: Connection, role: ModelRole) {
  const place = names[values[sameEndpoint] === "true" ? "chat" : role];
  const endpoint = readAzureEndpoint(values[place.endpoint] ?? "");
  const provider = createAzure({
    baseURL: endpoint.baseUrl,
    apiKey: secrets[place.key] ?? "",
    fetch,
    ...(endpoint.apiVersion === null ? {} : { useDeploymentBasedUrls: true, apiVersion: endpoint.apiVersion }),
  });
  return { provider, endpoint, deployment: values[names[role].deployment] ?? "" };
}

function rolesWithEndpoint(values: FieldValues): readonly ModelRole[] {
  return values[sameEndpoint] === "true" ? ["chat"] : ["chat", "embedding"];
}

function fieldAtFault(code: ErrorCode, role: ModelRole, values: FieldValues): string | null {
  const place = names[values[sameEndpoint] === "true" ? "chat" : role];
  if (code === "invalid_credentials" || code === "permission_denied" || code === "quota_exhausted") return place.key;
  if (code === "model_not_found" || code === "unsupported_parameter") return names[role].deployment;
  if (code === "endpoint_invalid" || code === "network_blocked" || code === "provider_timeout") return place.endpoint;
  return null;
}
