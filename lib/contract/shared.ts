import { z } from "zod";
import { runPartSchema } from "./run-chunks.ts";

/** What crosses the wire about threads that are shared by link: docs/http-api.md describes it for scripts. */

/** `GET`, `POST` and `DELETE /api/threads/{id}/share`, for the thread's owner. Null: there is no link. */
export const shareSchema = z.object({
  link: z.object({ id: z.uuid(), path: z.string(), createdAt: z.iso.datetime() }).nullable(),
});
export type Share = z.infer<typeof shareSchema>;

/** What a link leads to before anything is run: questions, and who asked them. */
export type SharedThreadSummary = {
  readonly linkId: string;
  readonly title: string;
  readonly ownerName: string;
  readonly isOwn: boolean;
  readonly answers: readonly { readonly runId: string; readonly question: string; readonly askedAt: string }[];
};

/** `GET /api/shared/{linkId}/answers/{runId}`: the answer as it is for the one who asks for it now. */
export const sharedAnswerSchema = z.object({
  /** Results of the viewer's own, and the prose with its numbers proved against them. */
  parts: z.array(runPartSchema),
  /** What may not be seen and what differs, in sentences. */
  notes: z.array(z.string()),
});
export type SharedAnswer = z.infer<typeof sharedAnswerSchema>;
