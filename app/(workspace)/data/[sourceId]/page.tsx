import { Suspense } from "react";
import { AskSource } from "#components/data/ask-source";
import { ColumnList } from "#components/data/column-list";
import { MetricList } from "#components/data/metric-list";
import { SourceAiForm } from "#components/data/source-ai-form";
import { SourceFacts } from "#components/data/source-facts";
import { EndorsementBadge } from "#components/data/source-list";
import { SuggestionLinks, SuggestionLinksSkeleton } from "#components/data/suggestion-links";
import { AiNotice } from "#components/ui/ai-notice";
import { Page, Section } from "#components/ui/page";
import { getOrganization } from "#db/queries/organizations";
import { findSourceAi } from "#db/queries/source-ai";
import { getSource, getSourceProfile, getSourceScope } from "#db/queries/sources";
import { isAiAvailable } from "#lib/ai/providers/registry";
import { suggestQuestions } from "#lib/ai/search/suggest-questions";
import { parseId } from "#lib/auth/input";
import { can, canUseSources, type Person } from "#lib/permissions";
import type { Source } from "#lib/worksheet/worksheet";
import { NoAccess } from "../../../no-access.tsx";
import { orNotFound } from "../../../or-not-found.ts";
import { requirePageViewer } from "../../../workspace-frame.tsx";
import { saveSourceAiAction } from "./actions.ts";

type SourcePageProps = { readonly params: Promise<{ readonly sourceId: string }> };

export default async function SourcePage({ params }: SourcePageProps) {
  const viewer = await requirePageViewer();
  if (!canUseSources(viewer)) return <NoAccess title="You cannot see data" />;
  const { sourceId } = await params;
  const source = await orNotFound(() => getSource(viewer, parseId(sourceId)));
  const [profile, scope, { locale }, canAsk, managed] = await Promise.all([
    getSourceProfile(viewer, source.id),
    getSourceScope(viewer, source.id),
    getOrganization(viewer),
    isAiAvailable(viewer),
    can(viewer, "build") ? findSourceAi(viewer, source.id) : null,
  ]);
  return (
    <Page
      title={source.name}
      description={source.description === "" ? undefined : source.description}
      actions={<EndorsementBadge endorsement={source.endorsement} />}
    >
      {canAsk && can(viewer, "useAsk") && (
        <div className="mb-8 max-w-thread">
          <AskSource source={{ id: source.id, name: source.name }} />
          <AiNotice className="mt-1.5" />
          <Suspense fallback={<SuggestionLinksSkeleton />}>
            <Suggestions viewer={viewer} source={source} />
          </Suspense>
        </div>
      )}
      <SourceFacts source={source} related={scope} rowCount={profile?.rowCount ?? null} locale={locale} />
      <Section title="Columns">
        <ColumnList columns={source.columns} profiles={profile?.columns ?? []} locale={locale} />
      </Section>
      {managed !== null && (
        <Section title="AI" description="What models are told of this source, and what they never get.">
          <SourceAiForm
            sourceId={source.id}
            aiContext={managed.aiContext}
            columns={source.columns.map(({ id, name, neverSend, hidden }) => ({ id, name, neverSend, hidden }))}
            save={saveSourceAiAction}
          />
        </Section>
      )}
      {source.metrics.length > 0 && (
        <Section title="Metrics" description="Definitions that everybody shares. Ask uses them by name.">
          <MetricList metrics={source.metrics} />
        </Section>
      )}
    </Page>
  );
}

const mostSuggestions = 3;

async function Suggestions({ viewer, source }: { readonly viewer: Person; readonly source: Source }) {
  const suggestions = await suggestQuestions(viewer, source.id);
  return <SuggestionLinks suggestions={suggestions.slice(0, mostSuggestions)} />;
}
