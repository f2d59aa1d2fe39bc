import { Lock } from "lucide-react";
import type { Metadata } from "next";
import { UploadFlow } from "#components/data/upload-flow";
import { EmptyState } from "#components/ui/empty-state";
import { Page } from "#components/ui/page";
import { getOrganization } from "#db/queries/organizations";
import { can } from "#lib/permissions";
import { requirePageViewer } from "../../../workspace-frame.tsx";

export const metadata: Metadata = { title: "Upload a file" };

export default async function UploadPage() {
  const viewer = await requirePageViewer();
  if (!can(viewer, "build"))
    return (
      <EmptyState title="Uploading is for builders" icon={<Lock aria-hidden="true" />}>
        Your account type does not include it. Ask an admin of your organization.
      </EmptyState>
    );
  const { locale } = await getOrganization(viewer);
  return (
    <Page title="Upload a file">
      <UploadFlow locale={locale} />
    </Page>
  );
}
