import { Notebook } from "lucide-react";
import { ButtonLink } from "#components/ui/button";
import { EmptyState } from "#components/ui/empty-state";
import { Page } from "#components/ui/page";
import { can } from "#lib/permissions";
import { NoAccess } from "../../no-access.tsx";
import { requirePageViewer } from "../../workspace-frame.tsx";

export default async function WorkbooksPage() {
  const viewer = await requirePageViewer();
  if (!can(viewer, "viewWorkbooks")) return <NoAccess title="You cannot see workbooks" />;
  return (
    <Page title="Workbooks">
      <EmptyState
        title="No workbooks yet"
        icon={<Notebook aria-hidden="true" />}
        {...(can(viewer, "useAsk") ? { actions: <ButtonLink href="/ask">Ask a question</ButtonLink> } : {})}
      >
        This version cannot make workbooks yet. What it can do today: answer questions as tables and charts that are
        kept in your history under Ask.
      </EmptyState>
    </Page>
  );
}
