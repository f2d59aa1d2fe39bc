import type { KnownColumn } from "../source.ts";
import type { Token } from "../text/tokens.ts";
import type { Mention, MentionOf } from "./mention.ts";

const genericNouns: ReadonlySet<string> = new Set(["name", "title", "id", "code", "number", "type", "description"]);

/**
 * "the names of the departments" means the department's name, where "name" alone would be the rows' own; "when" gives way to a date
 * that is named. The word that only qualifies becomes a filler.
 */
export function joinNames(mentions: readonly Mention[], tokens: readonly Token[]): readonly Mention[] {
  return mentions.reduce<readonly Mention[]>((joined, _, index) => joinAt(joined, index, tokens), mentions);
}

function joinAt(mentions: readonly Mention[], index: number, tokens: readonly Token[]): readonly Mention[] {
  const mention = mentions[index];
  if (mention?.kind !== "column") return mentions;
  if (isQuestionWord(mention, tokens)) return dropAsked(mentions, index, mention);
  const lemmas = tokens.slice(mention.from, mention.to).map(({ lemma }) => lemma);
  const owner = lemmas.every((lemma) => genericNouns.has(lemma)) ? findOwner(mentions, index, tokens) : null;
  if (owner === null) return mentions;
  const words = tokens.slice(owner.mention.from, owner.mention.to).map(({ lemma }) => lemma);
  const both = owner.mention.candidates.find(
    ({ column }) => mention.candidates.some((other) => other.column === column) && holds(column, words),
  );
  if (both !== undefined)
    return replace(
      replace(mentions, index, { ...mention, candidates: [both] }),
      owner.index,
      fillerFor(owner.mention, tokens),
    );
  const isPlainName = lemmas.every((lemma) => lemma === "name") && owner.mention.candidates[0]?.column.type === "text";
  return isPlainName ? replace(mentions, index, fillerFor(mention, tokens)) : mentions;
}

type Owner = { readonly index: number; readonly mention: MentionOf<"column"> };

/** The column after "of": past articles, "each", "all", ranks and numbers. */
function findOwner(mentions: readonly Mention[], index: number, tokens: readonly Token[]): Owner | null {
  if (tokens[mentions[index]?.to ?? -1]?.lower !== "of") return null;
  for (let next = index + 1; next < Math.min(mentions.length, index + 7); next += 1) {
    const mention = mentions[next];
    if (mention?.kind === "column") return { index: next, mention };
    const isPassed = mention?.kind === "filler" || mention?.kind === "superlative" || mention?.kind === "number";
    const isMarked = mention?.kind === "marker" && ["each", "all"].includes(mention.marker);
    if (!isPassed && !isMarked) return null;
  }
  return null;
}

function holds(column: KnownColumn, words: readonly string[]): boolean {
  return column.names.some((name) => words.every((word) => name.some(({ lemma }) => lemma === word)));
}

function isQuestionWord(mention: MentionOf<"column">, tokens: readonly Token[]): boolean {
  return tokens[mention.from]?.lower === "when";
}

function dropAsked(mentions: readonly Mention[], index: number, mention: MentionOf<"column">): readonly Mention[] {
  const role = mention.candidates[0]?.column.role;
  const other = mentions.some(
    (one, position) => position !== index && one.kind === "column" && one.candidates[0]?.column.role === role,
  );
  return other
    ? replace(mentions, index, { kind: "filler", word: "when", from: mention.from, to: mention.to })
    : mentions;
}

function fillerFor({ from, to }: Mention, tokens: readonly Token[]): Mention {
  return { kind: "filler", word: tokens[from]?.lower ?? "", from, to };
}

function replace(mentions: readonly Mention[], index: number, mention: Mention): readonly Mention[] {
  return mentions.with(index, mention);
}
