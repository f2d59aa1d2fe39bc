import { sql } from "drizzle-orm";
import { index, pgTable, text, timestamp, unique, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { accountType } from "./account-type.ts";
import { organization } from "./organization.ts";

export const user = pgTable(
  "user",
  {
    id: uuid().primaryKey().defaultRandom(),
    organizationId: uuid()
      .notNull()
      .references(() => organization.id, { onDelete: "cascade" }),
    accountTypeId: uuid()
      .notNull()
      .references(() => accountType.id),
    name: text().notNull(),
    email: text().notNull(),
    /** argon2id; null for people who only come by single sign-on. */
    passwordHash: text(),
    createdAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
    deactivatedAt: timestamp({ withTimezone: true }),
    /** Kept when sessions end; to the hour. Null: never signed in. */
    lastSeenAt: timestamp({ withTimezone: true }),
  },
  (table) => [uniqueIndex("user_email").on(sql`lower(${table.email})`), index().on(table.organizationId)],
);

export const session = pgTable(
  "session",
  {
    id: uuid().primaryKey().defaultRandom(),
    organizationId: uuid()
      .notNull()
      .references(() => organization.id, { onDelete: "cascade" }),
    userId: uuid()
      .notNull()
      .references(() => user.id, { onDelete: "cascade" }),
    /** SHA-256 of the cookie's token, hex. */
    tokenHash: text().notNull().unique(),
    userAgent: text().notNull().default(""),
    createdAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
    /** When the password was last entered. */
    signedInAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
    lastSeenAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
    expiresAt: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [index().on(table.userId)],
);

/** A person as a provider of single sign-on knows them: by its issuer and its subject, never by an e-mail address, which may change there. */
export const userIdentity = pgTable(
  "user_identity",
  {
    id: uuid().primaryKey().defaultRandom(),
    organizationId: uuid()
      .notNull()
      .references(() => organization.id, { onDelete: "cascade" }),
    userId: uuid()
      .notNull()
      .references(() => user.id, { onDelete: "cascade" }),
    issuer: text().notNull(),
    subject: text().notNull(),
    createdAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [unique().on(table.issuer, table.subject), unique().on(table.userId, table.issuer)],
);

/** An invitation or a password reset: a link that works once. */
export const invitation = pgTable(
  "invitation",
  {
    id: uuid().primaryKey().defaultRandom(),
    organizationId: uuid()
      .notNull()
      .references(() => organization.id, { onDelete: "cascade" }),
    kind: text({ enum: ["invitation", "password-reset"] }).notNull(),
    email: text().notNull(),
    accountTypeId: uuid().references(() => accountType.id, { onDelete: "cascade" }),
    userId: uuid().references(() => user.id, { onDelete: "cascade" }),
    tokenHash: text().notNull().unique(),
    createdBy: uuid().references(() => user.id, { onDelete: "set null" }),
    createdAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
    expiresAt: timestamp({ withTimezone: true }).notNull(),
    usedAt: timestamp({ withTimezone: true }),
  },
  (table) => [index().on(table.organizationId, table.kind)],
);
