import { Database } from "lucide-react";
import { SourceList } from "#components/data/source-list";
import { ButtonLink } from "#components/ui/button";
import { EmptyState } from "#components/ui/empty-state";
import { Page } from "#components/ui/page";
import { getOrganization } from "#db/queries/organizations";
import { findSources } from "#db/queries/sources";
import { can, canUseSources } from "#lib/permissions";
import { NoAccess } from "../../no-access.tsx";
import { requirePageViewer } from "../../workspace-frame.tsx";

export default async function DataPage() {
  const viewer = await requirePageViewer();
  if (!canUseSources(viewer)) return <NoAccess title="You cannot see data" />;
  const [sources, { locale }] = await Promise.all([findSources(viewer), getOrganization(viewer)]);
  const upload = can(viewer, "build") ? (
    <ButtonLink href="/data/upload" variant="primary">
      Upload a file
    </ButtonLink>
  ) : undefined;
  return (
    <Page title="Data" description="What can be asked of, and what is in it." actions={upload}>
      {sources.length > 0 ? (
        <SourceList sources={sources} locale={locale} />
      ) : (
        <EmptyState title="No data yet" icon={<Database aria-hidden="true" />} actions={upload}>
          {upload === undefined
            ? "Nothing has been shared with you. Ask an admin, or somebody who can upload data."
            : "Upload a CSV file to ask questions of it."}
        </EmptyState>
      )}
    </Page>
  );
}
