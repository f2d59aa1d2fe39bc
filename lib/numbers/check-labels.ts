import type { NumberScope } from "./number-scope.ts";
import type { Origin } from "./resolve-reference.ts";

/** A number of a sentence: where it begins in it, and the cells that bear it out. A derived one speaks of several. */
export type Claimed = { readonly at: number; readonly origins: readonly Origin[]; readonly isDerived: boolean };

/**
 * For each number of a sentence, whether it belongs to what the sentence speaks of. Null: it does, or nobody is named. Else the names that
 * the sentence gives it and its row does not have: "West led with 1.2 M" when that was East, "East made 0.9 M and West 1.2 M" when it was
 * the other way round.
 */
export function findWrongLabels(
  sentence: string,
  claims: readonly Claimed[],
  scope: NumberScope,
): readonly (readonly string[] | null)[] {
  const mentioned = new Map<string, readonly (readonly Mention[])[]>();
  const mentionsIn = (resultId: string): readonly (readonly Mention[])[] => {
    // Digits that are a number of the sentence name nobody, even where somebody is called by them.
    const isNumber = ({ at }: Mention): boolean => claims.some((claim) => claim.at === at);
    const known =
      mentioned.get(resultId) ??
      findMentions(sentence, resultId, scope).map((mentions) => mentions.filter((mention) => !isNumber(mention)));
    mentioned.set(resultId, known);
    return known;
  };
  return claims.map((claim) => {
    if (claim.origins.length === 0 || claim.origins.some(({ labels }) => labels.length === 0)) return null;
    const columns = [...new Set(claim.origins.map(({ resultId }) => resultId))].flatMap(mentionsIn);
    return findStrangers(claim, columns) ?? findExchanged(claim, sentence, claims, columns);
  });
}

/** A label of a column that stands in the sentence. */
type Mention = { readonly label: string; readonly at: number };

function findStrangers({ origins }: Claimed, columns: readonly (readonly Mention[])[]): string[] | null {
  const named = columns.map((mentions) => mentions.map(({ label }) => label)).filter((labels) => labels.length > 0);
  const agrees = ({ labels }: Origin): boolean =>
    named.every((names) => labels.some((label) => names.includes(label.toLowerCase())));
  return named.length === 0 || origins.some(agrees) ? null : named.flat();
}

/** Where names and numbers alternate, each number belongs to the name on its side. */
function findExchanged(
  claim: Claimed,
  sentence: string,
  claims: readonly Claimed[],
  columns: readonly (readonly Mention[])[],
): string[] | null {
  for (const mentions of columns) {
    const numbers = claims.filter((other) => isOf(other, mentions));
    const bound = numbers.includes(claim) ? boundLabel(claim, sentence, numbers, mentions) : null;
    if (bound !== null && !labelsOf(claim).includes(bound)) return [bound];
  }
  return null;
}

function isOf(claim: Claimed, mentions: readonly Mention[]): boolean {
  return !claim.isDerived && mentions.some(({ label }) => labelsOf(claim).includes(label));
}

function labelsOf({ origins }: Claimed): string[] {
  return origins.flatMap(({ labels }) => labels.map((label) => label.toLowerCase()));
}

const respectively = /\b(?:respectively|beziehungsweise|jeweils|respectivement|respectivamente)\b/i;

/** The name that the number stands with; null where the order of names and numbers does not tell. */
function boundLabel(
  claim: Claimed,
  sentence: string,
  numbers: readonly Claimed[],
  mentions: readonly Mention[],
): string | null {
  const isRepeated = new Set(mentions.map(({ label }) => label)).size < mentions.length;
  if (mentions.length < 2 || isRepeated) return null;
  const inOrder = mentions.toSorted((left, right) => left.at - right.at);
  const marks = [...inOrder.map(({ at }) => ({ at, mark: "L" })), ...numbers.map(({ at }) => ({ at, mark: "N" }))];
  const pattern = marks
    .sort((left, right) => left.at - right.at)
    .map(({ mark }) => mark)
    .join("");
  if (/^(?:LN+)+$/.test(pattern)) return inOrder.findLast(({ at }) => at < claim.at)?.label ?? null;
  if (/^(?:N+L)+$/.test(pattern)) return inOrder.find(({ at }) => at > claim.at)?.label ?? null;
  const isList = /^L+N+$/.test(pattern) && numbers.length === mentions.length && respectively.test(sentence);
  return isList ? (inOrder[numbers.indexOf(claim)]?.label ?? null) : null;
}

const mostLabels = 2_000;

/** For each text column of a result, its values that stand in the sentence, longer ones first taken. */
function findMentions(sentence: string, resultId: string, scope: NumberScope): Mention[][] {
  let rest = sentence.toLowerCase();
  const columns = scope.results
    .filter((result) => result.resultId === resultId)
    .flatMap(({ schema, rows }) =>
      schema.flatMap((column, index) =>
        column.type === "text" ? [new Set(rows.columns[index]?.slice(0, mostLabels))] : [],
      ),
    );
  const labels = columns.flatMap((values, column) =>
    [...values].flatMap((value) =>
      typeof value === "string" && value !== "" ? [{ column, label: value.toLowerCase() }] : [],
    ),
  );
  const found: Mention[][] = columns.map(() => []);
  for (const { column, label } of labels.sort((left, right) => right.label.length - left.label.length)) {
    const at = wordIndex(rest, label);
    if (at === -1) continue;
    found[column]?.push({ label, at });
    rest = rest.slice(0, at) + "\u0000".repeat(label.length) + rest.slice(at + label.length);
  }
  return found;
}

function wordIndex(text: string, label: string): number {
  const isLetter = (character: string | undefined): boolean =>
    character !== undefined && /[\p{L}\p{N}]/u.test(character);
  for (let at = text.indexOf(label); at !== -1; at = text.indexOf(label, at + 1)) {
    const end = at + label.length;
    if (isLetter(text[at - 1]) || isLetter(text[end])) continue;
    if (!isInNumber(text.slice(at - 2, at), text.slice(end, end + 2), label)) return at;
  }
  return -1;
}

/** The 7 of `57.7` or of `7,100` is no name. */
function isInNumber(before: string, after: string, label: string): boolean {
  return (
    (/^\d/.test(label) && /(?:\d[.,]|[-−$€£])$/.test(before)) || (/\d$/.test(label) && /^(?:[.,]\d|%)/.test(after))
  );
}
