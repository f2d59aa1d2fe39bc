import "server-only";
import { type SourceAi, updateSourceAi } from "#db/queries/source-ai";
import { recordAudit } from "#lib/audit/record";
import type { Viewer } from "#lib/permissions";

/** What models are told of a source; in force with the next question. For those who manage it. */
export async function changeSourceAi(viewer: Viewer, sourceId: string, next: SourceAi): Promise<void> {
  const before = await updateSourceAi(viewer, sourceId, next);
  await recordAudit(viewer, {
    action: "source-ai.update",
    target: sourceId,
    before: { ...before },
    after: { ...next },
    outcome: "done",
  });
}
