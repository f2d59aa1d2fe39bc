import "server-only";
import { and, count, eq } from "drizzle-orm";
import { db } from "#db/client";
import { job } from "#db/schema/job";
import type { Viewer } from "#lib/permissions";
import { requireSourceAccess } from "./conditions/source-access.ts";

export type NewJob = { readonly kind: "profile-source"; readonly input: { readonly sourceId: string } };

/** Puts work for the background; `lib/data/jobs` is woken at the end of the transaction. For those who manage the source. */
export async function createJob(viewer: Viewer, created: NewJob): Promise<void> {
  await requireSourceAccess(viewer, created.input.sourceId, "manage");
  await db().transaction(async (transaction) => {
    await transaction.insert(job).values({ ...created, organizationId: viewer.organizationId });
    await transaction.execute(`notify ${jobChannel}`);
  });
}

export const jobChannel = "askbook_job";

/** Work on a source that has not been done yet. */
export async function countSourceJobs(viewer: Viewer, sourceId: string): Promise<number> {
  await requireSourceAccess(viewer, sourceId, "use");
  const [row] = await db()
    .select({ count: count() })
    .from(job)
    .where(and(eq(job.organizationId, viewer.organizationId), eq(job.input, { sourceId })));
  return row?.count ?? 0;
}
