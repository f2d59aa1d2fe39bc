import {
  bigserial,
  boolean,
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
import type { Cell, ResultColumn } from "#lib/worksheet/result";
import type { Document, View } from "#lib/worksheet/worksheet";
import { organization } from "./organization.ts";
import { user } from "./user.ts";
import { workbook } from "./workbook.ts";

export const thread = pgTable(
  "thread",
  {
    id: uuid().primaryKey().defaultRandom(),
    organizationId: uuid()
      .notNull()
      .references(() => organization.id, { onDelete: "cascade" }),
    ownerId: uuid()
      .notNull()
      .references(() => user.id, { onDelete: "cascade" }),
    title: text().notNull(),
    createdAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
    updatedAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [index().on(table.ownerId, table.updatedAt)],
);

/** One AI task. Nothing is overwritten: edits and continuations are child runs, a thread is a tree of runs. */
export const run = pgTable(
  "run",
  {
    id: uuid().primaryKey().defaultRandom(),
    organizationId: uuid()
      .notNull()
      .references(() => organization.id, { onDelete: "cascade" }),
    userId: uuid()
      .notNull()
      .references(() => user.id, { onDelete: "cascade" }),
    threadId: uuid().references(() => thread.id, { onDelete: "cascade" }),
    parentRunId: uuid(),
    kind: text({
      enum: [
        "ask",
        "edit",
        "explain-answer",
        "related",
        "explain-chart",
        "write-formula",
        "correct-formula",
        "explain-formula",
      ],
    }).notNull(),
    status: text({ enum: ["running", "done", "stopped", "failed", "interrupted"] })
      .notNull()
      .default("running"),
    instanceId: text().notNull(),
    heartbeatAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
    stopRequestedAt: timestamp({ withTimezone: true }),
    input: jsonb().$type<Record<string, unknown>>().notNull(),
    /** The parts of the finished message (UIMessage parts); null while events are still kept. */
    parts: jsonb().$type<unknown[]>(),
    error: jsonb().$type<{ readonly code: string; readonly message: string }>(),
    /** Provider kind, model id and configuration version that answered. */
    model: jsonb().$type<{
      readonly provider: string;
      readonly model: string;
      readonly configurationVersion: number | null;
    }>(),
    /** Of an explanation: chart, rows, model and locale. Equal keys, equal words. */
    explanationKey: text(),
    createdAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
    endedAt: timestamp({ withTimezone: true }),
  },
  (table) => [
    index().on(table.threadId, table.createdAt),
    index().on(table.organizationId, table.createdAt),
    index().on(table.organizationId, table.explanationKey),
  ],
);

/** A piece of a run's stream (a UI message chunk), until the run ends. */
export const runEvent = pgTable(
  "run_event",
  {
    organizationId: uuid()
      .notNull()
      .references(() => organization.id, { onDelete: "cascade" }),
    runId: uuid()
      .notNull()
      .references(() => run.id, { onDelete: "cascade" }),
    seq: integer().notNull(),
    /** One or several chunks that were coalesced. */
    chunks: jsonb().$type<unknown[]>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.runId, table.seq] })],
);

export const result = pgTable(
  "result",
  {
    id: uuid().primaryKey().defaultRandom(),
    organizationId: uuid()
      .notNull()
      .references(() => organization.id, { onDelete: "cascade" }),
    /** Stored rows are read back only by the one who ran them. */
    userId: uuid()
      .notNull()
      .references(() => user.id, { onDelete: "cascade" }),
    runId: uuid().references(() => run.id, { onDelete: "cascade" }),
    /** The workbook or exploration that it was read from: reading it again takes access to that too. */
    workbookId: uuid().references(() => workbook.id, { onDelete: "cascade" }),
    sourceId: uuid().notNull(),
    document: jsonb().$type<Document>().notNull(),
    view: jsonb().$type<View>().notNull(),
    queryHash: text().notNull(),
    sql: text().notNull(),
    dataVersions: jsonb().$type<Record<string, string | null>>().notNull(),
    asOf: text().notNull(),
    schema: jsonb().$type<ResultColumn[]>().notNull(),
    rowCount: integer().notNull(),
    truncated: boolean().notNull(),
    elapsedMs: integer().notNull(),
    createdAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [index().on(table.organizationId, table.queryHash), index().on(table.runId), index().on(table.workbookId)],
);

/** A stretch of a result's rows by column, cells in wire form. */
export const resultChunk = pgTable(
  "result_chunk",
  {
    organizationId: uuid()
      .notNull()
      .references(() => organization.id, { onDelete: "cascade" }),
    resultId: uuid()
      .notNull()
      .references(() => result.id, { onDelete: "cascade" }),
    offset: integer().notNull(),
    rowCount: integer().notNull(),
    columns: jsonb().$type<Cell[][]>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.resultId, table.offset] })],
);

/** Exactly what was sent to a provider, without credentials (N4). */
export const requestCapture = pgTable(
  "request_capture",
  {
    id: bigserial({ mode: "number" }).primaryKey(),
    organizationId: uuid()
      .notNull()
      .references(() => organization.id, { onDelete: "cascade" }),
    runId: uuid().references(() => run.id, { onDelete: "cascade" }),
    provider: text().notNull(),
    model: text().notNull(),
    url: text().notNull(),
    body: text().notNull(),
    inputTokens: integer(),
    outputTokens: integer(),
    createdAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [index().on(table.runId)],
);

export const feedback = pgTable(
  "feedback",
  {
    organizationId: uuid()
      .notNull()
      .references(() => organization.id, { onDelete: "cascade" }),
    runId: uuid()
      .notNull()
      .references(() => run.id, { onDelete: "cascade" }),
    userId: uuid()
      .notNull()
      .references(() => user.id, { onDelete: "cascade" }),
    helpful: boolean().notNull(),
    note: text().notNull().default(""),
    createdAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.runId, table.userId] })],
);

export const shareLink = pgTable(
  "share_link",
  {
    id: uuid().primaryKey().defaultRandom(),
    organizationId: uuid()
      .notNull()
      .references(() => organization.id, { onDelete: "cascade" }),
    threadId: uuid()
      .notNull()
      .references(() => thread.id, { onDelete: "cascade" }),
    createdBy: uuid()
      .notNull()
      .references(() => user.id, { onDelete: "cascade" }),
    createdAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [unique().on(table.threadId)],
);
