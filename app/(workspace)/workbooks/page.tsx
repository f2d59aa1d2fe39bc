import { Page } from "#components/ui/page";
import { NewWorkbook, WorkbookList } from "#components/workbook/list/workbook-list";
import { getOrganization } from "#db/queries/organizations";
import { can } from "#lib/permissions";
import { listWorkbooks } from "#lib/workbook-store/read-workbook";
import { NoAccess } from "../../no-access.tsx";
import { requirePageViewer } from "../../workspace-frame.tsx";

export default async function WorkbooksPage() {
  const viewer = await requirePageViewer();
  if (!can(viewer, "viewWorkbooks")) return <NoAccess title="You cannot see workbooks" />;
  const [workbooks, { locale, timeZone }] = await Promise.all([listWorkbooks(viewer), getOrganization(viewer)]);
  const canBuild = can(viewer, "build");
  return (
    <Page title="Workbooks" {...(canBuild && workbooks.length > 0 ? { actions: <NewWorkbook /> } : {})}>
      <WorkbookList
        workbooks={workbooks}
        canBuild={canBuild}
        canAsk={can(viewer, "useAsk")}
        locale={locale}
        timeZone={timeZone}
      />
    </Page>
  );
}
