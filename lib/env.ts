import "server-only";
import { z } from "zod";
import { AskbookError } from "#lib/errors";

/** Paths are added to it, so it ends without a slash. */
const baseUrl = (standard: string) =>
  z
    .url({ protocol: /^https?$/ })
    .default(standard)
    .transform((url) => url.replace(/\/+$/, ""));

/** The server's configuration: README.md lists it. `scripts/serve.ts` sets what is derived (DATABASE_URL of the embedded database). */
const environmentSchema = z.object({
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
  ASKBOOK_SAMPLE_ROWS: z.coerce.number().int().min(1_000).max(10_000_000).default(250_000),
  ASKBOOK_LOG_LEVEL: z.enum(["debug", "info", "warn", "error", "silent"]).default("info"),
});

export type Environment = z.infer<typeof environmentSchema>;

let cached: Environment | undefined;

export function env(): Environment {
  if (cached !== undefined) return cached;
  const parsed = environmentSchema.safeParse(process.env);
  if (!parsed.success)
    throw new AskbookError("internal", { message: `Configuration is not valid: ${z.prettifyError(parsed.error)}` });
  cached = parsed.data;
  return cached;
}
