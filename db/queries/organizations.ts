import "server-only";
import { eq } from "drizzle-orm";
import { db } from "#db/client";
import { organization } from "#db/schema/organization";
import { AskbookError } from "#lib/errors";
import { requirePermission, type Viewer } from "#lib/permissions";

export type Organization = Omit<typeof organization.$inferSelect, "createdAt">;
export type OrganizationPatch = Partial<Omit<Organization, "id">>;

/** The viewer's organization with its settings. */
export async function getOrganization(viewer: Viewer): Promise<Organization> {
  const [row] = await db().select().from(organization).where(eq(organization.id, viewer.organizationId));
  if (row === undefined) throw new AskbookError("not_found");
  const { createdAt: _, ...settings } = row;
  return settings;
}

export async function updateOrganization(viewer: Viewer, patch: OrganizationPatch): Promise<Organization> {
  requirePermission(viewer, "administer");
  await db().update(organization).set(patch).where(eq(organization.id, viewer.organizationId));
  return getOrganization(viewer);
}
