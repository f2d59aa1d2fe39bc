import "server-only";
import { randomUUID } from "node:crypto";
import type { z } from "zod";
import { createWorkbook, getWorkbook, removeWorkbook, updateWorkbook } from "#db/queries/workbooks";
import { recordAudit } from "#lib/audit/record";
import type { createWorkbookSchema, updateWorkbookSchema } from "#lib/contract/workbooks";
import { AskbookError } from "#lib/errors";
import type { Person } from "#lib/permissions";
import { emptyWorkbook } from "#lib/workbook/workbook";
import { requireSoundDocument } from "./save-document.ts";

/** An empty workbook, a copy, or what was explored: the exploration goes when the workbook is there. Gives its id. */
export async function makeWorkbook(
  viewer: Person,
  { name, description, document, explorationId }: z.output<typeof createWorkbookSchema>,
): Promise<string> {
  const content = document ?? emptyWorkbook(randomUUID());
  requireSoundDocument(content);
  if (explorationId !== null) await requireExploration(viewer, explorationId);
  const id = await createWorkbook(viewer, { name, description, document: content });
  await recordAudit(viewer, { action: "workbook.create", target: id, after: { name }, outcome: "done" });
  if (explorationId !== null) await removeWorkbook(viewer, explorationId);
  return id;
}

/** Throws `not_found` for another's, and for a workbook, which saving as something else does not remove. */
async function requireExploration(viewer: Person, explorationId: string): Promise<void> {
  const { kind } = await getWorkbook(viewer, explorationId, "draft");
  if (kind !== "exploration") throw new AskbookError("not_found");
}

export async function renameWorkbook(
  viewer: Person,
  workbookId: string,
  changed: z.output<typeof updateWorkbookSchema>,
): Promise<void> {
  const before = await updateWorkbook(viewer, workbookId, changed);
  await recordAudit(viewer, {
    action: "workbook.rename",
    target: workbookId,
    before,
    after: changed,
    outcome: "done",
  });
}

export async function deleteWorkbook(viewer: Person, workbookId: string): Promise<void> {
  const { name, kind } = await removeWorkbook(viewer, workbookId);
  await recordAudit(viewer, { action: `${kind}.delete`, target: workbookId, before: { name }, outcome: "done" });
}
