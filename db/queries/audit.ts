import "server-only";
import { and, desc, eq, lt } from "drizzle-orm";
import { db } from "#db/client";
import { auditEntry } from "#db/schema/audit-entry";
import { requirePermission, type Viewer } from "#lib/permissions";

export type NewAuditEntry = Pick<typeof auditEntry.$inferInsert, "action" | "target" | "before" | "after" | "outcome">;

export type AuditEntry = Omit<typeof auditEntry.$inferSelect, "organizationId">;

/** Anybody's actions are written down; the entry names the viewer, whatever else is passed. */
export async function createAuditEntry(viewer: Viewer, entry: NewAuditEntry): Promise<void> {
  await db()
    .insert(auditEntry)
    .values({
      ...entry,
      organizationId: viewer.organizationId,
      userId: viewer.kind === "person" ? viewer.userId : null,
      userEmail: viewer.kind === "person" ? viewer.email : null,
    });
}

/** Newest first; `before` is the id of the last entry of the page before. */
export async function findAuditEntries(
  viewer: Viewer,
  page: { readonly before?: number; readonly limit?: number } = {},
): Promise<AuditEntry[]> {
  requirePermission(viewer, "administer");
  return db()
    .select(entryColumns)
    .from(auditEntry)
    .where(
      and(
        eq(auditEntry.organizationId, viewer.organizationId),
        page.before === undefined ? undefined : lt(auditEntry.id, page.before),
      ),
    )
    .orderBy(desc(auditEntry.id))
    .limit(Math.min(page.limit ?? 100, 1000));
}

const entryColumns = {
  id: auditEntry.id,
  userId: auditEntry.userId,
  userEmail: auditEntry.userEmail,
  action: auditEntry.action,
  target: auditEntry.target,
  before: auditEntry.before,
  after: auditEntry.after,
  outcome: auditEntry.outcome,
  createdAt: auditEntry.createdAt,
};
