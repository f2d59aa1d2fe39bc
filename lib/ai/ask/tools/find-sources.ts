import "server-only";
import { cleanText } from "#lib/ai/answer/clean";
import type { AskToolInput, AskToolOutput } from "#lib/contract/ask-tools";
import type { AskSession } from "../session.ts";

const mostSources = 6;

/** Permission and the person's choice come first: the session holds no other sources. */
export async function findSourcesTool(
  session: AskSession,
  { query }: AskToolInput<"find-sources">,
): Promise<AskToolOutput<"find-sources">> {
  const asked = query.trim() === session.question.trim() ? query : `${session.question} ${query}`;
  const ranked = await session.search(asked, mostSources);
  return {
    sources: ranked.map(({ source, reason }) => ({
      sourceId: source.id,
      name: source.name,
      description: cleanText(source.description),
      reason: cleanText(reason),
      endorsed: source.endorsement === "endorsed",
    })),
  };
}
