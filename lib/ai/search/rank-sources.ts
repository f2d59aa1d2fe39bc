import "server-only";
import type { SearchableSource } from "#db/queries/source-search";
import { wordsOf } from "./words.ts";

export type RankedSource = { readonly source: SearchableSource; readonly score: number; readonly reason: string };

/** A name that is only half asked for counts half. Prose has no half. */
const weights = { sourceName: 4, columnName: 2, notes: 1 };

/**
 * The best sources by how well their names, columns, notes and descriptions fit the words of the question, rare words counting more; then by
 * trust: highlighted, endorsed, a model before a table, never a deprecated one first. When nothing fits, by trust alone.
 */
export function rankSources(question: string, sources: readonly SearchableSource[], most = 10): RankedSource[] {
  const asked = new Set(wordsOf(question));
  const mayFit = quickTest(asked);
  const weighed = sources.map((source) => ({ source, fits: weighWords(asked, source, mayFit) }));
  const rarity = new Map(
    [...asked].map((word) => {
      const holders = weighed.filter(({ fits }) => fits.has(word)).length;
      return [word, Math.log(1 + sources.length / Math.max(holders, 1))];
    }),
  );
  return weighed
    .map(({ source, fits }) => {
      const score = [...fits].reduce((sum, [word, weight]) => sum + weight * (rarity.get(word) ?? 0), 0);
      const trust = trustOf(source);
      return { source, score: (score + trust / 10) * (1 + trust) };
    })
    .sort((left, right) => right.score - left.score || compareText(left.source.name, right.source.name))
    .slice(0, most)
    .map((ranked) => ({ ...ranked, reason: reasonFor(ranked.source, asked) }));
}

function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

/** The asked words that the source has, each with its best place. */
function weighWords(
  asked: ReadonlySet<string>,
  source: SearchableSource,
  mayFit: (text: string) => boolean,
): ReadonlyMap<string, number> {
  const fits = new Map<string, number>();
  const weigh = (text: string, weight: number, isName: boolean): void => {
    if (!mayFit(text)) return;
    const words = wordsOf(text);
    const hits = words.filter((word) => asked.has(word));
    const value = isName ? (weight * hits.length) / words.length : weight;
    for (const word of hits) fits.set(word, Math.max(fits.get(word) ?? 0, value));
  };
  weigh(source.name, weights.sourceName, true);
  for (const name of source.names) weigh(name, weights.columnName, true);
  weigh(`${source.aiContext} ${source.description}`, weights.notes, false);
  return fits;
}

/** False for most of a large catalog's texts, without taking them apart: no asked word stands in them. */
function quickTest(asked: ReadonlySet<string>): (text: string) => boolean {
  // Asked words are letters and digits only.
  const pattern = new RegExp([...asked].join("|"), "i");
  const isPlain = /^[\x20-\x7e\s]*$/;
  return (text) => asked.size > 0 && (pattern.test(text) || !isPlain.test(text));
}

function trustOf({ endorsement, highlighted, kind }: SearchableSource): number {
  const endorsed = endorsement === "endorsed" ? 0.2 : endorsement === "deprecated" ? -0.8 : 0;
  return endorsed + (highlighted ? 0.2 : 0) + (kind === "model" ? 0.1 : 0);
}

function reasonFor(source: SearchableSource, asked: ReadonlySet<string>): string {
  const isAsked = (text: string): boolean => wordsOf(text).some((word) => asked.has(word));
  const columns = source.names.filter(isAsked).slice(0, 4);
  const reasons = [
    ...(isAsked(source.name) ? ["its name fits"] : []),
    ...(columns.length > 0 ? [`it has ${columns.join(", ")}`] : []),
    ...(columns.length === 0 && isAsked(`${source.description} ${source.aiContext}`) ? ["its description fits"] : []),
    ...(source.endorsement === "endorsed" ? ["it is endorsed"] : []),
    ...(source.highlighted ? ["it is highlighted"] : []),
  ];
  const sentence =
    reasons.length === 0 ? "nothing in its names fits, it is one of those available" : reasons.join("; ");
  return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`;
}
