import "server-only";
import { and, desc, eq, max } from "drizzle-orm";
import { db } from "#db/client";
import { user } from "#db/schema/user";
import { workbook, workbookVersion } from "#db/schema/workbook";
import { AskbookError } from "#lib/errors";
import type { Person } from "#lib/permissions";
import type { WorkbookDocument } from "#lib/workbook/workbook";
import { requireWorkbookAccess } from "./conditions/workbook-access.ts";

export type VersionRow = {
  readonly id: string;
  readonly number: number;
  readonly publishedAt: Date;
  readonly publishedByName: string | null;
};

/** What was published, newest first. For those who may edit. */
export async function findWorkbookVersions(viewer: Person, workbookId: string): Promise<VersionRow[]> {
  await requireWorkbookAccess(viewer, workbookId, "edit");
  return db()
    .select({
      id: workbookVersion.id,
      number: workbookVersion.number,
      publishedAt: workbookVersion.publishedAt,
      publishedByName: user.name,
    })
    .from(workbookVersion)
    .leftJoin(user, eq(user.id, workbookVersion.publishedBy))
    .where(ofWorkbook(viewer, workbookId))
    .orderBy(desc(workbookVersion.number))
    .limit(500);
}

/** Throws `not_found` for a version of another workbook. */
export async function getWorkbookVersion(
  viewer: Person,
  workbookId: string,
  versionId: string,
): Promise<WorkbookDocument> {
  await requireWorkbookAccess(viewer, workbookId, "edit");
  const [version] = await db()
    .select({ document: workbookVersion.document })
    .from(workbookVersion)
    .where(and(ofWorkbook(viewer, workbookId), eq(workbookVersion.id, versionId)));
  if (version === undefined) throw new AskbookError("not_found");
  return version.document;
}

/** The draft as it was at `revision` becomes what viewers see; `conflict` when it was saved again since. Gives the version's number. */
export async function createWorkbookVersion(viewer: Person, workbookId: string, revision: number): Promise<number> {
  const { organizationId, userId } = viewer;
  return db().transaction(async (transaction) => {
    await requireWorkbookAccess(viewer, workbookId, "edit", transaction);
    const [draft] = await transaction
      .select({ document: workbook.document, revision: workbook.revision })
      .from(workbook)
      .where(and(eq(workbook.organizationId, organizationId), eq(workbook.id, workbookId)))
      .for("update");
    if (draft === undefined) throw new AskbookError("not_found");
    if (draft.revision !== revision)
      throw new AskbookError("conflict", {
        message: "Somebody else saved this workbook in the meantime. Look at it and publish again.",
      });
    const [last] = await transaction
      .select({ number: max(workbookVersion.number) })
      .from(workbookVersion)
      .where(ofWorkbook(viewer, workbookId));
    const number = (last?.number ?? 0) + 1;
    const [version] = await transaction
      .insert(workbookVersion)
      .values({ organizationId, workbookId, number, document: draft.document, publishedBy: userId })
      .returning({ id: workbookVersion.id });
    await transaction
      .update(workbook)
      .set({ publishedVersionId: version?.id ?? null, publishedRevision: revision })
      .where(and(eq(workbook.organizationId, organizationId), eq(workbook.id, workbookId)));
    return number;
  });
}

function ofWorkbook(viewer: Person, workbookId: string) {
  return and(eq(workbookVersion.organizationId, viewer.organizationId), eq(workbookVersion.workbookId, workbookId));
}
