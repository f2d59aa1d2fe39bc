import "server-only";
import type { SearchableSource } from "#db/queries/source-search";
import { wordsOf } from "./words.ts";

export type RankedSource = { readonly source: SearchableSource; readonly score: number; readonly reason: string };

type Field = { readonly weight: number; readonly textOf: (source: SearchableSource) => string };

const fields: readonly Field[] = [
  { weight: 4, textOf: (source) => source.name },
  { weight: 2, textOf: (source) => source.names.join(" ") },
  { weight: 1.5, textOf: (source) => source.aiContext },
  { weight: 1, textOf: (source) => source.description },
];

/**
 * Sources by how well their names, columns, notes and descriptions fit the words of the question, rare words counting more; then by
 * trust: highlighted, endorsed, a model before a table, never a deprecated one first. When nothing fits, by trust alone.
 */
export function rankSources(question: string, sources: readonly SearchableSource[]): RankedSource[] {
  const indexed = sources.map((source) => ({
    source,
    words: fields.map((field) => new Set(wordsOf(field.textOf(source)))),
  }));
  const asked = [...new Set(wordsOf(question))];
  const rarity = new Map(
    asked.map((word) => {
      const holders = indexed.filter(({ words }) => words.some((set) => set.has(word))).length;
      return [word, Math.log(1 + sources.length / Math.max(holders, 1))];
    }),
  );
  return indexed
    .map(({ source, words }) => {
      const score = asked.reduce((sum, word) => sum + weightOf(word, words) * (rarity.get(word) ?? 0), 0);
      return {
        source,
        score: (score + trustOf(source) / 10) * (1 + trustOf(source)),
        reason: reasonFor(source, asked),
      };
    })
    .sort((left, right) => right.score - left.score || left.source.name.localeCompare(right.source.name));
}

function weightOf(word: string, words: readonly ReadonlySet<string>[]): number {
  return Math.max(0, ...fields.map((field, index) => (words[index]?.has(word) ? field.weight : 0)));
}

function trustOf({ endorsement, highlighted, kind }: SearchableSource): number {
  const endorsed = endorsement === "endorsed" ? 0.2 : endorsement === "deprecated" ? -0.5 : 0;
  return endorsed + (highlighted ? 0.2 : 0) + (kind === "model" ? 0.1 : 0);
}

function reasonFor(source: SearchableSource, asked: readonly string[]): string {
  const isAsked = (text: string): boolean => wordsOf(text).some((word) => asked.includes(word));
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
