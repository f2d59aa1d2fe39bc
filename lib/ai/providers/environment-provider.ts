import "server-only";
import { createHash } from "node:crypto";
import { environmentConfigurationId, type StoredConfiguration } from "#db/queries/provider-configuration";
import type { FieldValues, ProviderField, ProviderKind } from "#lib/contract/ai-settings";
import { env } from "#lib/env";
import { AskbookError } from "#lib/errors";
import { log } from "#lib/log";
import { parseEndpoint } from "#lib/network/endpoint-guard";
import type { ProviderDefinition } from "./definition.ts";
import { offeredDefinitions } from "./kinds.ts";

/**
 * The AI provider that whoever runs the server gives by environment variables. It serves the organizations that chose nothing of
 * their own, and nobody can change it in the browser.
 */
export type EnvironmentProvider = {
  readonly kind: ProviderKind;
  readonly label: string;
  readonly values: FieldValues;
  readonly secrets: FieldValues;
  /** What was given, by field. */
  readonly variables: readonly { readonly label: string; readonly name: string }[];
};

/** `problem`: variables are set, but not as they must be. Null: none are set. */
export type EnvironmentReading =
  | { readonly provider: EnvironmentProvider; readonly problem: null }
  | { readonly provider: null; readonly problem: string };

const kindVariable = "ASKBOOK_AI_PROVIDER";

export function readEnvironmentProvider(): EnvironmentReading | null {
  const given = env()[kindVariable];
  if (given === undefined) return null;
  const definition = givenDefinitions().find(({ form }) => form.kind === given);
  if (definition === undefined) {
    const known = givenDefinitions().map(({ form }) => form.kind);
    return { provider: null, problem: `${kindVariable} is "${given}", but must be one of ${known.join(", ")}.` };
  }
  try {
    return { provider: readProvider(definition), problem: null };
  } catch (error) {
    if (!(error instanceof AskbookError)) throw error;
    return { provider: null, problem: error.message };
  }
}

/** Asked when the server starts: says whom it provides, or what is wrong with its variables. */
export function reportEnvironmentProvider(): void {
  const reading = readEnvironmentProvider();
  if (reading === null) return;
  if (reading.provider !== null)
    log().info(
      { kind: reading.provider.kind },
      "organizations that chose no AI provider get the one of the environment",
    );
  else log().error({ reason: reading.problem }, "the AI provider of the environment is not set up right");
}

/** Not those that an organization must be trusted for, each by an ID of its own. */
function givenDefinitions(): readonly ProviderDefinition[] {
  return offeredDefinitions.filter(({ trust }) => trust === undefined);
}

export function isFromEnvironment({ id }: Pick<StoredConfiguration, "id">): boolean {
  return id === environmentConfigurationId;
}

/** Throws `ai_not_configured` when the variables are not set, or not as they must be. */
export function secretsOfEnvironment(): FieldValues {
  return requireProvider().secrets;
}

/** Tells one configuration of the environment from the next, without telling a key. */
export function fingerprintOfEnvironment(): string {
  const { kind, values, secrets } = requireProvider();
  return createHash("sha256")
    .update(JSON.stringify([kind, values, secrets]))
    .digest("hex")
    .slice(0, 16);
}

export function variableOf(field: Pick<ProviderField, "name">): string {
  return `ASKBOOK_AI_${field.name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;
}

function requireProvider(): EnvironmentProvider {
  const provider = readEnvironmentProvider()?.provider ?? null;
  if (provider === null) throw new AskbookError("ai_not_configured");
  return provider;
}

function readProvider(definition: ProviderDefinition): EnvironmentProvider {
  const variables: Readonly<Record<string, unknown>> = env();
  const given = (field: ProviderField): string => String(variables[variableOf(field)] ?? "").trim();
  const { kind, label, fields } = definition.form;
  const typed = Object.fromEntries(fields.map((field) => [field.name, given(field)]));
  const values = definition.normalize(typed);
  const shown = fields.filter(({ hiddenBy }) => hiddenBy === undefined || values[hiddenBy] !== "true");
  for (const field of shown) requireGiven(field, field.type === "secret" ? given(field) : (values[field.name] ?? ""));
  for (const { field, url } of definition.endpoints(values)) requireEndpoint(fields, field, url);
  const secrets = shown.filter(({ type }) => type === "secret").map((field) => [field.name, given(field)] as const);
  return {
    kind,
    label,
    values,
    secrets: Object.fromEntries(secrets.filter(([, secret]) => secret !== "")),
    variables: [
      { label: "AI provider", name: kindVariable },
      ...fields
        .filter((field) => given(field) !== "")
        .map((field) => ({ label: [field.group, field.label].filter(Boolean).join(", "), name: variableOf(field) })),
    ],
  };
}

function requireGiven(field: ProviderField, value: string): void {
  if (field.isRequired && value === "")
    throw new AskbookError("invalid_input", { message: `${variableOf(field)} is not set (${field.label}).` });
}

function requireEndpoint(fields: readonly ProviderField[], name: string, url: string): void {
  try {
    parseEndpoint(url);
  } catch (error) {
    const field = fields.find((candidate) => candidate.name === name);
    if (!(error instanceof AskbookError) || field === undefined) throw error;
    throw new AskbookError("invalid_input", { message: `${variableOf(field)}: ${error.message}` });
  }
}
