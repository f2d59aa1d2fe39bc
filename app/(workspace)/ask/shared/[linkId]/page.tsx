import { SharedThread } from "#components/ask/shared-thread";
import { getOrganization } from "#db/queries/organizations";
import { getSharedSummary } from "#lib/ai/ask/shared-answer";
import { parseId } from "#lib/auth/input";
import { can } from "#lib/permissions";
import { orNotFound } from "../../../../or-not-found.ts";
import { requirePageViewer } from "../../../../workspace-frame.tsx";
import { AskUnavailable } from "../../ask-unavailable.tsx";

type SharedPageProps = { readonly params: Promise<{ readonly linkId: string }> };

/** Needs no model: what is shared is run again from its worksheets. */
export default async function SharedPage({ params }: SharedPageProps) {
  const viewer = await requirePageViewer();
  if (!can(viewer, "useAsk")) return <AskUnavailable />;
  const { linkId } = await params;
  const [thread, { locale, currency }] = await Promise.all([
    orNotFound(() => getSharedSummary(viewer, parseId(linkId))),
    getOrganization(viewer),
  ]);
  return <SharedThread thread={thread} locale={locale} currency={currency} />;
}
