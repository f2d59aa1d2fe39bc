import "server-only";
import { findVectorHashes, findVectors } from "#db/queries/source-embeddings";
import type { SearchableSource } from "#db/queries/source-search";
import type { Viewer } from "#lib/permissions";
import { sourceTextOf } from "./source-text.ts";

type Unit = { readonly hash: string; readonly vector: Float32Array };

/** Vectors of length 1, by organization and model, then by source. */
const cache = new Map<string, Map<string, Unit>>();
const mostIndexes = 20;

/** The vectors that stand for these sources as they are now. Read from the database once, and again when they were made anew. */
export async function readVectors(
  viewer: Viewer,
  model: string,
  sources: readonly SearchableSource[],
): Promise<ReadonlyMap<string, Float32Array>> {
  const hashes = await findVectorHashes(viewer, model);
  const units = indexOf(`${viewer.organizationId} ${model}`);
  const current = sources.filter((source) => hashes.get(source.id) === sourceTextOf(source).hash);
  const missing = current.filter(({ id }) => units.get(id)?.hash !== hashes.get(id)).map(({ id }) => id);
  for (const { sourceId, textHash, vector } of await findVectors(viewer, model, missing))
    units.set(sourceId, { hash: textHash, vector: toUnit(vector) });
  for (const id of units.keys()) if (!hashes.has(id)) units.delete(id);
  return new Map(
    current.flatMap(({ id }) => {
      const vector = units.get(id)?.vector;
      return vector === undefined ? [] : [[id, vector] as const];
    }),
  );
}

/** Exact cosines of a question with vectors of length 1. Another number of dimensions is another model: not comparable. */
export function cosines(
  question: readonly number[],
  vectors: ReadonlyMap<string, Float32Array>,
): ReadonlyMap<string, number> {
  const unit = toUnit(Float32Array.from(question));
  const found = new Map<string, number>();
  for (const [id, vector] of vectors) if (vector.length === unit.length) found.set(id, dot(unit, vector));
  return found;
}

function dot(left: Float32Array, right: Float32Array): number {
  // Two sums at a time, so that one addition need not wait for the other.
  let even = 0;
  let odd = 0;
  for (let index = 0; index < left.length; index += 2) {
    even += (left[index] ?? 0) * (right[index] ?? 0);
    odd += (left[index + 1] ?? 0) * (right[index + 1] ?? 0);
  }
  return even + odd;
}

function toUnit(vector: Float32Array): Float32Array {
  const length = Math.sqrt(dot(vector, vector));
  return length === 0 ? vector : vector.map((value) => value / length);
}

function indexOf(key: string): Map<string, Unit> {
  const units = cache.get(key) ?? new Map<string, Unit>();
  cache.delete(key);
  cache.set(key, units);
  for (const oldest of cache.keys()) if (cache.size > mostIndexes) cache.delete(oldest);
  return units;
}
