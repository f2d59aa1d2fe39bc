import { Notebook } from "lucide-react";
import type { Metadata } from "next";
import { ButtonLink } from "#components/ui/button";
import { EmptyState } from "#components/ui/empty-state";
import { Page } from "#components/ui/page";

export const metadata: Metadata = { title: "Workbooks" };

export default function WorkbooksPage() {
  return (
    <Page title="Workbooks">
      <EmptyState
        title="No workbooks yet"
        icon={<Notebook aria-hidden="true" />}
        actions={<ButtonLink href="/ask">Ask a question</ButtonLink>}
      >
        This version cannot make workbooks yet. What it can do today: answer questions as tables and charts that are
        kept in your history under Ask.
      </EmptyState>
    </Page>
  );
}
