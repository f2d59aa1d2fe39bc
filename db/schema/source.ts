import {
  boolean,
  customType,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import type { Metric, Relationship, Source, SourceColumn } from "#lib/worksheet/worksheet";
import { organization } from "./organization.ts";

/** Little-endian, four bytes a number. */
const float32Array = customType<{ data: Float32Array; driverData: Uint8Array }>({
  dataType: () => "bytea",
  toDriver: (numbers) => Buffer.from(numbers.buffer, numbers.byteOffset, numbers.byteLength),
  fromDriver: (bytes) => new Float32Array(Uint8Array.from(bytes).buffer),
});

/** Where rows come from. `settings` of a PostgreSQL connection: host, port, database, user, tls; its password is sealed. */
export const connection = pgTable(
  "connection",
  {
    id: uuid().primaryKey().defaultRandom(),
    organizationId: uuid()
      .notNull()
      .references(() => organization.id, { onDelete: "cascade" }),
    name: text().notNull(),
    kind: text({ enum: ["duckdb", "postgres"] }).notNull(),
    settings: jsonb().$type<Record<string, string | number | boolean>>().notNull().default({}),
    sealedSecret: text(),
    createdAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [unique().on(table.organizationId, table.name)],
);

/** Columns as in `Source` (lib/worksheet), which `db/queries/sources` builds from a row. */
export const source = pgTable(
  "source",
  {
    id: uuid().primaryKey().defaultRandom(),
    organizationId: uuid()
      .notNull()
      .references(() => organization.id, { onDelete: "cascade" }),
    connectionId: uuid()
      .notNull()
      .references(() => connection.id, { onDelete: "cascade" }),
    name: text().notNull(),
    kind: text({ enum: ["table", "model"] }).notNull(),
    baseSourceId: uuid(),
    physicalTable: jsonb().$type<NonNullable<Source["table"]>>(),
    asOf: text(),
    version: text(),
    description: text().notNull().default(""),
    aiContext: text().notNull().default(""),
    endorsement: text({ enum: ["none", "endorsed", "deprecated"] })
      .notNull()
      .default("none"),
    highlighted: boolean().notNull().default(false),
    rowRule: text(),
    columns: jsonb().$type<SourceColumn[]>().notNull(),
    metrics: jsonb().$type<Metric[]>().notNull().default([]),
    relationships: jsonb().$type<Relationship[]>().notNull().default([]),
    rowCount: integer(),
    byteCount: integer(),
    /** One entry a column, made by the profile job; absent until then. */
    profile: jsonb().$type<SourceProfile>(),
    createdBy: uuid(),
    createdAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
    updatedAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [unique().on(table.organizationId, table.name), index().on(table.connectionId)],
);

export type ColumnProfile = {
  readonly columnId: string;
  readonly count: number;
  readonly nulls: number;
  readonly distinct: number;
  readonly min: string | number | null;
  readonly max: string | number | null;
  readonly topValues: readonly { readonly value: string | number | boolean; readonly count: number }[];
};
export type SourceProfile = {
  readonly version: string | null;
  readonly rowCount: number;
  readonly columns: readonly ColumnProfile[];
};

/**
 * What source search knows of a source by meaning: one vector. Vectors of two models may stand side by side until all of the newer one
 * are made.
 */
export const sourceEmbedding = pgTable(
  "source_embedding",
  {
    organizationId: uuid()
      .notNull()
      .references(() => organization.id, { onDelete: "cascade" }),
    sourceId: uuid()
      .notNull()
      .references(() => source.id, { onDelete: "cascade" }),
    /** Provider, address and name of the model. */
    model: text().notNull(),
    /** SHA-256 of the text that was embedded, hex. */
    textHash: text().notNull(),
    vector: float32Array().notNull(),
    createdAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.sourceId, table.model] }), index().on(table.organizationId, table.model)],
);

/** Who may use a source: a person, an account type, or everyone in the organization. */
export const sourceGrant = pgTable(
  "source_grant",
  {
    organizationId: uuid()
      .notNull()
      .references(() => organization.id, { onDelete: "cascade" }),
    sourceId: uuid()
      .notNull()
      .references(() => source.id, { onDelete: "cascade" }),
    granteeKind: text({ enum: ["user", "account-type", "everyone"] }).notNull(),
    /** The user's or account type's id; the organization's id for everyone. */
    granteeId: uuid().notNull(),
    access: text({ enum: ["use", "manage"] }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.sourceId, table.granteeKind, table.granteeId] })],
);
