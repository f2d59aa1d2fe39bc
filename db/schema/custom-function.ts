import { sql } from "drizzle-orm";
import { boolean, jsonb, pgTable, text, timestamp, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import type { FormulaType } from "#lib/formula/types";
import { organization } from "./organization.ts";

/** A function of the organization's own, written in the formula language. */
export const customFunction = pgTable(
  "custom_function",
  {
    id: uuid().primaryKey().defaultRandom(),
    organizationId: uuid()
      .notNull()
      .references(() => organization.id, { onDelete: "cascade" }),
    name: text().notNull(),
    description: text().notNull().default(""),
    arguments: jsonb().$type<{ readonly name: string; readonly type: FormulaType }[]>().notNull(),
    formula: text().notNull(),
    /** Not offered by completion; formulas that name it work. */
    isHidden: boolean().notNull().default(false),
    createdAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
    updatedAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [uniqueIndex("custom_function_name").on(table.organizationId, sql`lower(${table.name})`)],
);
