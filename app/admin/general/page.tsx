import { GeneralView } from "#components/admin/general/general-view";
import { getGeneral } from "#lib/organization/general";
import { findGeneralChoices } from "#lib/organization/general-choices";
import { can } from "#lib/permissions";
import { NoAccess } from "../../no-access.tsx";
import { requirePageViewer } from "../../workspace-frame.tsx";
import { saveGeneralAction } from "./actions.ts";

export default async function GeneralPage() {
  const viewer = await requirePageViewer();
  if (!can(viewer, "administer")) return <NoAccess title="Administration is for admins" />;
  const general = await getGeneral(viewer);
  return (
    <GeneralView
      general={general}
      choices={findGeneralChoices(general)}
      now={new Date().toISOString()}
      save={saveGeneralAction}
      email={viewer.email}
    />
  );
}
