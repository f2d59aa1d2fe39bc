import type { InferUIMessageChunk } from "ai";
import { z } from "zod";
import type { RunMessage } from "./runs.ts";

/** A piece of a run's stream, as `GET /api/runs/{id}/events` sends it and `run_event` keeps it. */
export type RunChunk = InferUIMessageChunk<RunMessage>;
export type RunPart = RunMessage["parts"][number];

function isTyped(value: unknown): boolean {
  return typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";
}

/** Written by this server and read back: the type is what is checked, the rest is what was written. */
export const runChunkSchema = z.custom<RunChunk>(isTyped, "Not a chunk");
export const runPartSchema = z.custom<RunPart>(isTyped, "Not a part");
