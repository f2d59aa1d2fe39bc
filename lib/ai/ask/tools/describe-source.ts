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
  const described = await describeSource(viewer, source, sources, { organization, question, telling: allowance });
  const customFunctions = describeCustomFunctions(session);
  return customFunctions.length === 0 ? described : { ...described, customFunctions };
}

/** As the instructions list the functions that come with Askbook. */
function describeCustomFunctions({ customFunctions }: AskSession) {
  return customFunctions
    .filter(({ isHidden }) => isHidden !== true)
    .map(({ name, description, arguments: operands }) => ({
      signature: `${name}(${operands.map((operand) => operand.name).join(", ")})`,
      description,
    }));
}
