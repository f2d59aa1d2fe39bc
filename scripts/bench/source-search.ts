import { sql } from "drizzle-orm";
import { db } from "#db/client";
import { saveVectors } from "#db/queries/source-embeddings";
import { findSearchableSources } from "#db/queries/source-search";
import { createSourceSearch } from "#lib/ai/search/search-sources";
import { sourceTextOf } from "#lib/ai/search/source-text";
import type { Viewer } from "#lib/permissions";
import { addLargeCatalog } from "#tests/support/large-catalog";
import { compareInTurn, type Measurement, timed } from "./rounds.ts";

const sourceCount = 5_000;
const columnsPerSource = 20;
const dimensions = 1536;
const model = "bench embeddings";
const question = "sales by region last quarter";
/** Beyond reading the ids, in the middle of the rounds. */
const mostMs = 100;

/**
 * From a question to the best of 5,000 sources with 100,000 columns: rights and changes asked of the database, words, exact cosines over
 * 1,536 dimensions, trust and use; the embedding of the question itself is not counted. Against reading the ids of those sources.
 */
export async function measureSourceSearch(viewer: Viewer, rounds: number): Promise<Measurement> {
  await addSources(viewer);
  const ids = { name: "reading 5,000 ids", run: () => timed(() => readIds(viewer)) };
  const measured = await compareInTurn("search 5,000 sources", rounds, ids, () => timed(() => search(viewer)));
  await db().execute(sql`delete from source where organization_id = ${viewer.organizationId} and name like 'Bench %'`);
  return { ...measured, mostOverhead: mostMs };
}

async function search(viewer: Viewer): Promise<void> {
  const sources = await findSearchableSources(viewer);
  const embedding = {
    specificationVersion: "v4" as const,
    provider: "bench",
    modelId: "bench",
    maxEmbeddingsPerCall: 1,
    supportsParallelCalls: false,
    doEmbed: async () => ({ embeddings: [vectorOf(-1)], warnings: [] }),
  };
  const models = { embedding, embeddingIdentity: model };
  const find = createSourceSearch({ viewer, sources, models, signal: new AbortController().signal });
  await find(question, 6);
}

async function readIds(viewer: Viewer): Promise<void> {
  await db().execute(sql`select id from source where organization_id = ${viewer.organizationId}`);
}

async function addSources(viewer: Viewer): Promise<void> {
  await addLargeCatalog(viewer, { prefix: "Bench", sourceCount, columnsPerSource });
  const system = { kind: "system", organizationId: viewer.organizationId, purpose: "bench" } as const;
  const sources = await findSearchableSources(system);
  for (let first = 0; first < sources.length; first += 500)
    await saveVectors(
      system,
      model,
      sources.slice(first, first + 500).map((source, index) => ({
        sourceId: source.id,
        textHash: sourceTextOf(source).hash,
        vector: Float32Array.from(vectorOf(first + index)),
      })),
    );
}

/** Some direction, always the same for the same number. */
function vectorOf(seed: number): number[] {
  return Array.from({ length: dimensions }, (_, index) => Math.sin((seed + 2) * 12.9898 + index * 78.233));
}
