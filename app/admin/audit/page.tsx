import { AuditView } from "#components/admin/audit/audit-view";
import { getOrganization } from "#db/queries/organizations";
import { getAuditPage, readAuditFilter } from "#lib/audit/report";
import { can } from "#lib/permissions";
import { NoAccess } from "../../no-access.tsx";
import { requirePageViewer } from "../../workspace-frame.tsx";

type AuditPageProps = { readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>> };

export default async function AuditLogPage({ searchParams }: AuditPageProps) {
  const viewer = await requirePageViewer();
  if (!can(viewer, "administer")) return <NoAccess title="Administration is for admins" />;
  const params = Object.entries(await searchParams).flatMap(([name, value]) =>
    typeof value === "string" ? [[name, value]] : [],
  );
  const filter = readAuditFilter(new URLSearchParams(params));
  const [page, { locale, timeZone }] = await Promise.all([getAuditPage(viewer, filter), getOrganization(viewer)]);
  return <AuditView page={page} filter={filter} locale={locale} timeZone={timeZone} />;
}
