import type { SaveProviderInput, SaveProviderOutcome } from "#lib/contract/ai-settings";
import { env } from "#lib/env";
import { bedrockValues, startAws, stopAws } from "./aws.ts";
import type { AwsAccount } from "./aws-account.ts";
import { startAzureServer } from "./azure-server.ts";
import { startGeminiServer } from "./gemini-server.ts";
import { startOpenAiCompatibleServer } from "./openai-compatible-server.ts";
import { startOpenAiServer } from "./openai-server.ts";
import type { WireServer, WireServerOptions } from "./wire-server.ts";

/** One way to set up an external provider, with a server that speaks its protocol. */
export type AnyProvider = {
  readonly name: string;
  readonly kind: SaveProviderInput["kind"];
  readonly label: string;
  /** What is called for a generation, for a stream and for an embedding, with the models `chat-1` and `embed-1`. */
  readonly paths: { readonly generate: string; readonly stream: string; readonly embed: string };
  /** An error inside a stream, as this protocol puts it. */
  readonly streamFailure: { readonly body: unknown; readonly code: string };
  readonly start: (options: WireServerOptions) => Promise<WireServer>;
  readonly values: (server: WireServer, key: string) => Record<string, string>;
  /** What an admin does at the provider between Save and the test; absent: nothing. */
  readonly trust?: (server: WireServer, outcome: SaveProviderOutcome) => void;
  /** The same for several organizations at a time. */
  readonly trustEverybody?: (server: WireServer) => void;
};

/** With a key, and verified by Save. */
export type ExternalProvider = AnyProvider & {
  /** Names of fields. */
  readonly key: string;
  readonly chatModel: string;
  readonly embeddingModel: string;
  /** The header that the key travels in, and what stands there. */
  readonly header: (key: string) => readonly [string, string];
};

const quota = { code: "insufficient_quota", message: "You exceeded your current quota, please check your plan." };
const failedResponse = { body: { type: "response.failed", response: { error: quota } }, code: "quota_exhausted" };

const azureValues = (endpoint: string, key: string): Record<string, string> => ({
  chatDeployment: "chat-1",
  chatEndpoint: endpoint,
  chatApiKey: key,
  embeddingDeployment: "embed-1",
  sameEndpoint: "true",
});

const azure = {
  kind: "azure-openai",
  label: "Azure OpenAI",
  key: "chatApiKey",
  chatModel: "chatDeployment",
  embeddingModel: "embeddingDeployment",
  header: (key) => ["api-key", key],
  start: startAzureServer,
} as const satisfies Partial<ExternalProvider>;

export const externalProviders: readonly ExternalProvider[] = [
  {
    name: "OpenAI",
    kind: "openai",
    label: "OpenAI",
    key: "apiKey",
    chatModel: "chatModel",
    embeddingModel: "embeddingModel",
    header: (key) => ["authorization", `Bearer ${key}`],
    paths: { generate: "/v1/responses", stream: "/v1/responses", embed: "/v1/embeddings" },
    streamFailure: failedResponse,
    start: (options) => startAt("ASKBOOK_OPENAI_BASE_URL", startOpenAiServer(options)),
    values: (_, apiKey) => ({ apiKey, chatModel: "chat-1", embeddingModel: "embed-1" }),
  },
  {
    ...azure,
    name: "Azure OpenAI",
    paths: { generate: "/openai/v1/responses", stream: "/openai/v1/responses", embed: "/openai/v1/embeddings" },
    streamFailure: { body: { type: "error", ...quota, param: null }, code: "quota_exhausted" },
    values: ({ url }, key) => azureValues(url, key),
  },
  {
    ...azure,
    name: "Azure OpenAI, classic",
    paths: {
      generate: "/openai/deployments/chat-1/chat/completions?api-version=2024-10-21",
      stream: "/openai/deployments/chat-1/chat/completions?api-version=2024-10-21",
      embed: "/openai/deployments/embed-1/embeddings?api-version=2024-10-21",
    },
    streamFailure: { body: { error: { ...quota, type: "insufficient_quota", param: null } }, code: "quota_exhausted" },
    values: ({ url }, key) => azureValues(`${new URL(url).origin}/openai/deployments?api-version=2024-10-21`, key),
  },
  {
    name: "Gemini",
    kind: "gemini",
    label: "Gemini",
    key: "apiKey",
    chatModel: "chatModel",
    embeddingModel: "embeddingModel",
    header: (key) => ["x-goog-api-key", key],
    paths: {
      generate: "/v1beta/models/chat-1:generateContent",
      stream: "/v1beta/models/chat-1:streamGenerateContent?alt=sse",
      embed: "/v1beta/models/embed-1:embedContent",
    },
    streamFailure: {
      body: {
        error: { code: 503, message: "The model is overloaded. Please try again later.", status: "UNAVAILABLE" },
      },
      code: "overloaded",
    },
    start: (options) => startAt("ASKBOOK_GEMINI_BASE_URL", startGeminiServer(options)),
    values: (_, apiKey) => ({ apiKey, chatModel: "chat-1", embeddingModel: "embed-1" }),
  },
];

const accounts = new WeakMap<WireServer, AwsAccount>();

/** With a role, whose trust is set up after Save. */
const bedrock: AnyProvider = {
  name: "Amazon Bedrock",
  kind: "bedrock",
  label: "Amazon Bedrock",
  paths: {
    generate: "/model/chat-1/converse",
    stream: "/model/chat-1/converse-stream",
    embed: "/model/embed-1/invoke",
  },
  streamFailure: {
    body: { type: "throttlingException", message: "Too many tokens, please wait before trying again." },
    code: "provider_rate_limited",
  },
  start: async (options) => {
    const aws = await startAws(options);
    const server = { ...aws.bedrock, close: () => stopAws(aws) };
    accounts.set(server, aws.account);
    return server;
  },
  values: (server) => bedrockValues(accountOf(server)),
  trust: (server, outcome) => {
    if (outcome.saved && outcome.externalId !== null) accountOf(server).role.externalId = outcome.externalId;
  },
  trustEverybody: (server) => {
    accountOf(server).role.enforcement = "ignored";
  },
};

function accountOf(server: WireServer): AwsAccount {
  const account = accounts.get(server);
  if (account === undefined) throw new Error("This server is not one of AWS.");
  return account;
}

/** Any server that speaks OpenAI's chat completions; its key may be absent. */
export const compatible: AnyProvider = {
  name: "OpenAI-compatible",
  kind: "openai-compatible",
  label: "OpenAI-compatible",
  paths: { generate: "/v1/chat/completions", stream: "/v1/chat/completions", embed: "/v1/embeddings" },
  streamFailure: { body: { error: { ...quota, type: "insufficient_quota", param: null } }, code: "quota_exhausted" },
  start: startOpenAiCompatibleServer,
  values: ({ url }, apiKey) => ({ baseUrl: url, apiKey, chatModel: "chat-1", embeddingModel: "embed-1" }),
};

export const allProviders: readonly AnyProvider[] = [...externalProviders, bedrock, compatible];

/** The environment is read once a process: from here on the provider is called at the server. */
async function startAt(
  variable: "ASKBOOK_OPENAI_BASE_URL" | "ASKBOOK_GEMINI_BASE_URL",
  starting: Promise<WireServer>,
): Promise<WireServer> {
  const server = await starting;
  Object.assign(env(), { [variable]: server.url });
  return server;
}
