import { z } from "zod";
import { AskPanel } from "#components/ask/ask-panel";
import { parseId } from "#lib/auth/input";
import { getThreadDetail } from "#lib/runs/thread-detail";
import { orNotFound } from "../../../or-not-found.ts";
import { requirePageViewer } from "../../../workspace-frame.tsx";
import { AskUnavailable } from "../ask-unavailable.tsx";
import { loadAsk } from "../load-ask.ts";

type ThreadPageProps = {
  readonly params: Promise<{ readonly threadId: string }>;
  readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
};

/** `?version=` shows the branch that ends with this run; without it, the newest. */
const querySchema = z.object({ version: z.uuid().optional().catch(undefined) });

export default async function ThreadPage({ params, searchParams }: ThreadPageProps) {
  const viewer = await requirePageViewer();
  const ask = await loadAsk(viewer);
  if (ask === null) return <AskUnavailable />;
  const [{ threadId }, query] = await Promise.all([params, searchParams]);
  const { version } = querySchema.parse(query);
  const thread = await orNotFound(() => getThreadDetail(viewer, parseId(threadId), version));
  return <AskPanel key={thread.id} {...ask} thread={thread} firstQuestion={null} draft="" firstScope={[]} />;
}
