import { RequestError, request } from "#components/ui/request";
import { savedDocumentSchema, type WorkbookDetail, workbookDetailSchema } from "#lib/contract/workbooks";
import { isSame } from "#lib/workbook/change";
import { type MergeConflict, mergeDocuments } from "#lib/workbook/merge";
import type { WorkbookDocument } from "#lib/workbook/workbook";

/** A document as the server has it. */
export type Saved = { readonly document: WorkbookDocument; readonly revision: number };

export type Theirs = Saved & { readonly byName: string | null };

/** How the server is reached. `put` throws RequestError `conflict` when another save came first. */
export type WorkbookWire = {
  readonly put: (document: WorkbookDocument, revision: number) => Promise<number>;
  readonly get: () => Promise<Theirs>;
};

export type SaveOutcome =
  | { readonly kind: "saved"; readonly base: Saved }
  /** `theirs` was put together with what was to be saved, and `base` is what came of it. */
  | { readonly kind: "merged"; readonly base: Saved; readonly theirs: Theirs }
  /** Both changed the same: nothing was saved. */
  | { readonly kind: "conflict"; readonly theirs: Theirs; readonly conflicts: readonly MergeConflict[] };

const mostRounds = 4;

/** Saves without losing what others saved meanwhile. Throws RequestError when the server refuses or cannot be reached. */
export async function saveDocument(wire: WorkbookWire, base: Saved, mine: WorkbookDocument): Promise<SaveOutcome> {
  let wanted = mine;
  let revision = base.revision;
  let theirs: Theirs | null = null;
  for (let round = 1; ; round += 1) {
    try {
      const saved = { document: wanted, revision: await wire.put(wanted, revision) };
      return theirs === null ? { kind: "saved", base: saved } : { kind: "merged", base: saved, theirs };
    } catch (error) {
      if (!isConflict(error) || round === mostRounds) throw error;
    }
    theirs = await wire.get();
    const merged = mergeDocuments(base.document, mine, theirs.document);
    if (merged.conflicts.length > 0) return { kind: "conflict", theirs, conflicts: merged.conflicts };
    if (isSame(merged.document, theirs.document)) return { kind: "merged", base: theirs, theirs };
    wanted = merged.document;
    revision = theirs.revision;
  }
}

function isConflict(error: unknown): boolean {
  return error instanceof RequestError && error.code === "conflict";
}

export function createWire(workbookId: string): WorkbookWire {
  const path = `/api/workbooks/${workbookId}`;
  return {
    put: async (document, revision) => {
      const body = { document, revision };
      return (await request(`${path}/document`, savedDocumentSchema, { method: "PUT", body })).revision;
    },
    get: async () => readDraft(await request(`${path}?stage=draft`, workbookDetailSchema)),
  };
}

function readDraft({ document, revision, updatedByName }: WorkbookDetail): Theirs {
  return { document, revision, byName: updatedByName };
}
