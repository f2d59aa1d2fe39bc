import "server-only";
import { and, eq, inArray, or, type SQL, sql } from "drizzle-orm";
import { db, type Executor } from "#db/client";
import { source, sourceGrant } from "#db/schema/source";
import { AskbookError } from "#lib/errors";
import { canUseSources, permissionLabel, requirePermission, type Viewer } from "#lib/permissions";

/** Two keys for every source: the account type's permission, and a grant. Grants add up; nobody has one by being an admin. */

export type SourceAccess = "use" | "manage";
export type SourceGrant = {
  readonly granteeKind: "user" | "account-type" | "everyone";
  readonly granteeId: string;
  readonly access: SourceAccess;
};

/** Throws `forbidden` for a viewer who may neither ask nor look at anything that is made of sources. */
export function requireSourceUse(viewer: Viewer): void {
  if (canUseSources(viewer)) return;
  throw new AskbookError("forbidden", {
    message: `This needs the permission "${permissionLabel("useAsk")}". Ask an admin to change your account type.`,
  });
}

/** The condition on `source` that holds for the sources of the viewer's organization that the viewer has this access to. */
export function isAccessible(viewer: Viewer, access: SourceAccess): SQL {
  const ofOrganization = eq(source.organizationId, viewer.organizationId);
  if (viewer.kind === "system") return ofOrganization;
  const toViewer = or(
    and(eq(sourceGrant.granteeKind, "user"), eq(sourceGrant.granteeId, viewer.userId)),
    and(eq(sourceGrant.granteeKind, "account-type"), eq(sourceGrant.granteeId, viewer.accountTypeId)),
    and(eq(sourceGrant.granteeKind, "everyone"), eq(sourceGrant.granteeId, viewer.organizationId)),
  );
  const enough: SourceAccess[] = access === "use" ? ["use", "manage"] : ["manage"];
  const granted = db()
    .select({ one: sql`1` })
    .from(sourceGrant)
    .where(
      and(
        eq(sourceGrant.organizationId, viewer.organizationId),
        eq(sourceGrant.sourceId, source.id),
        inArray(sourceGrant.access, enough),
        toViewer,
      ),
    );
  return sql`(${ofOrganization} and exists (${granted}))`;
}

/** Throws `not_found` for a source that the viewer has no such access to. */
export async function requireSourceAccess(viewer: Viewer, sourceId: string, access: SourceAccess): Promise<void> {
  if (access === "manage") requirePermission(viewer, "build");
  else requireSourceUse(viewer);
  const [found] = await db()
    .select({ id: source.id })
    .from(source)
    .where(and(eq(source.id, sourceId), isAccessible(viewer, access)));
  if (found === undefined) throw new AskbookError("not_found");
}

/** For use where access was checked. */
export async function insertGrants(
  executor: Executor,
  viewer: Viewer,
  sourceId: string,
  grants: readonly SourceGrant[],
): Promise<void> {
  if (grants.length === 0) return;
  await executor
    .insert(sourceGrant)
    .values(grants.map((grant) => ({ ...grant, sourceId, organizationId: viewer.organizationId })))
    .onConflictDoUpdate({
      target: [sourceGrant.sourceId, sourceGrant.granteeKind, sourceGrant.granteeId],
      set: { access: sql`excluded.access` },
    });
}
