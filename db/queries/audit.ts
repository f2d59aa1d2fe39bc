import "server-only";
import { and, asc, desc, eq, ilike, isNull, lt, or, type SQL, sql } from "drizzle-orm";
import { db } from "#db/client";
import { auditEntry } from "#db/schema/audit-entry";
import { organization } from "#db/schema/organization";
import type { AuditEntry, AuditFilter } from "#lib/contract/audit";
import { requirePermission, type Viewer } from "#lib/permissions";

export type NewAuditEntry = Pick<typeof auditEntry.$inferInsert, "action" | "target" | "before" | "after" | "outcome">;

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

/** Newest first; days are those of the organization's time zone. `before` is the id of the last entry of the page before. */
export async function findAuditEntries(
  viewer: Viewer,
  { limit = 100, ...filter }: AuditFilter & { readonly limit?: number } = {},
): Promise<AuditEntry[]> {
  requirePermission(viewer, "administer");
  return db()
    .select(entryColumns)
    .from(auditEntry)
    .innerJoin(organization, eq(organization.id, auditEntry.organizationId))
    .where(and(eq(auditEntry.organizationId, viewer.organizationId), fits(filter)))
    .orderBy(desc(auditEntry.id))
    .limit(limit);
}

/** Everybody and everything that the log names: what its filters offer. */
export async function findAuditNames(
  viewer: Viewer,
): Promise<{ readonly people: string[]; readonly actions: string[] }> {
  requirePermission(viewer, "administer");
  const ofOrganization = eq(auditEntry.organizationId, viewer.organizationId);
  const [people, actions] = await Promise.all([
    db()
      .selectDistinct({ name: auditEntry.userEmail })
      .from(auditEntry)
      .where(ofOrganization)
      .orderBy(asc(sql`1`))
      .limit(500),
    db()
      .selectDistinct({ name: auditEntry.action })
      .from(auditEntry)
      .where(ofOrganization)
      .orderBy(asc(sql`1`))
      .limit(500),
  ]);
  return { people: people.map(({ name }) => name ?? "system"), actions: actions.map(({ name }) => name) };
}

function fits({ person, action, outcome, from, to, text, before }: AuditFilter): SQL | undefined {
  const zone = organization.timeZone;
  return and(
    person === undefined
      ? undefined
      : person === "system"
        ? isNull(auditEntry.userEmail)
        : eq(auditEntry.userEmail, person),
    action === undefined ? undefined : eq(auditEntry.action, action),
    outcome === undefined ? undefined : eq(auditEntry.outcome, outcome),
    from === undefined ? undefined : sql`${auditEntry.createdAt} >= (${from}::date::timestamp at time zone ${zone})`,
    to === undefined ? undefined : sql`${auditEntry.createdAt} < ((${to}::date + 1)::timestamp at time zone ${zone})`,
    text === undefined ? undefined : holds(text),
    before === undefined ? undefined : lt(auditEntry.id, before),
  );
}

function holds(text: string): SQL | undefined {
  const pattern = `%${text.replace(/[\\%_]/g, "\\$&")}%`;
  return or(
    ilike(auditEntry.target, pattern),
    ilike(auditEntry.action, pattern),
    ilike(auditEntry.userEmail, pattern),
    ilike(sql`${auditEntry.before}::text`, pattern),
    ilike(sql`${auditEntry.after}::text`, pattern),
  );
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
