import type { KnownColumn, KnownSource } from "../source.ts";
import type { Parts } from "./combine.ts";

/**
 * "top 5 products" asks for products by their names, not by their numbers: where a code and a name stand for the same thing, the name
 * is grouped by and listed. A name that several things share keeps the code beside it. What is counted stays the code.
 */
export function nameThings(parts: Parts, source: KnownSource, words: readonly string[]): Parts {
  if (words.some((word) => /^(id|ids|code|codes|number|numbers)$/.test(word))) return parts;
  const named = (column: KnownColumn): readonly KnownColumn[] => namesOf(column, source);
  return {
    ...parts,
    keys: parts.keys.flatMap((key) => named(key.column).map((column) => ({ ...key, column }))),
    targets: { ...parts.targets, columns: parts.targets.columns.flatMap(named) },
  };
}

function namesOf(code: KnownColumn, { columns }: KnownSource): readonly KnownColumn[] {
  const thing = code.role === "identifier" ? code.names[0]?.at(-2)?.lemma : undefined;
  if (thing === undefined) return [code];
  const name = columns.find(({ type, names }) => {
    const [first, last, ...more] = names[0] ?? [];
    return type === "text" && first?.lemma === thing && last?.lemma === "name" && more.length === 0;
  });
  if (name === undefined) return [code];
  const codes = code.description.distinctCount;
  const isShared = codes !== undefined && (name.description.distinctCount ?? codes) < codes;
  return isShared ? [code, name] : [name];
}
