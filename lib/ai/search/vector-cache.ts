import "server-only";
import { findVectorHashes, findVectors, getVectorStamp } from "#db/queries/source-embeddings";
import type { SearchableSource } from "#db/queries/source-search";
import type { Viewer } from "#lib/permissions";
import { sourceTextOf } from "./source-text.ts";

type Unit = { readonly hash: string; readonly vector: Float32Array };
/** Vectors of length 1 by source, as they were at the stamp. */
type Index = { stamp: string | null; readonly units: Map<string, Unit> };

/** By organization and model. */
const cache = new Map<string, Index>();
const mostIndexes = 20;

/** The vectors that stand for these sources as they are now. Read from the database once, and again when they were made anew. */
export async function readVectors(
  viewer: Viewer,
  model: string,
  sources: readonly SearchableSource[],
): Promise<ReadonlyMap<string, Float32Array>> {
  const index = indexOf(`${viewer.organizationId} ${model}`);
  const stamp = await getVectorStamp(viewer, model);
  if (index.stamp !== stamp) {
    await readAnew(viewer, model, index.units);
    // Of before the reading: what changed meanwhile is read again.
    index.stamp = stamp;
  }
  const found = new Map<string, Float32Array>();
  for (const source of sources) {
    const unit = index.units.get(source.id);
    if (unit?.hash === sourceTextOf(source).hash) found.set(source.id, unit.vector);
  }
  return found;
}

async function readAnew(viewer: Viewer, model: string, units: Map<string, Unit>): Promise<void> {
  const hashes = await findVectorHashes(viewer, model);
  const missing = [...hashes].flatMap(([id, hash]) => (units.get(id)?.hash === hash ? [] : [id]));
  for (const { sourceId, textHash, vector } of await findVectors(viewer, model, missing))
    units.set(sourceId, { hash: textHash, vector: toUnit(vector) });
  for (const id of units.keys()) if (!hashes.has(id)) units.delete(id);
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
  // Four sums at a time, so that one addition need not wait for the other.
  let [first, second, third, fourth] = [0, 0, 0, 0];
  const whole = left.length - (left.length % 4);
  for (let index = 0; index < whole; index += 4) {
    first += (left[index] ?? 0) * (right[index] ?? 0);
    second += (left[index + 1] ?? 0) * (right[index + 1] ?? 0);
    third += (left[index + 2] ?? 0) * (right[index + 2] ?? 0);
    fourth += (left[index + 3] ?? 0) * (right[index + 3] ?? 0);
  }
  for (let index = whole; index < left.length; index += 1) first += (left[index] ?? 0) * (right[index] ?? 0);
  return first + second + third + fourth;
}

function toUnit(vector: Float32Array): Float32Array {
  const length = Math.sqrt(dot(vector, vector));
  return length === 0 ? vector : vector.map((value) => value / length);
}

function indexOf(key: string): Index {
  const index = cache.get(key) ?? { stamp: null, units: new Map<string, Unit>() };
  cache.delete(key);
  cache.set(key, index);
  for (const oldest of cache.keys()) if (cache.size > mostIndexes) cache.delete(oldest);
  return index;
}
