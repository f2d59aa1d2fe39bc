import { headers } from "next/headers";
import { z } from "zod";
import { AskPanel } from "#components/ask/ask-panel";
import { isFromOwnPage } from "#lib/auth/origin";
import { requirePageViewer } from "../../workspace-frame.tsx";
import { AskUnavailable } from "./ask-unavailable.tsx";
import { loadAsk } from "./load-ask.ts";

type AskPageProps = { readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>> };

/**
 * `?question=` asks at once when a page of ours hands it over, and is only written into the box when a link from elsewhere does: asking
 * costs tokens. `?source=` limits to a source.
 */
const querySchema = z.object({
  question: z.string().trim().min(1).max(4000).optional().catch(undefined),
  source: z.uuid().optional().catch(undefined),
});

export default async function AskPage({ searchParams }: AskPageProps) {
  const viewer = await requirePageViewer();
  const [ask, query] = await Promise.all([loadAsk(viewer), searchParams]);
  if (ask === null) return <AskUnavailable />;
  const { question, source } = querySchema.parse(query);
  const asksAtOnce = isFromOwnPage(await headers());
  return (
    <AskPanel
      {...ask}
      thread={null}
      firstQuestion={asksAtOnce ? (question ?? null) : null}
      draft={asksAtOnce ? "" : (question ?? "")}
      firstScope={ask.sources.flatMap(({ id }) => (id === source ? [id] : []))}
    />
  );
}
