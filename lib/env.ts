import "server-only";
import { z } from "zod";
import { AskbookError } from "#lib/errors";

/** Paths are added to it, so it ends without a slash. */
const baseUrl = (standard: string) =>
  z
    .url({ protocol: /^https?$/ })
    .default(standard)
    .transform((url) => url.replace(/\/+$/, ""));
const optionalBaseUrl = z
  .url({ protocol: /^https?$/ })
  .transform((url) => url.replace(/\/+$/, ""))
  .optional();

const text = z.string().trim().min(1).optional();

/** The AI provider of organizations that chose nothing of their own: its kind, and the fields of that kind's form. */
const aiVariables = {
  ASKBOOK_AI_PROVIDER: text,
  ASKBOOK_AI_API_KEY: text,
  ASKBOOK_AI_BASE_URL: text,
  ASKBOOK_AI_CHAT_MODEL: text,
  ASKBOOK_AI_EMBEDDING_MODEL: text,
  ASKBOOK_AI_CHAT_DEPLOYMENT: text,
  ASKBOOK_AI_CHAT_ENDPOINT: text,
  ASKBOOK_AI_CHAT_API_KEY: text,
  ASKBOOK_AI_EMBEDDING_DEPLOYMENT: text,
  ASKBOOK_AI_EMBEDDING_ENDPOINT: text,
  ASKBOOK_AI_EMBEDDING_API_KEY: text,
  ASKBOOK_AI_SAME_ENDPOINT: z.literal("true").optional(),
};

/** The server's configuration: README.md lists it. `scripts/serve.ts` sets what is derived (DATABASE_URL of the embedded database). */
const environmentSchema = z
  .object({
    DATABASE_URL: z.url(),
    ASKBOOK_DATA_DIR: z.string().default(".askbook"),
    /** Names this process among several on one database. */
    ASKBOOK_INSTANCE_ID: z.string().default("single"),
    HOST: z.string().optional(),
    PORT: z.coerce.number().int().default(3000),
    /** Comma-separated 32-byte keys, base64url; the first encrypts, all decrypt. Generated into the data folder when absent. */
    ASKBOOK_ENCRYPTION_KEYS: z.string().optional(),
    /** Asked for by set-up when HOST is set. */
    ASKBOOK_SETUP_CODE: z.string().optional(),
    ASKBOOK_ALLOWED_NETWORKS: z.string().default("allow-private"),
    /** This server's outgoing addresses, shown to admins who must allow them in a provider's firewall. */
    ASKBOOK_EGRESS_ADDRESSES: z.string().optional(),
    /** Where OpenAI and Gemini are called: a gateway or a private endpoint may stand in their place. */
    ASKBOOK_OPENAI_BASE_URL: baseUrl("https://api.openai.com/v1"),
    ASKBOOK_GEMINI_BASE_URL: baseUrl("https://generativelanguage.googleapis.com/v1beta"),
    /** The address that people open, when it cannot be told from their requests: single sign-on leads back to it. */
    ASKBOOK_URL: z
      .url({ protocol: /^https?$/ })
      .transform((url) => new URL(url).origin)
      .optional(),
    /** Single sign-on by OpenID Connect; all three or none. */
    ASKBOOK_OIDC_ISSUER: z.url({ protocol: /^https?$/ }).optional(),
    ASKBOOK_OIDC_CLIENT_ID: z.string().min(1).optional(),
    ASKBOOK_OIDC_CLIENT_SECRET: z.string().min(1).optional(),
    /** What the button on the sign-in page names. */
    ASKBOOK_OIDC_LABEL: z.string().trim().min(1).max(60).default("single sign-on"),
    ...aiVariables,
    /** Where AWS is called; absent: at the addresses of the region that an admin chose. */
    ASKBOOK_AWS_STS_URL: optionalBaseUrl,
    ASKBOOK_AWS_BEDROCK_URL: optionalBaseUrl,
    /** How long a model may say nothing before its call is given up. */
    ASKBOOK_MODEL_SILENCE_SECONDS: z.coerce.number().positive().max(3_600).default(90),
    ASKBOOK_SAMPLE_ROWS: z.coerce.number().int().min(1_000).max(10_000_000).default(250_000),
    ASKBOOK_LOG_LEVEL: z.enum(["debug", "info", "warn", "error", "silent"]).default("info"),
  })
  .refine(isSingleSignOnComplete, {
    message:
      "Set ASKBOOK_OIDC_ISSUER, ASKBOOK_OIDC_CLIENT_ID and ASKBOOK_OIDC_CLIENT_SECRET together, or none of them.",
  });

/** Every variable that the server reads. */
export const variableNames: readonly string[] = Object.keys(environmentSchema.shape);

export type Environment = z.infer<typeof environmentSchema>;

function isSingleSignOnComplete(variables: Readonly<Record<string, unknown>>): boolean {
  const names = ["ASKBOOK_OIDC_ISSUER", "ASKBOOK_OIDC_CLIENT_ID", "ASKBOOK_OIDC_CLIENT_SECRET"];
  return new Set(names.map((name) => variables[name] === undefined)).size === 1;
}

let cached: Environment | undefined;

/** A variable that is set to nothing counts as not set. */
function withoutBlanks(variables: NodeJS.ProcessEnv): Record<string, string | undefined> {
  const isOptional = (name: string) => /^ASKBOOK_(URL|OIDC_|AI_)/.test(name);
  return Object.fromEntries(
    Object.entries(variables).filter(([name, value]) => !isOptional(name) || value?.trim() !== ""),
  );
}

export function env(): Environment {
  if (cached !== undefined) return cached;
  const parsed = environmentSchema.safeParse(withoutBlanks(process.env));
  if (!parsed.success)
    throw new AskbookError("internal", { message: `Configuration is not valid: ${z.prettifyError(parsed.error)}` });
  cached = parsed.data;
  return cached;
}
