import "server-only";
import type { StoredConfiguration } from "#db/queries/provider-configuration";
import type { FieldFailure, FieldValues, ProviderField } from "#lib/contract/ai-settings";
import { AskbookError } from "#lib/errors";
import { checkEndpoint } from "#lib/network/endpoint-guard";
import type { ProviderDefinition } from "./definition.ts";
import { areSecretsReadable, openSecrets, valuesOf } from "./stored-provider.ts";

export type ProviderDraft = { readonly values: FieldValues; readonly secrets: FieldValues };
export type DraftOutcome =
  | { readonly draft: ProviderDraft; readonly failures: readonly [] }
  | { readonly draft: null; readonly failures: readonly FieldFailure[] };

export type TypedFields = { readonly values: FieldValues; readonly removedSecrets: readonly string[] };

/** What was typed, completed by what is stored: a blank secret keeps the stored one unless its destination changed. */
export async function assembleDraft(
  definition: ProviderDefinition,
  typed: TypedFields,
  previous: StoredConfiguration | null,
): Promise<DraftOutcome> {
  const values = definition.normalize(typed.values);
  const fields = definition.form.fields.filter((field) => !isHidden(field, values));
  const stored = readStored(previous);
  const { secrets, failures: secretFailures } = mergeSecrets(fields, typed, values, stored);
  const failures = [...missingFields(fields, values), ...secretFailures];
  if (failures.length === 0) failures.push(...(await refusedEndpoints(definition, values)));
  return failures.length > 0 ? { draft: null, failures } : { draft: { values, secrets }, failures: [] };
}

type Stored = { readonly values: FieldValues; readonly secrets: FieldValues; readonly isReadable: boolean };

function readStored(previous: StoredConfiguration | null): Stored {
  if (previous === null) return { values: {}, secrets: {}, isReadable: true };
  const isReadable = areSecretsReadable(previous);
  return {
    values: valuesOf(previous),
    secrets: isReadable ? openSecrets(previous) : previous.sealedSecrets,
    isReadable,
  };
}

function mergeSecrets(
  fields: readonly ProviderField[],
  typed: TypedFields,
  values: FieldValues,
  stored: Stored,
): { readonly secrets: FieldValues; readonly failures: readonly FieldFailure[] } {
  const secrets: Record<string, string> = {};
  const failures: FieldFailure[] = [];
  for (const field of fields.filter(({ type }) => type === "secret")) {
    const entered = (typed.values[field.name] ?? "").trim();
    const kept = typed.removedSecrets.includes(field.name) ? undefined : stored.secrets[field.name];
    if (entered !== "") secrets[field.name] = entered;
    else if (kept !== undefined) {
      const reason = reasonToAskAgain(field, fields, values, stored);
      if (reason === null) secrets[field.name] = kept;
      else failures.push({ field: field.name, message: reason, nextStep: `Enter the ${field.label} again.` });
    } else if (field.isRequired) failures.push(missing(field));
  }
  return { secrets, failures };
}

function reasonToAskAgain(
  field: ProviderField,
  fields: readonly ProviderField[],
  values: FieldValues,
  stored: Stored,
): string | null {
  if (!stored.isReadable) return "The stored value cannot be read, because this server's encryption key changed.";
  const changed = (field.destination ?? []).find((name) => (values[name] ?? "") !== (stored.values[name] ?? ""));
  if (changed === undefined) return null;
  const label = fields.find(({ name }) => name === changed)?.label ?? changed;
  return `The ${label} changed, and the stored value is not sent to another address.`;
}

function missingFields(fields: readonly ProviderField[], values: FieldValues): FieldFailure[] {
  return fields
    .filter((field) => field.isRequired && field.type === "text" && (values[field.name] ?? "") === "")
    .map(missing);
}

function missing(field: ProviderField): FieldFailure {
  return { field: field.name, message: `Enter the ${field.label}.`, nextStep: null };
}

async function refusedEndpoints(definition: ProviderDefinition, values: FieldValues): Promise<FieldFailure[]> {
  const checks = definition.endpoints(values).map(async ({ field, url }): Promise<FieldFailure[]> => {
    try {
      await checkEndpoint(url);
      return [];
    } catch (error) {
      if (!(error instanceof AskbookError)) throw error;
      return [{ field, message: error.message, nextStep: null }];
    }
  });
  return (await Promise.all(checks)).flat();
}

function isHidden(field: ProviderField, values: FieldValues): boolean {
  return field.hiddenBy !== undefined && values[field.hiddenBy] === "true";
}
