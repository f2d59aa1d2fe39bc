import "server-only";
import type { SearchableSource } from "#db/queries/source-search";
import { synonymsOf } from "#lib/ai/built-in/lexicon/synonyms";
import { lemmaOf } from "#lib/ai/built-in/text/lemma";
import { weighWords } from "./source-words.ts";
import { plainWordsOf, stemOf, wordsOf } from "./words.ts";

export type RankedSource = { readonly source: SearchableSource; readonly score: number; readonly reason: string };

/** What is known beside words; all by source id. */
export type RankEvidence = {
  /** Cosine of the question and the source, −1 to 1, of the sources that have a vector. */
  readonly similarity?: ReadonlyMap<string, number>;
  /** How often answers used it lately. */
  readonly uses?: ReadonlyMap<string, number>;
};

/** A word that only means the same counts this much. */
const synonymShare = 0.6;

/**
 * The best sources by how well their names, columns, notes and descriptions fit the words of the question, rare words counting more, and
 * by how near they are in meaning; then by trust: highlighted, endorsed, a model before a table, used, never a deprecated one first. When
 * nothing fits, by trust alone.
 */
export function rankSources(
  question: string,
  sources: readonly SearchableSource[],
  most = 10,
  { similarity = new Map(), uses = new Map() }: RankEvidence = {},
): RankedSource[] {
  const asked = readQuestion(question);
  const lexical = scoreWords(asked, sources);
  const nearness = scoreSimilarity(similarity, Math.max(1, ...lexicalPeak(lexical)));
  const mostUses = Math.max(1, ...uses.values());
  const words = new Set(asked.keys());
  const scored = sources.map((source, index) => {
    const use = Math.log1p(uses.get(source.id) ?? 0) / Math.log1p(mostUses);
    const trust = trustOf(source) + useTrust * use;
    const fit = (lexical[index] ?? 0) + nearness(source.id);
    return { source, score: (fit + trust / 10) * (1 + trust) };
  });
  return bestOf(scored, most).map((ranked) => ({ ...ranked, reason: reasonFor(ranked.source, words, nearness) }));
}

/** What being near in meaning is worth, by source id. */
type Nearness = (id: string) => number;
type Scored = Pick<RankedSource, "source" | "score">;

/** The first of them in order, without putting the thousands after them in order too. */
function bestOf(scored: readonly Scored[], most: number): Scored[] {
  const limit = Float64Array.from(scored, ({ score }) => score)
    .sort()
    .at(-most);
  return scored
    .filter(({ score }) => limit === undefined || score >= limit)
    .sort((left, right) => right.score - left.score || compareText(left.source.name, right.source.name))
    .slice(0, most);
}

/** Its words, each with others that mean the same. */
function readQuestion(question: string): ReadonlyMap<string, ReadonlySet<string>> {
  return new Map(
    plainWordsOf(question).map((word) => {
      const stem = stemOf(word);
      const others = [...synonymsOf(lemmaOf(word))].map(stemOf).filter((other) => other !== stem);
      return [stem, new Set(others)];
    }),
  );
}

function scoreWords(asked: ReadonlyMap<string, ReadonlySet<string>>, sources: readonly SearchableSource[]): number[] {
  const all = [...new Set([...asked].flatMap(([word, others]) => [word, ...others]))];
  const weighed = sources.map((source) => bestFits(asked, weighWords(all, source)));
  const rarity = new Map(
    [...asked.keys()].map((word) => {
      const holders = weighed.filter((fits) => fits.has(word)).length;
      return [word, Math.log(1 + sources.length / Math.max(holders, 1))];
    }),
  );
  return weighed.map((fits) => [...fits].reduce((sum, [word, weight]) => sum + weight * (rarity.get(word) ?? 0), 0));
}

/** For each asked word its own weight, or what another word for the same is worth. */
function bestFits(
  asked: ReadonlyMap<string, ReadonlySet<string>>,
  fits: ReadonlyMap<string, number>,
): ReadonlyMap<string, number> {
  const best = new Map<string, number>();
  if (fits.size === 0) return best;
  for (const [word, others] of asked) {
    let weight = fits.get(word) ?? 0;
    for (const other of others) weight = Math.max(weight, synonymShare * (fits.get(other) ?? 0));
    if (weight > 0) best.set(word, weight);
  }
  return best;
}

/**
 * From the middle of the field, which is worth nothing, to the nearest, which is worth as much as the best fit by words: models differ in
 * how near to each other they put everything.
 */
function scoreSimilarity(similarity: ReadonlyMap<string, number>, peak: number): Nearness {
  const sorted = Float64Array.from(similarity.values()).sort();
  const middle = sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
  const nearest = sorted.at(-1) ?? 0;
  if (nearest <= middle) return () => 0;
  return (id) => (Math.max(0, (similarity.get(id) ?? middle) - middle) / (nearest - middle)) * peak;
}

function lexicalPeak(scores: readonly number[]): number[] {
  return [scores.reduce((most, score) => Math.max(most, score), 0)];
}

function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

const useTrust = 0.1;

function trustOf({ endorsement, highlighted, kind }: SearchableSource): number {
  const endorsed = endorsement === "endorsed" ? 0.2 : endorsement === "deprecated" ? -0.8 : 0;
  return endorsed + (highlighted ? 0.2 : 0) + (kind === "model" ? 0.1 : 0);
}

/** Said when nothing in its names fits: then this is why it stands where it stands. */
const nearEnough = 0.5;

function reasonFor(source: SearchableSource, asked: ReadonlySet<string>, nearness: Nearness): string {
  const isAsked = (text: string): boolean => wordsOf(text).some((word) => asked.has(word));
  const columns = source.names.filter(isAsked).slice(0, 4);
  const byWords = [
    ...(isAsked(source.name) ? ["its name fits"] : []),
    ...(columns.length > 0 ? [`it has ${columns.join(", ")}`] : []),
    ...(columns.length === 0 && isAsked(`${source.description} ${source.aiContext}`) ? ["its description fits"] : []),
  ];
  const isNear = nearness(source.id) > nearEnough;
  const reasons = [
    ...byWords,
    ...(byWords.length === 0 && isNear ? ["it is near in meaning"] : []),
    ...(source.endorsement === "endorsed" ? ["it is endorsed"] : []),
    ...(source.highlighted ? ["it is highlighted"] : []),
  ];
  const sentence =
    reasons.length === 0 ? "nothing in its names fits, it is one of those available" : reasons.join("; ");
  return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`;
}
