import "server-only";
import { and, asc, eq } from "drizzle-orm";
import { db } from "#db/client";
import { requestCapture, run } from "#db/schema/run";
import type { RunKind } from "#lib/contract/runs";
import { AskbookError } from "#lib/errors";
import { can, requirePermission, type Viewer } from "#lib/permissions";
import { permissionOfKind } from "./conditions/run-access.ts";

export type RequestCapture = Omit<typeof requestCapture.$inferSelect, "organizationId">;
export type NewRequestCapture = Pick<RequestCapture, "runId" | "provider" | "model" | "url" | "body">;

/** Returns the capture's id, for the tokens that are known later. */
export async function createCapture(viewer: Viewer, capture: NewRequestCapture): Promise<number> {
  if (capture.runId !== null) await requireRun(viewer, capture.runId);
  const [row] = await db()
    .insert(requestCapture)
    .values({ ...capture, organizationId: viewer.organizationId })
    .returning({ id: requestCapture.id });
  if (row === undefined) throw new AskbookError("internal");
  return row.id;
}

export async function updateCaptureTokens(
  viewer: Viewer,
  id: number,
  tokens: { readonly inputTokens: number; readonly outputTokens: number },
): Promise<void> {
  requirePermission(viewer, "administer");
  await db()
    .update(requestCapture)
    .set(tokens)
    .where(and(eq(requestCapture.organizationId, viewer.organizationId), eq(requestCapture.id, id)));
}

/** Exactly what was sent for a run, in order: for the one who asked, while they may still ask such, and for admins. */
export async function findCaptures(viewer: Viewer, runId: string): Promise<RequestCapture[]> {
  const kind = await requireRun(viewer, runId);
  if (!can(viewer, "administer")) requirePermission(viewer, permissionOfKind[kind]);
  return db()
    .select({
      id: requestCapture.id,
      runId: requestCapture.runId,
      provider: requestCapture.provider,
      model: requestCapture.model,
      url: requestCapture.url,
      body: requestCapture.body,
      inputTokens: requestCapture.inputTokens,
      outputTokens: requestCapture.outputTokens,
      createdAt: requestCapture.createdAt,
    })
    .from(requestCapture)
    .where(and(eq(requestCapture.organizationId, viewer.organizationId), eq(requestCapture.runId, runId)))
    .orderBy(asc(requestCapture.id));
}

async function requireRun(viewer: Viewer, runId: string): Promise<RunKind> {
  const isOwn = viewer.kind === "person" && !can(viewer, "administer") ? eq(run.userId, viewer.userId) : undefined;
  const [row] = await db()
    .select({ kind: run.kind })
    .from(run)
    .where(and(eq(run.organizationId, viewer.organizationId), eq(run.id, runId), isOwn));
  if (row === undefined) throw new AskbookError("not_found");
  return row.kind;
}
