import "server-only";
import { getOrganization, updateOrganization } from "#db/queries/organizations";
import { getIndexWork, requestIndexing, requestIndexingOnce } from "#db/queries/source-embeddings";
import { findAskSources, updateAskSourcesMode, updateHighlighted } from "#db/queries/source-search";
import { getModels } from "#lib/ai/providers/registry";
import { recordAudit } from "#lib/audit/record";
import type { AskSources, AskSourcesMode, SyncInput } from "#lib/contract/ask-sources";
import { AskbookError } from "#lib/errors";
import { requirePermission, type Viewer } from "#lib/permissions";
import { findIndexable, findMissing } from "./index-sources.ts";

/** The sources of the organization with what Ask makes of them, and how far their index is. */
export async function getAskSources(viewer: Viewer): Promise<AskSources> {
  requirePermission(viewer, "administer");
  const [sources, { askSources: mode }, { index, missing }] = await Promise.all([
    findAskSources(viewer),
    getOrganization(viewer),
    readIndex(viewer),
  ]);
  return {
    mode,
    index,
    sources: sources.map(({ kind, ...source }) => ({
      ...source,
      isModel: kind === "model",
      isPending: source.highlighted && missing.has(source.id),
    })),
  };
}

/** Puts the choice in force and has the index brought up to date; also what an earlier attempt failed at. */
export async function syncAskSources(viewer: Viewer, { highlight, unhighlight }: SyncInput): Promise<void> {
  requirePermission(viewer, "administer");
  const highlighted = await updateHighlighted(viewer, highlight, true);
  const notHighlighted = await updateHighlighted(viewer, unhighlight, false);
  await requestIndexing(viewer);
  await recordAudit(viewer, {
    action: "ask-sources.sync",
    after: { highlighted, notHighlighted },
    outcome: "done",
  });
}

export async function changeAskSourcesMode(viewer: Viewer, mode: AskSourcesMode): Promise<void> {
  const { askSources: before } = await getOrganization(viewer);
  await updateAskSourcesMode(viewer, mode);
  // Which sources are embedded follows from it.
  await requestIndexing(viewer);
  await recordAudit(viewer, {
    action: "ask-sources.update",
    before: { mode: before },
    after: { mode },
    outcome: "done",
  });
}

/** What every model is told about the organization's data. */
export async function changeAiContext(viewer: Viewer, aiContext: string): Promise<void> {
  const { aiContext: before } = await getOrganization(viewer);
  await updateOrganization(viewer, { aiContext });
  await recordAudit(viewer, {
    action: "ai-context.update",
    before: { aiContext: before },
    after: { aiContext },
    outcome: "done",
  });
}

type ReadIndex = { readonly index: AskSources["index"]; readonly missing: ReadonlySet<string> };

async function readIndex(viewer: Viewer): Promise<ReadIndex> {
  const model = await findEmbeddingIdentity(viewer);
  if (model.identity === null) return { index: { state: "lexical", reason: model.reason }, missing: new Set() };
  const indexable = await findIndexable(viewer);
  const [missing, work] = await Promise.all([findMissing(viewer, model.identity, indexable), getIndexWork(viewer)]);
  const ids = new Set(missing.map(({ id }) => id));
  const total = indexable.length;
  const done = total - ids.size;
  if (done === total) return { index: { state: "ready", total }, missing: ids };
  if (work === null) await requestIndexingOnce(viewer);
  if (work?.lastError == null) return { index: { state: "running", done, total }, missing: ids };
  const nextAttemptAt = work.nextAttemptAt?.toISOString() ?? null;
  return { index: { state: "failed", done, total, message: work.lastError, nextAttemptAt }, missing: ids };
}

type EmbeddingIdentity =
  | { readonly identity: string }
  | { readonly identity: null; readonly reason: "built-in" | "no-embeddings" | "off" };

async function findEmbeddingIdentity(viewer: Viewer): Promise<EmbeddingIdentity> {
  try {
    const { embeddingIdentity, identity } = await getModels(viewer);
    if (embeddingIdentity !== null) return { identity: embeddingIdentity };
    return { identity: null, reason: identity.provider === "built-in" ? "built-in" : "no-embeddings" };
  } catch (error) {
    if (error instanceof AskbookError && error.code === "ai_not_configured") return { identity: null, reason: "off" };
    throw error;
  }
}
