import "server-only";
import { requestIndexingOnce } from "#db/queries/source-embeddings";
import type { SearchableSource } from "#db/queries/source-search";
import type { Models } from "#lib/ai/providers/registry";
import { log } from "#lib/log";
import type { Viewer } from "#lib/permissions";
import { type RankedSource, rankSources } from "./rank-sources.ts";
import { readSourceUses } from "./source-uses.ts";
import { cosines, readVectors } from "./vector-cache.ts";

/** The best sources for a query among those that may be used. */
export type SourceSearch = (query: string, most: number) => Promise<RankedSource[]>;

type SearchOptions = {
  readonly viewer: Viewer;
  /** By the viewer's rights and choice: nothing else is ever found. */
  readonly sources: readonly SearchableSource[];
  readonly models: Pick<Models, "embedding" | "embeddingIdentity">;
  readonly signal: AbortSignal;
};

/** Names and descriptions first, meaning where an embedding model has made vectors, then trust and use. Without one by words alone. */
export function createSourceSearch({ viewer, sources, models, signal }: SearchOptions): SourceSearch {
  return async (query, most) => {
    const [uses, similarity] = await Promise.all([
      readSourceUses(viewer),
      findSimilarity(viewer, sources, models, query, signal),
    ]);
    return rankSources(query, sources, most, { uses, similarity });
  };
}

const nothing: ReadonlyMap<string, number> = new Map();

async function findSimilarity(
  viewer: Viewer,
  sources: readonly SearchableSource[],
  { embedding, embeddingIdentity }: SearchOptions["models"],
  query: string,
  abortSignal: AbortSignal,
): Promise<ReadonlyMap<string, number>> {
  if (embedding === null || embeddingIdentity === null) return nothing;
  const vectors = await readVectors(viewer, embeddingIdentity, sources);
  if (vectors.size < sources.length) await requestIndexingOnce(viewer);
  if (vectors.size === 0) return nothing;
  try {
    const { embeddings } = await embedding.doEmbed({ values: [query], abortSignal });
    return cosines(embeddings[0] ?? [], vectors);
  } catch (error) {
    abortSignal.throwIfAborted();
    // Words find sources too; whether the provider is there is said by the answer itself.
    log().warn({ code: error instanceof Error ? error.name : "unknown" }, "a question could not be embedded");
    return nothing;
  }
}
