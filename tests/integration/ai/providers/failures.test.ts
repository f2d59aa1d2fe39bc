import { streamText } from "ai";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { db } from "#db/client";
import { getAiState, updateProviderHealth } from "#db/queries/provider-configuration";
import { modelCall } from "#db/schema/model-call";
import { explainFailure } from "#lib/ai/providers/explain-failure";
import { getDefinition } from "#lib/ai/providers/kinds";
import { getModels } from "#lib/ai/providers/registry";
import { saveProvider } from "#lib/ai/providers/save-provider";
import { AskbookError, type ErrorCode } from "#lib/errors";
import type { Person } from "#lib/permissions";
import { createPerson, useDatabase } from "#tests/support/database";
import { azureErrors, bedrockErrors, geminiErrors, openAiErrors, type WildError } from "#tests/wire/error-bodies";
import { type AnyProvider, allProviders } from "#tests/wire/external-providers";
import type { Asked, ScriptedTurn } from "#tests/wire/script";
import type { WireServer } from "#tests/wire/wire-server";

/**
 * Every error that providers say, at every moment when they can say it: its class, what people and admins are told, whether it is
 * asked again, and whether the provider counts as failing, until when.
 */

useDatabase();

const wildErrors: Readonly<Record<string, readonly WildError[]>> = {
  OpenAI: openAiErrors,
  "Azure OpenAI": azureErrors,
  "Azure OpenAI, classic": azureErrors,
  Gemini: geminiErrors,
  "Amazon Bedrock": bedrockErrors,
  "OpenAI-compatible": openAiErrors,
};

type Stage = "before the stream" | "as the first event" | "as the Responses API's last word" | "after the first words";
type Case = { readonly title: string; readonly stage: Stage; readonly wild: WildError };

const isResponsesApi = ({ paths }: AnyProvider) => paths.stream.endsWith("/responses");

function casesOf(provider: AnyProvider): Case[] {
  const stages: readonly Stage[] = [
    "before the stream",
    "as the first event",
    ...(isResponsesApi(provider) ? (["as the Responses API's last word"] as const) : []),
    "after the first words",
  ];
  return (wildErrors[provider.name] ?? []).flatMap((wild) =>
    stages
      .filter((stage) => stage === "before the stream" || wild.isSaidInStreams !== false)
      .map((stage) => ({ title: `${wild.name}, ${stage}`, stage, wild })),
  );
}

const inner = (body: object): object => ("error" in body && body.error instanceof Object ? body.error : body);

/** The same error as an event of the stream. */
function eventOf({ body, headers }: WildError, stage: Stage, provider: AnyProvider): object {
  if (provider.kind === "bedrock") {
    const [type = ""] = (headers?.["x-amzn-errortype"] ?? "").split(":");
    return { ...body, type: `${type[0]?.toLowerCase()}${type.slice(1)}` };
  }
  if (!isResponsesApi(provider)) return { error: inner(body) };
  if (stage === "as the Responses API's last word")
    return { type: "response.failed", response: { error: withCode(inner(body)) } };
  return { type: "error", error: inner(body) };
}

/** There a code always stands. */
const withCode = (error: object) =>
  "type" in error ? { ...error, code: ("code" in error && error.code) || error.type } : error;

/** How often what fails is asked, when it fails the first time only. */
const attemptsOf = ({ stage, wild }: Case) => (wild.isRetried && stage !== "after the first words" ? 2 : 1);

function turnOf(testCase: Case, attempt: number, provider: AnyProvider): ScriptedTurn {
  const { stage, wild } = testCase;
  if (attempt > 1) return { text: "Second try." };
  const { status, body, headers = {} } = wild;
  if (stage === "before the stream") return { fault: { kind: "status", status, body, headers } };
  const afterPieces = stage === "after the first words" ? 2 : 0;
  return {
    text: "Sales went up in the east.",
    fault: { kind: "error-event", afterPieces, body: eventOf(wild, stage, provider) },
  };
}

/** One server answers all cases of a provider at a time: a question names its case. */
function playing(provider: AnyProvider, cases: readonly Case[], attempts: Map<string, number>) {
  return ({ messages }: Asked): ScriptedTurn => {
    const [, title = ""] = /case<(.*?)>/.exec(JSON.stringify(messages)) ?? [];
    const testCase = cases.find((candidate) => candidate.title === title);
    if (testCase === undefined) return { text: "ready" };
    const attempt = (attempts.get(title) ?? 0) + 1;
    attempts.set(title, attempt);
    return turnOf(testCase, attempt, provider);
  };
}

async function configure(provider: AnyProvider, server: WireServer): Promise<Person> {
  const admin = await createPerson();
  const values = provider.values(server, "key");
  const outcome = await saveProvider(admin, { kind: provider.kind, values, version: null, removedSecrets: [] });
  expect(outcome).toMatchObject({ saved: true });
  const { configuration } = await getAiState(admin);
  if (provider.trust !== undefined && configuration !== null) await updateProviderHealth(admin, configuration, null);
  return admin;
}

async function ask(viewer: Person, title: string): Promise<{ readonly text: string; readonly error: unknown }> {
  const { chat } = await getModels(viewer);
  const errors: unknown[] = [];
  const result = streamText({
    model: chat,
    prompt: `case<${title}>`,
    maxRetries: 0,
    onError: ({ error }) => {
      errors.push(error);
    },
  });
  let text = "";
  for await (const part of result.stream) if (part.type === "text-delta") text += part.text;
  expect(errors.length).toBeLessThanOrEqual(1);
  return { text, error: errors[0] ?? null };
}

/** What the person who asked reads. */
const sentences: Partial<Record<ErrorCode, string>> = {
  invalid_credentials: "The AI provider refused the credentials. An admin can enter them again in AI settings.",
  permission_denied:
    "The AI provider does not allow this with these credentials. An admin can test them in AI settings.",
  network_blocked:
    "The AI provider blocks requests from this server's network. An admin finds in AI settings what to allow.",
  endpoint_invalid:
    "The AI provider's address answers, but has no model at this path. Check the address in AI settings.",
  model_not_found:
    "The AI provider does not offer this model to these credentials. An admin can choose another one in AI settings.",
  quota_exhausted: "The AI provider's quota is used up. An admin can raise it at the provider.",
  provider_rate_limited: "The AI provider asks to wait before the next request.",
  content_filtered: "The AI provider's content filter refused this. Word the question differently.",
  context_too_long: "The question with its data is too long for this model. Ask about less at once, or ask anew.",
  unsupported_parameter:
    "The AI provider does not understand a parameter of the request. An admin can test the model in AI settings.",
  overloaded: "The AI provider is overloaded. Try again in a moment.",
  provider_error: "The AI provider failed. Try again in a moment.",
  provider_timeout: "The AI provider did not answer in time. Try again in a moment.",
};

type Advice = { readonly message: string; readonly nextStep: RegExp; readonly field: string | null };

/** What an admin reads at Save and Test connection, and at which field. */
const advice: Partial<Record<ErrorCode, Advice>> = {
  invalid_credentials: {
    message: "The provider refused this key.",
    nextStep: /copied whole|copy Endpoint and Key together/,
    field: "key",
  },
  permission_denied: {
    message: 'The provider knows the key but does not let it use "chat-1".',
    nextStep: /access to this model.*billing/,
    field: "key",
  },
  network_blocked: {
    message: "The provider refuses requests from this server's network.",
    nextStep: /Allow this server's/,
    field: "address",
  },
  endpoint_invalid: {
    message: "The AI provider's address answers, but has no model at this path. Check the address in AI settings.",
    nextStep: /Copy the endpoint again/,
    field: "address",
  },
  model_not_found: {
    message: 'The provider has no language model "chat-1" for this key.',
    nextStep: /Check the name|Enter the deployment's name/,
    field: "model",
  },
  quota_exhausted: {
    message: "The provider says that the quota or credit of this account is used up.",
    nextStep: /Add credit or raise the limit/,
    field: "key",
  },
  provider_rate_limited: {
    message: "The AI provider asks to wait before the next request.",
    nextStep: /at least 100,000 tokens per minute/,
    field: null,
  },
  content_filtered: {
    message: "The provider's content filter refused a harmless test sentence.",
    nextStep: /Loosen the filter/,
    field: null,
  },
  context_too_long: {
    message: "The provider says that a short test sentence is too long for this model.",
    nextStep: /limit of tokens per minute/,
    field: null,
  },
  unsupported_parameter: {
    message: 'The provider refused the form of a test request to "chat-1".',
    nextStep: /right kind of model/,
    field: null,
  },
  overloaded: { message: "The AI provider is overloaded.", nextStep: /Try again in a moment/, field: null },
  provider_error: { message: "The AI provider failed.", nextStep: /status page/, field: null },
  provider_timeout: {
    message: "The provider did not answer a test request within 15 seconds.",
    nextStep: /may still be loading/,
    field: "address",
  },
};

/** In AWS there is no key, and a role may be refused where a key is unknown. */
const adviceForBedrock: typeof advice = {
  invalid_credentials: {
    message: "AWS refused the credentials that it had given Askbook for the role.",
    nextStep: /clock is right/,
    field: "roleArn",
  },
  permission_denied: {
    message: "The role may not use this model in this region.",
    nextStep: /IAM policy/,
    field: "roleArn",
  },
  model_not_found: {
    message: "Amazon Bedrock does not offer this model in this region, or not to your account yet.",
    nextStep: /inference profile/,
    field: "chatModel",
  },
  quota_exhausted: {
    message: "AWS says that a quota of this account for Amazon Bedrock is used up.",
    nextStep: /Service Quotas/,
    field: null,
  },
};

/** The names that each form has for a key, an address and the language model. */
const fields: Readonly<Record<string, Readonly<Record<string, string | null>>>> = {
  openai: { key: "apiKey", address: null, model: "chatModel" },
  gemini: { key: "apiKey", address: null, model: "chatModel" },
  "azure-openai": { key: "chatApiKey", address: "chatEndpoint", model: "chatDeployment" },
  "openai-compatible": { key: "apiKey", address: "baseUrl", model: "chatModel" },
  bedrock: { address: "region", model: "chatModel" },
};

/** At the deployment's field a model of the wrong kind is found, where the form has deployments. */
const fieldOf = ({ kind }: AnyProvider, code: ErrorCode, field: string | null): string | null => {
  if (code === "unsupported_parameter" && (kind === "azure-openai" || kind === "bedrock"))
    return fields[kind]?.["model"] ?? null;
  return field === null ? null : (fields[kind]?.[field] ?? (field in (fields[kind] ?? {}) ? null : field));
};

const waitOf = (seconds: number) =>
  `The AI provider asks to wait ${seconds < 120 ? (seconds === 1 ? "1 second" : `${seconds} seconds`) : `${Math.ceil(seconds / 60)} minutes`} before the next request.`;

const lasting: readonly ErrorCode[] = [
  "invalid_credentials",
  "permission_denied",
  "network_blocked",
  "endpoint_invalid",
  "model_not_found",
  "quota_exhausted",
];
const passing: readonly ErrorCode[] = ["provider_rate_limited", "overloaded", "provider_error", "provider_timeout"];

async function expectHealth(viewer: Person, code: ErrorCode, message: string): Promise<void> {
  const { configuration } = await getAiState(viewer);
  const health = configuration?.health ?? null;
  if (!lasting.includes(code) && !passing.includes(code)) return expect(health).toBeNull();
  expect(health).toMatchObject({ code, message });
  if (lasting.includes(code)) return expect(health?.expiresAt).toBeNull();
  const since = new Date(health?.since ?? "").getTime();
  expect(new Date(health?.expiresAt ?? "").getTime() - since).toBe(5 * 60_000);
}

const outcomesOf = async ({ userId }: Person) =>
  (await db().select().from(modelCall).where(eq(modelCall.userId, userId))).map(({ outcome }) => outcome);

describe.each(allProviders)("$name", (provider) => {
  const cases = casesOf(provider);
  const attempts = new Map<string, number>();
  let server: WireServer;

  beforeAll(async () => {
    server = await provider.start({ script: playing(provider, cases, attempts) });
    provider.trustEverybody?.(server);
  });

  afterAll(async () => {
    expect(server.violations).toEqual([]);
    await server.close();
  });

  it.concurrent.each(cases)("$title", async (testCase) => {
    const { title, stage, wild } = testCase;
    const { code, waitSeconds } = wild;
    const admin = await configure(provider, server);
    const { text, error } = await ask(admin, title);
    expect(attempts.get(title)).toBe(attemptsOf(testCase));
    if (attemptsOf(testCase) === 2) {
      expect([text, error]).toEqual(["Second try.", null]);
      expect((await getAiState(admin)).configuration?.health).toBeNull();
      return expect(await outcomesOf(admin)).toEqual(["done"]);
    }
    if (!(error instanceof AskbookError)) throw error;
    expect(error.code).toBe(code);
    expect(text).toBe(stage === "after the first words" ? "Sales went " : "");
    expect(await outcomesOf(admin)).toEqual([code]);

    const message = waitSeconds === undefined ? sentences[code] : waitOf(waitSeconds);
    expect(error.message).toBe(message);
    await expectHealth(admin, code, error.message);

    const definition = getDefinition(provider.kind);
    const values = provider.values(server, "key");
    const explained = explainFailure(error, { definition, values, role: "chat", model: "chat-1", hasKey: true });
    const wanted = (provider.kind === "bedrock" ? adviceForBedrock[code] : undefined) ?? advice[code];
    expect(explained.message).toBe(waitSeconds === undefined ? wanted?.message : message);
    expect(explained.nextStep).toMatch(wanted?.nextStep ?? "");
    expect(explained.field).toBe(fieldOf(provider, code, wanted?.field ?? null));

    // Nothing of what the provider wrote is handed on.
    const said = JSON.stringify([error.message, error.cause, explained]);
    const wrote = inner(wild.body);
    if ("message" in wrote) expect(said).not.toContain(String(wrote.message).slice(0, 24));
  });
});
