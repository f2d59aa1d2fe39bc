import "server-only";
import { getOrganization } from "#db/queries/organizations";
import { findVectorHashes, removeOtherVectors, saveVectors } from "#db/queries/source-embeddings";
import { findSearchableSources, type SearchableSource } from "#db/queries/source-search";
import { classifyProviderError } from "#lib/ai/providers/classify-error";
import { getModels, type Models } from "#lib/ai/providers/registry";
import { AskbookError } from "#lib/errors";
import type { SystemActor, Viewer } from "#lib/permissions";
import { sourceTextOf } from "./source-text.ts";

const mostPerCall = 96;
const callsAtOnce = 4;

type Embedding = NonNullable<Models["embedding"]>;

/**
 * Brings the index of an organization's sources up to date: one vector for each source that Ask may use and whose text is not what its
 * vector was made of, or was made by another model. Old vectors go when the last of the new ones stands. Repeated, it goes on where it
 * was interrupted. Throws the provider's failure.
 */
export async function indexSources(viewer: SystemActor, signal: AbortSignal): Promise<void> {
  const models = await findModels(viewer);
  if (models === null || models.embedding === null || models.embeddingIdentity === null) return;
  const { embedding, embeddingIdentity } = models;
  const sources = await findIndexable(viewer);
  const missing = await findMissing(viewer, embeddingIdentity, sources);
  const batches = batchesOf(missing, Math.min((await embedding.maxEmbeddingsPerCall) ?? 1, mostPerCall));
  for (let first = 0; first < batches.length; first += callsAtOnce) {
    signal.throwIfAborted();
    const turn = batches.slice(first, first + callsAtOnce);
    await Promise.all(turn.map((batch) => embedBatch(viewer, embedding, embeddingIdentity, batch, signal)));
  }
  await removeOtherVectors(
    viewer,
    embeddingIdentity,
    sources.map(({ id }) => id),
  );
}

/** The sources that Ask may use: nothing is sent of others. */
export async function findIndexable(viewer: Viewer): Promise<SearchableSource[]> {
  const system: SystemActor = { kind: "system", organizationId: viewer.organizationId, purpose: "index sources" };
  const [sources, { askSources }] = await Promise.all([findSearchableSources(system), getOrganization(viewer)]);
  return askSources === "highlighted" ? sources.filter(({ highlighted }) => highlighted) : sources;
}

/** Those without a vector of what they are now. */
export async function findMissing(
  viewer: Viewer,
  model: string,
  sources: readonly SearchableSource[],
): Promise<SearchableSource[]> {
  const hashes = await findVectorHashes(viewer, model);
  return sources.filter((source) => hashes.get(source.id) !== sourceTextOf(source).hash);
}

async function embedBatch(
  viewer: SystemActor,
  embedding: Embedding,
  model: string,
  batch: readonly SearchableSource[],
  abortSignal: AbortSignal,
): Promise<void> {
  const texts = batch.map(sourceTextOf);
  const embeddings = await embed(
    embedding,
    texts.map(({ text }) => text),
    abortSignal,
  );
  const vectors = batch.flatMap(({ id }, index) => {
    const [text, vector] = [texts[index], embeddings[index]];
    if (text === undefined || vector === undefined) return [];
    return [{ sourceId: id, textHash: text.hash, vector: Float32Array.from(vector) }];
  });
  await saveVectors(viewer, model, vectors);
  if (vectors.length < batch.length)
    throw new AskbookError("provider_error", {
      message: "The provider answered with fewer vectors than it was asked for.",
    });
}

async function embed(embedding: Embedding, values: string[], abortSignal: AbortSignal): Promise<readonly number[][]> {
  try {
    return (await embedding.doEmbed({ values, abortSignal })).embeddings;
  } catch (error) {
    abortSignal.throwIfAborted();
    throw classifyProviderError(error);
  }
}

/** Null while AI is off, or its credentials must be entered again: there is nothing to do until that changes. */
async function findModels(viewer: SystemActor): Promise<Models | null> {
  try {
    return await getModels(viewer, { feature: "index" });
  } catch (error) {
    if (error instanceof AskbookError && error.code === "ai_not_configured") return null;
    throw error;
  }
}

function batchesOf<Item>(items: readonly Item[], size: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
