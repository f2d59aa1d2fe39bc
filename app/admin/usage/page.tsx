import { UsageView } from "#components/admin/usage/usage-view";
import { getOrganization } from "#db/queries/organizations";
import { can } from "#lib/permissions";
import { getUsageReport } from "#lib/usage/report";
import { NoAccess } from "../../no-access.tsx";
import { requirePageViewer } from "../../workspace-frame.tsx";
import { changePricesAction } from "./actions.ts";

type UsagePageProps = { readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>> };

export default async function UsagePage({ searchParams }: UsagePageProps) {
  const viewer = await requirePageViewer();
  if (!can(viewer, "administer")) return <NoAccess title="Administration is for admins" />;
  const { from, to, by, before } = onlyOne(await searchParams);
  const [report, { locale, timeZone }] = await Promise.all([
    getUsageReport(viewer, { from, to, by, before }),
    getOrganization(viewer),
  ]);
  return (
    <UsageView
      report={report}
      today={new Intl.DateTimeFormat("en-CA", { timeZone, dateStyle: "short" }).format(new Date())}
      isFirstPage={before === undefined}
      locale={locale}
      email={viewer.email}
      changePrices={changePricesAction}
    />
  );
}

/** A name that stands twice in the address counts as absent. */
function onlyOne(
  params: Readonly<Record<string, string | string[] | undefined>>,
): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(
    Object.entries(params).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
}
