import "server-only";
import type { FieldValues, ProviderForm } from "#lib/contract/ai-settings";
import type { AskbookError, ErrorCode } from "#lib/errors";
import type { EmbeddingModelV4, LanguageModelV4 } from "./model-types.ts";

export type ModelRole = "chat" | "embedding";

/** One thing that was tried for real, and how it went. */
export type Probe = {
  readonly name: string;
  readonly role: ModelRole;
  readonly model: string;
  readonly elapsedMs: number;
  readonly failure: AskbookError | null;
};

export type ConnectedModel<Model> = {
  readonly model: Model;
  /** As the provider names it: a model or a deployment. */
  readonly name: string;
  /** What is called. */
  readonly url: string;
};

export type ConnectedModels = {
  readonly chat: ConnectedModel<LanguageModelV4>;
  /** Null: sources are searched by words only. */
  readonly embedding: ConnectedModel<EmbeddingModelV4> | null;
};

export type Connection = {
  /** Every field but secrets, as `normalize` left them. */
  readonly values: FieldValues;
  readonly secrets: FieldValues;
  readonly fetch: typeof globalThis.fetch;
};

/** One kind of external provider: its form, and how the form's values become models. */
export type ProviderDefinition = {
  readonly form: ProviderForm;
  /** Trims and completes what was typed or pasted. Throws `invalid_input` with the field. */
  readonly normalize: (values: FieldValues) => FieldValues;
  /** Addresses that the admin chose, for the endpoint guard. */
  readonly endpoints: (values: FieldValues) => readonly { readonly field: string; readonly url: string }[];
  readonly connect: (connection: Connection) => ConnectedModels;
  /** The field to look at when a call failed. */
  readonly fieldAtFault: (code: ErrorCode, role: ModelRole, values: FieldValues) => string | null;
  /** What a failed call means, where the general words would be about a key. */
  readonly messages?: Partial<Record<ErrorCode, string>>;
  /** What to do about a failed call, where this kind knows better than the general advice. */
  readonly nextSteps: Partial<Record<ErrorCode, string>>;
  /** Of a kind that takes a role instead of a key: saved first, trusted at the provider next, in use once a test has passed. */
  readonly trust?: Trust;
};

export type Trust = {
  /** The field that names the role: what was verified stays so while it stays. */
  readonly field: string;
  /** Takes the role, and tries to take it without the right to. The connection's secrets hold `externalId`. */
  readonly check: (connection: Connection) => Promise<readonly Probe[]>;
  readonly verifiedMessage: string;
};
