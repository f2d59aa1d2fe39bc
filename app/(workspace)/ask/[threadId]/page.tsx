import { AskPanel } from "#components/ask/ask-panel";
import { parseId } from "#lib/auth/input";
import { getThreadDetail } from "#lib/runs/thread-detail";
import { orNotFound } from "../../../or-not-found.ts";
import { requirePageViewer } from "../../../workspace-frame.tsx";
import { AskUnavailable } from "../ask-unavailable.tsx";
import { loadAsk } from "../load-ask.ts";

type ThreadPageProps = { readonly params: Promise<{ readonly threadId: string }> };

export default async function ThreadPage({ params }: ThreadPageProps) {
  const viewer = await requirePageViewer();
  const ask = await loadAsk(viewer);
  if (ask === null) return <AskUnavailable viewer={viewer} />;
  const { threadId } = await params;
  const thread = await orNotFound(() => getThreadDetail(viewer, parseId(threadId)));
  return <AskPanel key={thread.id} {...ask} thread={thread} firstQuestion={null} draft="" firstScope={[]} />;
}
