import "server-only";
import { and, desc, eq, gt, isNotNull, or, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { db, type Executor } from "#db/client";
import { user } from "#db/schema/user";
import { workbook, workbookVersion } from "#db/schema/workbook";
import type { WorkbookAccess } from "#lib/contract/workbooks";
import { AskbookError } from "#lib/errors";
import { can, type Person, requirePermission, type Viewer } from "#lib/permissions";
import type { WorkbookDocument } from "#lib/workbook/workbook";
import { accessOf, grantedRank, requireDraftAccess, requireWorkbookAccess } from "./conditions/workbook-access.ts";

type Row = typeof workbook.$inferSelect;

export type WorkbookRow = Omit<Row, "organizationId" | "document"> & { readonly access: WorkbookAccess };
export type WorkbookListRow = Pick<Row, "id" | "name" | "description" | "kind" | "updatedAt"> & {
  readonly access: WorkbookAccess;
  readonly ownerName: string;
  readonly isPublished: boolean;
};

/** What the viewer may open, the last changed first. Whoever may not edit a workbook sees it when it was published. */
export async function findWorkbooks(viewer: Viewer): Promise<WorkbookListRow[]> {
  requirePermission(viewer, "viewWorkbooks");
  const rank = grantedRank(viewer);
  const rows = await db()
    .select({
      id: workbook.id,
      name: workbook.name,
      description: workbook.description,
      kind: workbook.kind,
      updatedAt: workbook.updatedAt,
      ownerName: user.name,
      isPublished: sql<boolean>`${workbook.publishedVersionId} is not null`,
      rank,
    })
    .from(workbook)
    .innerJoin(user, eq(user.id, workbook.ownerId))
    .where(
      and(
        eq(workbook.organizationId, viewer.organizationId),
        gt(rank, 0),
        or(isNotNull(workbook.publishedVersionId), can(viewer, "build") ? gt(rank, 2) : undefined, own(viewer)),
      ),
    )
    .orderBy(desc(workbook.updatedAt))
    .limit(1000);
  return rows.flatMap(({ rank: granted, ...row }) => {
    const access = accessOf(viewer, row.kind, granted);
    return access === null ? [] : [{ ...row, access }];
  });
}

function own(viewer: Viewer) {
  return viewer.kind === "person" ? eq(workbook.ownerId, viewer.userId) : sql`true`;
}

export type WorkbookContent = WorkbookRow & {
  readonly document: WorkbookDocument;
  readonly stage: "draft" | "published";
  readonly publishedAt: Date | null;
  readonly ownerName: string;
  readonly updatedByName: string | null;
};

/** A workbook with its draft, for those who may edit it and the owner of an exploration, or with what was published. Throws `not_found`, `forbidden`. */
export async function getWorkbook(
  viewer: Viewer,
  workbookId: string,
  stage: "draft" | "published",
): Promise<WorkbookContent> {
  const { organizationId: _, ...row } = await requireWorkbookAccess(viewer, workbookId, "view");
  const [names, published] = await Promise.all([findNames(viewer, row), findPublished(viewer, row)]);
  const content = { ...row, ...names, publishedAt: published?.publishedAt ?? null };
  if (row.kind === "exploration") return { ...content, stage: "draft" };
  if (stage === "draft") {
    await requireWorkbookAccess(viewer, workbookId, "edit");
    return { ...content, stage };
  }
  if (published === null) throw notPublished();
  return { ...content, document: published.document, stage };
}

function notPublished(): AskbookError {
  return new AskbookError("not_found", { message: "This workbook is not published yet. Its owner can publish it." });
}

async function findNames(viewer: Viewer, row: Row | Omit<Row, "organizationId">) {
  const changer = alias(user, "changer");
  const [names] = await db()
    .select({ ownerName: user.name, updatedByName: changer.name })
    .from(workbook)
    .innerJoin(user, eq(user.id, workbook.ownerId))
    .leftJoin(changer, eq(changer.id, workbook.updatedBy))
    .where(and(eq(workbook.organizationId, viewer.organizationId), eq(workbook.id, row.id)));
  return { ownerName: names?.ownerName ?? "", updatedByName: names?.updatedByName ?? null };
}

async function findPublished(viewer: Viewer, { publishedVersionId }: Pick<Row, "publishedVersionId">) {
  if (publishedVersionId === null) return null;
  const [version] = await db()
    .select({ document: workbookVersion.document, publishedAt: workbookVersion.publishedAt })
    .from(workbookVersion)
    .where(and(eq(workbookVersion.organizationId, viewer.organizationId), eq(workbookVersion.id, publishedVersionId)));
  return version ?? null;
}

/** Without documents: for tabs that ask whether something changed. */
export async function getWorkbookState(
  viewer: Viewer,
  workbookId: string,
): Promise<{ readonly revision: number; readonly publishedAt: Date | null; readonly updatedByName: string | null }> {
  const row = await requireWorkbookAccess(viewer, workbookId, "view");
  const [{ updatedByName }, published] = await Promise.all([findNames(viewer, row), findPublished(viewer, row)]);
  if (published === null && row.kind === "workbook" && row.access !== "edit") throw notPublished();
  return { revision: row.revision, publishedAt: published?.publishedAt ?? null, updatedByName };
}

export type NewWorkbook = Pick<Row, "name" | "description" | "document">;

/** The viewer owns it. */
export async function createWorkbook(viewer: Person, created: NewWorkbook, executor: Executor = db()): Promise<string> {
  requirePermission(viewer, "build");
  return insertWorkbook(executor, viewer, { ...created, kind: "workbook" });
}

/** An exploration of the viewer's own, which answers to nobody else. Of a workbook there is one: `conflict` when it is there already. */
export async function createExploration(
  viewer: Person,
  created: NewWorkbook & Pick<Row, "baseWorkbookId" | "baseVersionId">,
): Promise<string> {
  requirePermission(viewer, "exploreBasic");
  return insertWorkbook(db(), viewer, { ...created, kind: "exploration" });
}

async function insertWorkbook(
  executor: Executor,
  viewer: Person,
  values: Omit<typeof workbook.$inferInsert, "organizationId" | "ownerId" | "updatedBy">,
): Promise<string> {
  const [row] = await executor
    .insert(workbook)
    .values({ ...values, organizationId: viewer.organizationId, ownerId: viewer.userId, updatedBy: viewer.userId })
    .onConflictDoNothing()
    .returning({ id: workbook.id });
  if (row === undefined) throw new AskbookError("conflict");
  return row.id;
}

/** The viewer's own exploration of a workbook; null: there is none yet. */
export async function findExploration(viewer: Person, baseWorkbookId: string): Promise<string | null> {
  requirePermission(viewer, "exploreBasic");
  const [row] = await db()
    .select({ id: workbook.id })
    .from(workbook)
    .where(
      and(
        eq(workbook.organizationId, viewer.organizationId),
        eq(workbook.ownerId, viewer.userId),
        eq(workbook.baseWorkbookId, baseWorkbookId),
      ),
    );
  return row?.id ?? null;
}

/** Judges a new document against the stored one; what it throws, nothing is written. */
export type JudgeDocument = (stored: WorkbookRow & { readonly document: WorkbookDocument }) => void;

/**
 * Compare-and-set: `revision` is the one that was changed, and another stored one is a `conflict`. Gives the new revision. For those who
 * may edit, and the owner of an exploration.
 */
export async function updateWorkbookDocument(
  viewer: Person,
  workbookId: string,
  { document, revision }: { readonly document: WorkbookDocument; readonly revision: number },
  judge: JudgeDocument,
): Promise<number> {
  return db().transaction(async (transaction) => {
    const stored = await requireDraftAccess(viewer, workbookId, transaction);
    judge(stored);
    const [saved] = await transaction
      .update(workbook)
      .set({ document, revision: revision + 1, updatedAt: new Date(), updatedBy: viewer.userId })
      .where(and(ofId(viewer, workbookId), eq(workbook.revision, revision)))
      .returning({ revision: workbook.revision });
    if (saved !== undefined) return saved.revision;
    throw new AskbookError("conflict", {
      message: "Somebody else saved this workbook in the meantime. Your changes are kept here until they are merged.",
    });
  });
}

/** Gives what it was. */
export async function updateWorkbook(
  viewer: Person,
  workbookId: string,
  changed: { readonly name?: string | undefined; readonly description?: string | undefined },
): Promise<Pick<Row, "name" | "description">> {
  const { name, description } = await requireDraftAccess(viewer, workbookId);
  await db()
    .update(workbook)
    .set({ name: changed.name ?? name, description: changed.description ?? description, updatedAt: new Date() })
    .where(ofId(viewer, workbookId));
  return { name, description };
}

/** With its versions and grants. For its owner. Gives what it was. */
export async function removeWorkbook(viewer: Person, workbookId: string): Promise<Pick<Row, "name" | "kind">> {
  const { name, kind, ownerId } = await requireDraftAccess(viewer, workbookId);
  if (ownerId !== viewer.userId)
    throw new AskbookError("forbidden", { message: "Only its owner can delete this workbook." });
  await db().delete(workbook).where(ofId(viewer, workbookId));
  return { name, kind };
}

/** Puts the explored workbook's published document in place of the changes. */
export async function updateExplorationBase(
  viewer: Person,
  workbookId: string,
  base: { readonly versionId: string; readonly document: WorkbookDocument },
): Promise<number> {
  await requireDraftAccess(viewer, workbookId);
  const [saved] = await db()
    .update(workbook)
    .set({
      document: base.document,
      baseVersionId: base.versionId,
      revision: sql`${workbook.revision} + 1`,
      updatedAt: new Date(),
    })
    .where(and(ofId(viewer, workbookId), eq(workbook.kind, "exploration")))
    .returning({ revision: workbook.revision });
  if (saved === undefined) throw new AskbookError("not_found");
  return saved.revision;
}

function ofId(viewer: Viewer, workbookId: string) {
  return and(eq(workbook.organizationId, viewer.organizationId), eq(workbook.id, workbookId));
}
