import "server-only";
import { findCustomFunctions } from "#db/queries/custom-functions";
import { getOrganization, type Organization } from "#db/queries/organizations";
import { getRun } from "#db/queries/runs";
import type { SearchableSource } from "#db/queries/source-search";
import { getSourceScope } from "#db/queries/sources";
import { findOfferedSources } from "#lib/ai/search/offered-sources";
import type { StartRun } from "#lib/contract/runs";
import { AskbookError } from "#lib/errors";
import { type Person, requirePermission } from "#lib/permissions";
import type { RunContext, RunWork } from "#lib/runs/perform-run";
import { createWorksheet } from "#lib/worksheet/create-worksheet";
import { type FormerAnswer, findQuestion, readFormerAnswer } from "./former-answer.ts";
import { openSession } from "./open-session.ts";
import { recompute } from "./recompute.ts";

type EditInput = Extract<StartRun, { kind: "edit" }>;

/** A worksheet that is to be run after an answer: as another version of it, or as the next answer. */
type Wanted = Pick<EditInput, "threadId" | "parentRunId" | "sourceId" | "worksheet">;

/** Throws what is wrong with an edit, before anything is stored: not_found, conflict, formula_invalid with the place in `field`. */
export async function requireSoundEdit(viewer: Person, input: Wanted): Promise<void> {
  requirePermission(viewer, "useAsk");
  await requireEnded(viewer, input);
  const organization = await getOrganization(viewer);
  const { id } = await findSource(viewer, organization, input.sourceId);
  const sources = await getSourceScope(viewer, id);
  const source = sources.get(id);
  if (source === undefined) throw new AskbookError("not_found");
  const { weekStart } = organization;
  const customFunctions = await findCustomFunctions(viewer);
  const document = { worksheets: {}, controls: [] };
  const created = createWorksheet(input.worksheet, source, { sources, document, customFunctions, weekStart });
  if (created.ok) return;
  const [first] = created.diagnostics;
  const messages = new Set(created.diagnostics.slice(0, mostTold).map(({ message }) => message));
  throw new AskbookError("formula_invalid", {
    message: [...messages].join(" "),
    ...(first === undefined ? {} : { field: first.where }),
  });
}

const mostTold = 4;

/** The version that a run is to follow. Throws conflict while it is still being made. */
export async function requireEnded(
  viewer: Person,
  { threadId, parentRunId }: { readonly threadId: string; readonly parentRunId: string },
): Promise<void> {
  const former = await getRun(viewer, parentRunId);
  if (former.threadId !== threadId)
    throw new AskbookError("not_found", { message: "The answer that was changed does not exist in this thread." });
  if (former.status === "running")
    throw new AskbookError("conflict", {
      message: "This answer is still being made. Wait until it is done, or stop it, and then change it.",
    });
}

/** The work of an edit: the changed worksheet is run, and the former prose carried over, marked when the result is another. */
export function editAnswer(viewer: Person, input: EditInput): RunWork {
  return async (context) => {
    const organization = await getOrganization(viewer);
    const source = await findSource(viewer, organization, input.sourceId);
    const former = readFormerAnswer(await getRun(viewer, input.parentRunId));
    const question = await findQuestion(viewer, input.parentRunId);
    const start = { organization, models: null, sources: [source], question };
    const session = await openSession(viewer, context, start);
    const { isSame, note } = await recompute(session, former, {
      worksheet: { ...input.worksheet, source: source.name },
      mark: input.mark,
    });
    const holds = isSame && former.prose?.isStale !== true;
    const prose = former.prose === null ? "none" : holds ? "kept" : "stale";
    const edited = { change: input.change, prose, isTable: input.mark === "table", note } as const;
    context.write({ type: "data-edited", id: "edited", data: edited });
    carryProse(context, former, holds);
  };
}

export async function findSource(
  viewer: Person,
  organization: Organization,
  sourceId: string,
): Promise<SearchableSource> {
  const source = (await findOfferedSources(viewer, organization)).find(({ id }) => id === sourceId);
  if (source !== undefined) return source;
  throw new AskbookError("not_found", {
    message:
      "This source was deleted, or Ask may no longer use it for you. Choose another source, or ask an admin for access.",
    field: "source",
  });
}

function carryProse(context: RunContext, { prose }: FormerAnswer, holds: boolean): void {
  if (prose === null) return;
  context.write({ type: "start-step" });
  for (const number of prose.numbers) context.write({ type: "data-number", id: number.id, data: number });
  context.write({ type: "text-start", id: "carried" });
  context.write({ type: "text-delta", id: "carried", delta: prose.text });
  context.write({ type: "text-end", id: "carried" });
  if (holds && prose.verification !== null)
    context.write({ type: "data-verification", id: "verification", data: prose.verification });
}
