import "server-only";
import { describeSource } from "#lib/ai/search/describe-source";
import { tellSource } from "#lib/ai/search/tell-source";
import type { AskToolInput, AskToolOutput } from "#lib/contract/ask-tools";
import { type AskSession, openSource } from "../session.ts";

/** The columns of a wide source are told by how well they fit the question, to outside models in a line each. */
export async function describeSourceTool(
  session: AskSession,
  { source: name }: AskToolInput<"describe-source">,
  toolCallId: string,
): Promise<AskToolOutput<"describe-source">> {
  const { source, sources } = await openSource(session, name);
  const { viewer, organization, question, allowance } = session;
  const described = await describeSource(viewer, source, sources, { organization, question, telling: allowance });
  const customFunctions = describeCustomFunctions(session);
  const added = customFunctions.length === 0 ? {} : { customFunctions };
  if (allowance.isExternal)
    session.modelOutputs.set(toolCallId, { ...tellSource(described, source, question), ...added });
  return { ...described, ...added };
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
