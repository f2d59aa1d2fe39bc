import "server-only";
import { z } from "zod";
import type { Cell } from "#lib/worksheet/result";

/** Messages between the server and its engine process: one JSON line each, framed by Node's IPC channel. */

const value = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const columns = z.custom<readonly (readonly Cell[])[]>((input) => Array.isArray(input));

const fileSchema = z.object({
  /** The name under which the file is attached, unique in the organization. */
  catalog: z.string(),
  path: z.string(),
});

export const requestSchema = z.discriminatedUnion("kind", [
  /** One SELECT over attached files, in the locked instance of an organization. Rows come as chunks, each answered by `more`. */
  z.object({
    kind: z.literal("query"),
    id: z.number(),
    organizationId: z.string(),
    files: z.array(fileSchema),
    sql: z.string(),
    params: z.array(value),
    rowLimit: z.number(),
  }),
  /** Statements of ours, one after another, in a database of their own: how files of sources are made. */
  z.object({
    kind: z.literal("script"),
    id: z.number(),
    /** Null: in memory. */
    path: z.string().nullable(),
    statements: z.array(z.object({ sql: z.string(), params: z.array(value) })),
  }),
  z.object({ kind: z.literal("more"), id: z.number() }),
  z.object({ kind: z.literal("cancel"), id: z.number() }),
]);

export const responseSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("chunk"), id: z.number(), rowCount: z.number(), columns }),
  /** A statement of a script has ended; `columns` are its rows, if it gave any. */
  z.object({ kind: z.literal("statement"), id: z.number(), names: z.array(z.string()), columns }),
  z.object({ kind: z.literal("done"), id: z.number(), rowCount: z.number(), truncated: z.boolean() }),
  z.object({
    kind: z.literal("failed"),
    id: z.number(),
    reason: z.enum(["refused", "interrupted", "failed"]),
    message: z.string(),
  }),
]);

export type EngineFile = z.infer<typeof fileSchema>;
export type EngineRequest = z.infer<typeof requestSchema>;
export type EngineResponse = z.infer<typeof responseSchema>;
export type QueryRequest = Extract<EngineRequest, { kind: "query" }>;
export type ScriptRequest = Extract<EngineRequest, { kind: "script" }>;
/** Before it has an id. */
export type EngineTask = Omit<QueryRequest, "id"> | Omit<ScriptRequest, "id">;
