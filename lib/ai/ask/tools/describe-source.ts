import "server-only";
import { describeSource } from "#lib/ai/search/describe-source";
import type { AskToolInput, AskToolOutput } from "#lib/contract/ask-tools";
import { type AskSession, openSource } from "../session.ts";

/** The columns of a wide source are told by how well they fit the question. */
export async function describeSourceTool(
  session: AskSession,
  { source: name }: AskToolInput<"describe-source">,
): Promise<AskToolOutput<"describe-source">> {
  const { source, sources } = await openSource(session, name);
  const { viewer, organization, question, allowance } = session;
  return describeSource(viewer, source, sources, { organization, question, telling: allowance });
}
