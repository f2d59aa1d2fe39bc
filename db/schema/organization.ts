import { boolean, integer, jsonb, pgTable, text, timestamp, uuid } from "drizzle-orm/pg-core";

export const organization = pgTable("organization", {
  id: uuid().primaryKey().defaultRandom(),
  name: text().notNull(),
  timeZone: text().notNull().default("UTC"),
  locale: text().notNull().default("en-US"),
  weekStart: text({ enum: ["sunday", "monday"] })
    .notNull()
    .default("sunday"),
  currency: text().notNull().default("USD"),
  /** Which models serve: S2. */
  aiHosting: text({ enum: ["built-in", "external", "off"] })
    .notNull()
    .default("built-in"),
  /** Whether an admin ever chose: an organization that did not is served by the provider of the server's environment, when there is one. */
  isAiHostingChosen: boolean().notNull().default(false),
  /** How the provider of the server's environment fares with this organization. */
  environmentProvider: jsonb().$type<EnvironmentProviderState>(),
  /** The ladder of N4: 1 structure, 2 + values, aggregates, facts, 3 + at most 20 rows. */
  sendRung: integer().notNull().default(2),
  /** Whether an explanation may carry a picture of its chart, within the ladder. */
  sendChartPictures: boolean().notNull().default(false),
  aiContext: text().notNull().default(""),
  askSources: text({ enum: ["all", "highlighted"] })
    .notNull()
    .default("all"),
  retentionDays: integer().notNull().default(30),
  limits: jsonb().$type<OrganizationLimits>().notNull().default({}),
  /** What models cost here, by name, in place of their list prices. */
  prices: jsonb().$type<Readonly<Record<string, ModelPrice>>>().notNull().default({}),
  /** A known text, sealed: tells whether this server still has the key that sealed the organization's secrets. */
  encryptionCanary: text(),
  /** Sealed: what AWS roles ask of this organization. One for good, whatever provider is set up, until an admin makes another. */
  awsExternalId: text(),
  createdAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
});

/** Absent = unlimited. */
export type OrganizationLimits = {
  readonly tokensPerDay?: number;
  readonly tokensPerDayPerPerson?: number;
  readonly requestsPerMinute?: number;
  /** Answers in the making at one time, of one person. */
  readonly runsAtOncePerPerson?: number;
};

/** US dollars per million tokens. */
export type ModelPrice = { readonly input: number; readonly output: number };

export type EnvironmentProviderState = {
  /** Of the variables: another configuration begins without a history. */
  readonly fingerprint: string;
  readonly lastVerifiedAt: string | null;
  readonly health: {
    readonly code: string;
    readonly message: string;
    readonly since: string;
    readonly expiresAt: string | null;
  } | null;
};
