import { index, integer, jsonb, pgTable, primaryKey, text, timestamp, uuid } from "drizzle-orm/pg-core";
import { organization } from "./organization.ts";

/** Background work, taken with FOR UPDATE SKIP LOCKED. */
export const job = pgTable(
  "job",
  {
    id: uuid().primaryKey().defaultRandom(),
    organizationId: uuid()
      .notNull()
      .references(() => organization.id, { onDelete: "cascade" }),
    kind: text({ enum: ["profile-source", "index-source", "apply-retention"] }).notNull(),
    input: jsonb().$type<Record<string, string>>().notNull(),
    attempts: integer().notNull().default(0),
    runAfter: timestamp({ withTimezone: true }).notNull().defaultNow(),
    lastError: text(),
    createdAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [index().on(table.runAfter)],
);

/** A counter in a window of time, for rate limits that hold across instances. `key` names the action and who. */
export const rateCounter = pgTable(
  "rate_counter",
  {
    key: text().notNull(),
    /** Null before sign-in, where no organization is known. */
    organizationId: uuid().references(() => organization.id, { onDelete: "cascade" }),
    windowStart: timestamp({ withTimezone: true }).notNull(),
    count: integer().notNull().default(0),
  },
  (table) => [primaryKey({ columns: [table.key, table.windowStart] })],
);
