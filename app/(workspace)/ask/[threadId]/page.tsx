import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { AskPanel } from "#components/ask/ask-panel";
import { parseId } from "#lib/auth/input";
import type { ThreadDetail } from "#lib/contract/threads";
import { AskbookError } from "#lib/errors";
import type { Person } from "#lib/permissions";
import { getThreadDetail } from "#lib/runs/thread-detail";
import { requirePageViewer } from "../../../workspace-frame.tsx";
import { AskUnavailable } from "../ask-unavailable.tsx";
import { loadAsk } from "../load-ask.ts";

export const metadata: Metadata = { title: "Ask" };

type ThreadPageProps = { readonly params: Promise<{ readonly threadId: string }> };

export default async function ThreadPage({ params }: ThreadPageProps) {
  const viewer = await requirePageViewer();
  const ask = await loadAsk(viewer);
  if (ask === null) return <AskUnavailable viewer={viewer} />;
  const thread = await findThread(viewer, (await params).threadId);
  return <AskPanel key={thread.id} {...ask} thread={thread} firstQuestion={null} firstScope={[]} />;
}

async function findThread(viewer: Person, threadId: string): Promise<ThreadDetail> {
  try {
    return await getThreadDetail(viewer, parseId(threadId));
  } catch (error) {
    if (error instanceof AskbookError && (error.code === "not_found" || error.code === "invalid_input")) notFound();
    throw error;
  }
}
