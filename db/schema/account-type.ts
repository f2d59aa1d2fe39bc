import { pgTable, primaryKey, text, unique, uuid } from "drizzle-orm/pg-core";
import { organization } from "./organization.ts";

export const accountType = pgTable(
  "account_type",
  {
    id: uuid().primaryKey().defaultRandom(),
    organizationId: uuid()
      .notNull()
      .references(() => organization.id, { onDelete: "cascade" }),
    /** One of the five that every organization has, or null for a custom one. */
    defaultKey: text({ enum: ["view", "act", "analyze", "build", "admin"] }),
    name: text().notNull(),
    description: text().notNull().default(""),
  },
  (table) => [unique().on(table.organizationId, table.name)],
);

export const accountTypePermission = pgTable(
  "account_type_permission",
  {
    organizationId: uuid()
      .notNull()
      .references(() => organization.id, { onDelete: "cascade" }),
    accountTypeId: uuid()
      .notNull()
      .references(() => accountType.id, { onDelete: "cascade" }),
    permission: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.accountTypeId, table.permission] })],
);
