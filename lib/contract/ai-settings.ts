import { z } from "zod";

/** What crosses the wire about AI settings. No shape here has room for a provider's secret on its way back to the browser. */

export const providerKinds = ["openai", "azure-openai", "gemini", "bedrock", "openai-compatible"] as const;
export type ProviderKind = (typeof providerKinds)[number];

export type ProviderField = {
  readonly name: string;
  readonly label: string;
  readonly type: "text" | "secret" | "checkbox" | "select";
  /** Of a select. */
  readonly options?: readonly { readonly value: string; readonly label: string }[];
  readonly isRequired: boolean;
  readonly help: string;
  readonly placeholder?: string;
  readonly defaultValue?: string;
  /** Fields under one heading. Absent: the form's own. */
  readonly group?: string;
  /** Advanced fields are folded away. */
  readonly isAdvanced?: boolean;
  /** Shown only while this checkbox is off. */
  readonly hiddenBy?: string;
  /** Of a secret: the fields that say where it is sent. When one changes, the secret is asked for again. */
  readonly destination?: readonly string[];
};

/** All that the form of a kind of provider needs. */
export type ProviderForm = {
  readonly kind: ProviderKind;
  readonly label: string;
  readonly summary: string;
  /** Said over the form of what is still in development. */
  readonly beta?: string;
  /** Save cannot verify yet: Test connection does, once the role is trusted. */
  readonly isTestedLater?: true;
  readonly fields: readonly ProviderField[];
  /** "Where do I find this?": one step a line. */
  readonly guide: { readonly title: string; readonly steps: readonly string[] };
  readonly links: readonly { readonly label: string; readonly href: string }[];
};

export const fieldValuesSchema = z.record(z.string().max(60), z.string().max(4000));
export type FieldValues = Readonly<Record<string, string>>;

export const saveProviderSchema = z.object({
  kind: z.enum(providerKinds),
  values: fieldValuesSchema,
  /** Optional secrets that are to be forgotten. */
  removedSecrets: z.array(z.string().max(60)).max(10).default([]),
  /** The version that was edited; null: a new configuration. */
  version: z.number().int().nullable(),
});
export type SaveProviderInput = z.input<typeof saveProviderSchema>;

/** Why saving or testing failed: beside the field at fault, or over the form when there is none. */
export type FieldFailure = {
  readonly field: string | null;
  readonly message: string;
  readonly nextStep: string | null;
};
export type SaveProviderOutcome =
  | {
      readonly saved: true;
      readonly elapsedMs: number;
      /** Whether AI is available with it at once, or waits for the provider's role to trust this server. */
      readonly isInUse: boolean;
      /** What the provider's role must ask for, to be shown this once; null: nothing is left to do. */
      readonly externalId: string | null;
    }
  | { readonly saved: false; readonly failures: readonly FieldFailure[] };

export type TestStep = {
  readonly name: string;
  readonly model: string;
  readonly ok: boolean;
  readonly elapsedMs: number;
  readonly message: string | null;
  readonly nextStep: string | null;
};
export type TestOutcome = {
  readonly ok: boolean;
  readonly message: string;
  readonly elapsedMs: number;
  readonly steps: readonly TestStep[];
};

/** `environment`: the provider that whoever runs the server gives by environment variables. */
export const hostings = ["environment", "built-in", "external", "off"] as const;
export type AiHosting = (typeof hostings)[number];

/** A configured provider as an admin sees it. */
export type ProviderSummary = {
  readonly kind: ProviderKind;
  readonly label: string;
  readonly version: number;
  readonly values: FieldValues;
  /** Names of the secrets that are stored. */
  readonly storedSecrets: readonly string[];
  readonly savedBy: string | null;
  readonly savedAt: string;
  readonly lastVerifiedAt: string | null;
  /** Given by environment variables and not to be changed on the page: their names, never what they hold. Null: saved by an admin. */
  readonly variables: readonly { readonly label: string; readonly name: string }[] | null;
  readonly models: readonly { readonly role: string; readonly name: string; readonly url: string }[];
  readonly state:
    | { readonly name: "healthy" }
    /** Saved, and of no use until the role at the provider trusts this server and a test has passed. */
    | { readonly name: "waiting-for-trust" }
    | { readonly name: "failing"; readonly since: string; readonly code: string; readonly message: string }
    | { readonly name: "credentials-lost" };
};

/** What stands over every page while the AI provider does not work. */
export type ProviderNotice = {
  readonly tone: "warning" | "danger";
  readonly title: string;
  readonly message: string;
  /** Where an admin mends it; null for everybody else. */
  readonly action: { readonly label: string; readonly href: string } | null;
};

const tokenLimit = z.number().int().min(1000, "At least 1,000 tokens.").max(1_000_000_000_000).nullable();
export const limitsSchema = z.object({
  tokensPerDay: tokenLimit,
  tokensPerDayPerPerson: tokenLimit,
  requestsPerMinute: z.number().int().min(1, "At least 1 request.").max(100_000).nullable(),
  runsAtOncePerPerson: z.number().int().min(1, "At least 1 answer.").max(100).nullable(),
});
/** Days. */
export const retentionSchema = z.number().int().min(1).max(3650);

/** Null: no limit. */
export type LimitsForm = z.infer<typeof limitsSchema>;

/** By minute, as the headers of the provider's answers say it. */
export type ReportedRateLimits = {
  readonly tokensPerMinute: number | null;
  readonly remainingTokens: number | null;
  readonly requestsPerMinute: number | null;
  readonly remainingRequests: number | null;
  readonly reportedAt: string;
};

export const sendRungSchema = z.union([z.literal(1), z.literal(2), z.literal(3)]);
export type SendRung = z.infer<typeof sendRungSchema>;

export type AiSettings = {
  readonly hosting: AiHosting;
  /** What serves, or would if it were healthy. */
  readonly provider: ProviderSummary | null;
  /** Whether this server's environment names a provider, and what is wrong with its variables. */
  readonly environment: { readonly label: string | null; readonly problem: string | null } | null;
  readonly forms: readonly ProviderForm[];
  readonly sendRung: SendRung;
  /** Whether an explanation may carry a picture of its chart. */
  readonly sendChartPictures: boolean;
  readonly limits: LimitsForm;
  readonly usedTokensToday: number;
  /** What the provider last said of its own limits; null: nothing. */
  readonly reportedRateLimits: ReportedRateLimits | null;
  /** Days after which conversations are deleted. */
  readonly retentionDays: number;
  /** Account types and the AI features that each may use. */
  readonly permissions: readonly { readonly accountType: string; readonly features: readonly string[] }[];
};
