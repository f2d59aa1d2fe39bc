import type { InferUIMessageChunk } from "ai";
import { z } from "zod";
import type { RunMessage } from "./runs.ts";

/** A piece of a run's stream, as `GET /api/runs/{id}/events` sends it and `run_event` keeps it. */
export type RunChunk = InferUIMessageChunk<RunMessage>;
export type RunPart = RunMessage["parts"][number];

const typed = z.looseObject({ type: z.string() });

/** Written by this server and read back: the type is what is checked, the rest is what was written. */
export const runChunkSchema = z.custom<RunChunk>((value) => typed.safeParse(value).success, "Not a chunk");
export const runPartSchema = z.custom<RunPart>((value) => typed.safeParse(value).success, "Not a part");
