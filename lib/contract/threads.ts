import { z } from "zod";
import type { RunMessage, RunSummary } from "./runs.ts";
import { storable } from "./storable.ts";

/** `GET /api/threads`: the history, newest first. */
export const threadListItemSchema = z.object({
  id: z.uuid(),
  title: z.string(),
  updatedAt: z.iso.datetime(),
  isRunning: z.boolean(),
});
export type ThreadListItem = z.infer<typeof threadListItemSchema>;

export const renameThreadSchema = z.object({
  title: z.string().overwrite(storable).trim().min(1, "Type a title.").max(200),
});

/** `GET /api/threads/{id}`: one branch of the thread as messages, and all of its runs as a tree. */
export type ThreadDetail = {
  readonly id: string;
  readonly title: string;
  readonly createdAt: string;
  readonly updatedAt: string;
  /**
   * From the first question to `leafRunId`: a user message (id `{runId}-question`) and, unless it is still running, an assistant
   * message (id `{runId}`) for each run.
   */
  readonly messages: RunMessage[];
  readonly leafRunId: string | null;
  /** The branch's run that is still going on: its stream gives its message. */
  readonly activeRunId: string | null;
  readonly runs: readonly RunSummary[];
  /** The viewer's own, by run id. */
  readonly feedback: Readonly<Record<string, { readonly helpful: boolean; readonly note: string }>>;
};
