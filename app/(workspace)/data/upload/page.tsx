import { UploadFlow } from "#components/data/upload-flow";
import { Page } from "#components/ui/page";
import { getOrganization } from "#db/queries/organizations";
import { can } from "#lib/permissions";
import { NoAccess } from "../../../no-access.tsx";
import { requirePageViewer } from "../../../workspace-frame.tsx";

export default async function UploadPage() {
  const viewer = await requirePageViewer();
  if (!can(viewer, "build")) return <NoAccess title="Uploading is for builders" />;
  const { locale } = await getOrganization(viewer);
  return (
    <Page title="Upload a file">
      <UploadFlow locale={locale} />
    </Page>
  );
}
