import { integer, jsonb, pgTable, text, timestamp, uuid } from "drizzle-orm/pg-core";
import type { ReportedRateLimits } from "#lib/contract/ai-settings";
import { organization } from "./organization.ts";
import { user } from "./user.ts";

/** The external AI provider of an organization: at most one. */
export const providerConfiguration = pgTable("provider_configuration", {
  id: uuid().primaryKey().defaultRandom(),
  organizationId: uuid()
    .notNull()
    .unique()
    .references(() => organization.id, { onDelete: "cascade" }),
  kind: text({ enum: ["openai", "azure-openai", "gemini", "bedrock", "openai-compatible"] }).notNull(),
  /** Fields without secrets, by the kind's own schema. */
  settings: jsonb().$type<Record<string, unknown>>().notNull(),
  /** Field name to sealed value (`v1:…`). */
  sealedSecrets: jsonb().$type<Record<string, string>>().notNull().default({}),
  /** Grows with every save: registries are cached by it. */
  version: integer().notNull().default(1),
  savedBy: uuid().references(() => user.id, { onDelete: "set null" }),
  savedAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
  /** Null: saved, and not in use until a test has passed. */
  lastVerifiedAt: timestamp({ withTimezone: true }),
  /** Since when and why it fails; null when healthy. */
  health: jsonb().$type<{
    readonly code: string;
    readonly message: string;
    readonly since: string;
    readonly expiresAt: string | null;
  }>(),
  /** What the provider's answers last said of its own limits; null: it says nothing. */
  rateLimits: jsonb().$type<ReportedRateLimits>(),
});
