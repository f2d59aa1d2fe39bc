import { bigserial, doublePrecision, index, integer, pgTable, text, timestamp, uuid } from "drizzle-orm/pg-core";
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
