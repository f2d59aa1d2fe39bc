import {
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  unique,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import type { WorkbookDocument } from "#lib/workbook/workbook";
import { organization } from "./organization.ts";
import { user } from "./user.ts";

/** A workbook; or an exploration: a document of one person's own, which is never published. */
export const workbook = pgTable(
  "workbook",
  {
    id: uuid().primaryKey().defaultRandom(),
    organizationId: uuid()
      .notNull()
      .references(() => organization.id, { onDelete: "cascade" }),
    kind: text({ enum: ["workbook", "exploration"] }).notNull(),
    name: text().notNull(),
    description: text().notNull().default(""),
    ownerId: uuid()
      .notNull()
      .references(() => user.id, { onDelete: "cascade" }),
    /** The draft. */
    document: jsonb().$type<WorkbookDocument>().notNull(),
    /** Counts saves: a save names the one that it changes. */
    revision: integer().notNull().default(1),
    publishedVersionId: uuid(),
    /** The revision that was published last. */
    publishedRevision: integer(),
    /** Of an exploration: what it looks at, and the version that it began from. */
    baseWorkbookId: uuid(),
    baseVersionId: uuid(),
    createdAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
    updatedAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
    updatedBy: uuid(),
  },
  (table) => [
    index().on(table.organizationId, table.updatedAt),
    // One exploration of a workbook a person; those of answers have no base, and nulls differ.
    uniqueIndex().on(table.ownerId, table.baseWorkbookId),
  ],
);

/** What was published, and when: the newest is what viewers see. */
export const workbookVersion = pgTable(
  "workbook_version",
  {
    id: uuid().primaryKey().defaultRandom(),
    organizationId: uuid()
      .notNull()
      .references(() => organization.id, { onDelete: "cascade" }),
    workbookId: uuid()
      .notNull()
      .references(() => workbook.id, { onDelete: "cascade" }),
    /** 1, 2, 3 … of its workbook. */
    number: integer().notNull(),
    document: jsonb().$type<WorkbookDocument>().notNull(),
    publishedAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
    publishedBy: uuid(),
  },
  (table) => [unique().on(table.workbookId, table.number)],
);

/** Who may open a workbook besides its owner. An exploration has none. */
export const workbookGrant = pgTable(
  "workbook_grant",
  {
    organizationId: uuid()
      .notNull()
      .references(() => organization.id, { onDelete: "cascade" }),
    workbookId: uuid()
      .notNull()
      .references(() => workbook.id, { onDelete: "cascade" }),
    granteeKind: text({ enum: ["user", "account-type", "everyone"] }).notNull(),
    /** The user's or account type's id; the organization's id for everyone. */
    granteeId: uuid().notNull(),
    access: text({ enum: ["view", "explore", "edit"] }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.workbookId, table.granteeKind, table.granteeId] })],
);
