import { afterEach, beforeAll, beforeEach, expect } from "vitest";
import { getAiState } from "#db/queries/provider-configuration";
import { getAiSettings } from "#lib/ai/providers/ai-settings";
import { saveProvider } from "#lib/ai/providers/save-provider";
import { testProvider } from "#lib/ai/providers/test-provider";
import type { SaveProviderOutcome } from "#lib/contract/ai-settings";
import type { Person } from "#lib/permissions";
import { createPerson } from "#tests/support/database";
import { type Aws, bedrockValues, startAws, stopAws } from "#tests/wire/aws";

export const verified = "Connection verified: Askbook successfully assumed your IAM role and reached Amazon Bedrock.";
export const externalIdPattern = /^askbook-[0-9a-f]{32}$/;
export let admin: Person;
export let aws: Aws;

beforeAll(() => {
  process.env["AWS_BEARER_TOKEN_BEDROCK"] = "bearer-token-of-the-server";
  process.env["AWS_ENDPOINT_URL"] = "http://127.0.0.1:1";
  process.env["AWS_REGION"] = "sa-east-1";
});

beforeEach(async () => {
  admin = await createPerson();
  aws = await startAws({ models: ["chat-1", "embed-1"] });
});

afterEach(async () => {
  expect(aws.bedrock.requests.filter(({ headers }) => headers["authorization"]?.startsWith("Bearer"))).toEqual([]);
  await stopAws(aws);
});

/** Another AWS in place of the one that every test begins with. */
export async function restartAws(options: Parameters<typeof startAws>[0]): Promise<void> {
  await stopAws(aws);
  aws = await startAws(options);
}

export const save = (values: Record<string, string> = {}, version: number | null = null) =>
  saveProvider(admin, {
    kind: "bedrock",
    values: { ...bedrockValues(aws.account), ...values },
    version,
    removedSecrets: [],
  });

export const test = () => testProvider(admin, "Answer questions about data.");

export function externalIdOf(outcome: SaveProviderOutcome): string {
  return (outcome.saved ? outcome.externalId : null) ?? "";
}

/** Saved, trusted and tested. */
export async function configure(values: Record<string, string> = {}): Promise<string> {
  const externalId = externalIdOf(await save(values));
  aws.account.role.externalId = externalId;
  expect(await test()).toMatchObject({ ok: true });
  return externalId;
}

export const stateOf = async () => (await getAiSettings(admin)).provider?.state;
export const configurationOf = async () => (await getAiState(admin)).configuration;
export const stsActions = () => aws.sts.requests.map(({ body }) => new URLSearchParams(body).get("Action"));
