import "server-only";
import { randomUUID } from "node:crypto";
import type { z } from "zod";
import { getStoredResult } from "#db/queries/results";
import { createExploration, findExploration, getWorkbook, updateExplorationBase } from "#db/queries/workbooks";
import type { createExplorationSchema } from "#lib/contract/workbooks";
import { AskbookError } from "#lib/errors";
import type { Person } from "#lib/permissions";
import { documentFromResults } from "#lib/workbook/from-results";

/** The viewer's private changes to a workbook, the same each time, or an exploration of what answers found. Gives its id. */
export async function openExploration(
  viewer: Person,
  input: z.output<typeof createExplorationSchema>,
): Promise<string> {
  return input.from === "workbook" ? exploreWorkbook(viewer, input.workbookId) : exploreResults(viewer, input);
}

async function exploreWorkbook(viewer: Person, workbookId: string): Promise<string> {
  const base = await getWorkbook(viewer, workbookId, "published");
  if (base.access === "view")
    throw new AskbookError("forbidden", {
      message: "You may look at this workbook but not explore it. Its owner can share it so.",
    });
  const existing = await findExploration(viewer, workbookId);
  if (existing !== null) return existing;
  const { name, description, document, publishedVersionId } = base;
  const created = { name, description, document, baseWorkbookId: workbookId, baseVersionId: publishedVersionId };
  try {
    return await createExploration(viewer, created);
  } catch (error) {
    // Another tab of the same person was quicker.
    const made = isConflict(error) ? await findExploration(viewer, workbookId) : null;
    if (made !== null) return made;
    throw error;
  }
}

function isConflict(error: unknown): boolean {
  return error instanceof AskbookError && error.code === "conflict";
}

async function exploreResults(
  viewer: Person,
  { name, resultIds, charts }: Extract<z.output<typeof createExplorationSchema>, { from: "results" }>,
): Promise<string> {
  const results = await Promise.all(
    resultIds.map(async (id) => {
      const { document, view } = await getStoredResult(viewer, id, "explore");
      return { document, view, chart: charts[id] ?? null };
    }),
  );
  const document = documentFromResults(results, randomUUID);
  return createExploration(viewer, { name, description: "", document, baseWorkbookId: null, baseVersionId: null });
}

/** What is published takes the place of the viewer's changes. Gives the new revision. Throws `not_found` when the workbook is gone. */
export async function resetExploration(viewer: Person, explorationId: string): Promise<number> {
  const { baseWorkbookId } = await getWorkbook(viewer, explorationId, "draft");
  if (baseWorkbookId === null) throw new AskbookError("not_found");
  const { document, publishedVersionId } = await getWorkbook(viewer, baseWorkbookId, "published");
  if (publishedVersionId === null) throw new AskbookError("not_found");
  return updateExplorationBase(viewer, explorationId, { versionId: publishedVersionId, document });
}
