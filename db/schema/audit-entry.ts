import { bigserial, index, jsonb, pgTable, text, timestamp, uuid } from "drizzle-orm/pg-core";
import { organization } from "./organization.ts";

/** Who did what when. Insert-only: a trigger in the migrations refuses updates, and deletions but of a whole organization. */
export const auditEntry = pgTable(
  "audit_entry",
  {
    id: bigserial({ mode: "number" }).primaryKey(),
    organizationId: uuid()
      .notNull()
      .references(() => organization.id, { onDelete: "cascade" }),
    /** Null: the system. Kept as text so that entries outlive people. */
    userId: uuid(),
    userEmail: text(),
    action: text().notNull(),
    target: text().notNull().default(""),
    before: jsonb().$type<Record<string, unknown>>(),
    after: jsonb().$type<Record<string, unknown>>(),
    outcome: text({ enum: ["done", "refused", "failed"] }).notNull(),
    createdAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [index().on(table.organizationId, table.createdAt)],
);
