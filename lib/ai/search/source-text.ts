import "server-only";
import { createHash } from "node:crypto";
import type { SearchableSource } from "#db/queries/source-search";

export type SourceText = { readonly text: string; readonly hash: string };

/** Embedding models read no more than some thousand tokens. */
const mostCharacters = 6_000;

const known = new WeakMap<SearchableSource, SourceText>();

/** What a source's one vector is made of: names, description and AI context, no values, and no name of a column that is never sent. */
export function sourceTextOf(source: SearchableSource): SourceText {
  const found = known.get(source);
  if (found !== undefined) return found;
  const kept = new Set(source.keptNames);
  const columns = source.names.filter((name) => !kept.has(name)).join(", ");
  const parts = [source.name, source.description, source.aiContext, columns === "" ? "" : `Columns: ${columns}`];
  const text = parts
    .filter((part) => part !== "")
    .join("\n")
    .slice(0, mostCharacters);
  const made = { text, hash: createHash("sha256").update(text).digest("hex") };
  known.set(source, made);
  return made;
}
