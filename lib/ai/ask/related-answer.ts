import "server-only";
import { getOrganization } from "#db/queries/organizations";
import { createProvingWriter } from "#lib/ai/answer/prove-numbers";
import type { StartRun } from "#lib/contract/runs";
import type { Person } from "#lib/permissions";
import type { RunWork } from "#lib/runs/perform-run";
import { findSource } from "./edit-answer.ts";
import { noAnswer } from "./former-answer.ts";
import { openSession } from "./open-session.ts";
import { recompute } from "./recompute.ts";
import { numberScope } from "./session.ts";
import { writeResult } from "./write-result.ts";

/** The work of a related chart: its worksheet is run and told by rule, with proved numbers, and no model takes part. */
export function answerRelated(viewer: Person, input: Extract<StartRun, { kind: "related" }>): RunWork {
  return async (context) => {
    const organization = await getOrganization(viewer);
    const source = await findSource(viewer, organization, input.sourceId);
    const start = { organization, models: null, sources: [source], question: input.question };
    const session = await openSession(viewer, context, start);
    const worksheet = { ...input.worksheet, source: source.name };
    const { result } = await recompute(session, noAnswer, { worksheet, mark: input.mark });
    const writer = createProvingWriter(() => numberScope(session), context.write);
    writer.write({ type: "start-step" });
    writer.write({ type: "text-start", id: "plain" });
    writer.write({ type: "text-delta", id: "plain", delta: writeResult(result) });
    writer.write({ type: "text-end", id: "plain" });
    context.write({ type: "data-verification", id: "verification", data: writer.verification() });
  };
}
