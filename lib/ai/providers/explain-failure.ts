import "server-only";
import type { FieldFailure, FieldValues } from "#lib/contract/ai-settings";
import { env } from "#lib/env";
import type { AskbookError, ErrorCode } from "#lib/errors";
import type { ModelRole, ProviderDefinition } from "./definition.ts";

export type FailedCall = {
  readonly definition: ProviderDefinition;
  readonly values: FieldValues;
  readonly role: ModelRole;
  readonly model: string;
  readonly hasKey: boolean;
};

/** A failed call in an admin's words: the field at fault, what happened, what to do. */
export function explainFailure(error: AskbookError, call: FailedCall): FieldFailure {
  const explanation = explanations[error.code]?.(error, call);
  return {
    field: call.definition.fieldAtFault(error.code, call.role, call.values),
    message: call.definition.messages?.[error.code] ?? explanation?.message ?? error.message,
    nextStep: call.definition.nextSteps[error.code] ?? explanation?.nextStep ?? null,
  };
}

type Explanation = { readonly message?: string; readonly nextStep: string };

const explanations: Partial<Record<ErrorCode, (error: AskbookError, call: FailedCall) => Explanation>> = {
  invalid_credentials: (_, { hasKey }) =>
    hasKey
      ? {
          message: "The provider refused this key.",
          nextStep:
            "Check that it was copied whole and has not been revoked, or make a new one in the provider's console.",
        }
      : { message: "The provider asks for a key.", nextStep: "Enter one from the provider's or gateway's console." },
  permission_denied: (_, { model }) => ({
    message: `The provider knows the key but does not let it use ${quoted(model)}.`,
    nextStep: "Give the key's project access to this model, and see whether billing is set up there.",
  }),
  network_blocked: () => ({
    message: "The provider refuses requests from this server's network.",
    nextStep: allowlistHelp(),
  }),
  endpoint_invalid: (error) => ({
    message: error.message,
    nextStep: "Compare the address with the provider's documentation.",
  }),
  model_not_found: (_, { model, role }) => ({
    message: `The provider has no ${roleName[role]} ${quoted(model)} for this key.`,
    nextStep: "Check the name against the provider's list of models or deployments; models retire.",
  }),
  quota_exhausted: () => ({
    message: "The provider says that the quota or credit of this account is used up.",
    nextStep: "Add credit or raise the limit in the provider's console, then try again.",
  }),
  provider_rate_limited: (error) => ({
    message: error.message,
    nextStep: "Try again later. Askbook recommends a limit of at least 100,000 tokens per minute.",
  }),
  content_filtered: () => ({
    message: "The provider's content filter refused a harmless test sentence.",
    nextStep: "Loosen the filter that is set for this model or deployment.",
  }),
  unsupported_parameter: (_, { model }) => ({
    message: `The provider refused the form of a test request to ${quoted(model)}.`,
    nextStep:
      "Check that it is the right kind of model: one for chat as language model, one for embeddings as embeddings model.",
  }),
  context_too_long: () => ({
    message: "The provider says that a short test sentence is too long for this model.",
    nextStep: "Raise the model's or deployment's limit of tokens per minute, or choose a model with a longer context.",
  }),
  overloaded: () => ({ message: "The AI provider is overloaded.", nextStep: "Try again in a moment." }),
  provider_error: (error) => ({
    message: plainly(error),
    nextStep: "Try again in a moment, and look at the provider's status page or the server's log.",
  }),
  provider_timeout: () => ({
    message: "The provider did not answer a test request within 15 seconds.",
    nextStep: "A local model may still be loading: try again. Otherwise check the address.",
  }),
};

/** What is known beyond the class, without the advice that is for people who ask. */
function plainly(error: AskbookError): string {
  return error.message.replace(/ Try again in a moment\.$/, "");
}

const roleName: Readonly<Record<ModelRole, string>> = { chat: "language model", embedding: "embeddings model" };

function quoted(name: string): string {
  return `"${name}"`;
}

function allowlistHelp(): string {
  const addresses = env().ASKBOOK_EGRESS_ADDRESSES;
  return addresses === undefined
    ? "Allow this server's outgoing IP address in the provider's firewall. Whoever runs the server knows it and can have it shown here (ASKBOOK_EGRESS_ADDRESSES)."
    : `Allow this server's addresses in the provider's firewall: ${addresses}.`;
}
