import "server-only";
import { findAuditEntries, findAuditNames } from "#db/queries/audit";
import { type AuditEntry, type AuditFilter, type AuditPage, auditFilterSchema } from "#lib/contract/audit";
import type { Viewer } from "#lib/permissions";

const perPage = 50;
const mostExported = 100_000;
const perRead = 2000;

/** A page of the log with what it can be filtered by. */
export async function getAuditPage(viewer: Viewer, filter: AuditFilter): Promise<AuditPage> {
  const [found, names] = await Promise.all([
    findAuditEntries(viewer, { ...filter, limit: perPage + 1 }),
    findAuditNames(viewer),
  ]);
  const entries = found.slice(0, perPage);
  return { entries, olderBefore: found.length > perPage ? (entries.at(-1)?.id ?? null) : null, ...names };
}

/** Everything that fits, newest first: at most a hundred thousand entries. */
export async function findAuditExport(viewer: Viewer, filter: AuditFilter): Promise<AuditEntry[]> {
  const entries: AuditEntry[] = [];
  let before = filter.before;
  while (entries.length < mostExported) {
    const read = await findAuditEntries(viewer, { ...filter, before, limit: perRead });
    entries.push(...read);
    before = read.at(-1)?.id;
    if (read.length < perRead) break;
  }
  return entries;
}

/** From an address: empty fields of a form and what makes no sense count as absent. */
export function readAuditFilter(params: URLSearchParams): AuditFilter {
  const given = [...params].filter(([, value]) => value.trim() !== "");
  return auditFilterSchema.parse(Object.fromEntries(given));
}
