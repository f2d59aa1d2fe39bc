import {
  bigserial,
  doublePrecision,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uuid,
} from "drizzle-orm/pg-core";
import { organization } from "./organization.ts";
import { run } from "./run.ts";
import { user } from "./user.ts";

/** One call to a model: who, for what, and what it took. Never what was said; usage and limits are counted from it. */
export const modelCall = pgTable(
  "model_call",
  {
    id: bigserial({ mode: "number" }).primaryKey(),
    organizationId: uuid()
      .notNull()
      .references(() => organization.id, { onDelete: "cascade" }),
    /** Null: the system, or somebody who was deleted. */
    userId: uuid().references(() => user.id, { onDelete: "set null" }),
    runId: uuid().references(() => run.id, { onDelete: "set null" }),
    /** The run's id, which stays here when the run goes: what was asked is forgotten, that it was asked is counted. */
    questionId: uuid(),
    /** The task: ask, explain-chart, verify, index … */
    feature: text().notNull(),
    kind: text({ enum: ["chat", "embedding"] }).notNull(),
    provider: text().notNull(),
    model: text().notNull(),
    inputTokens: integer().notNull().default(0),
    outputTokens: integer().notNull().default(0),
    /** US dollars; null when the model has no known price. */
    costUsd: doublePrecision(),
    /** Milliseconds from the request to its first content. */
    firstTokenMs: integer(),
    elapsedMs: integer().notNull(),
    /** `done` or the code of the error. */
    outcome: text().notNull(),
    createdAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [index().on(table.organizationId, table.createdAt), index().on(table.runId)],
);

/** That an answer used a source. Outlives both: usage is counted from it, and sources that are used are found first. */
export const sourceUse = pgTable(
  "source_use",
  {
    organizationId: uuid()
      .notNull()
      .references(() => organization.id, { onDelete: "cascade" }),
    /** The id of the run. */
    questionId: uuid().notNull(),
    sourceId: uuid().notNull(),
    userId: uuid().references(() => user.id, { onDelete: "set null" }),
    createdAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.questionId, table.sourceId] }),
    index().on(table.organizationId, table.createdAt, table.sourceId),
  ],
);
