import "server-only";

/** How well a value fits a word, best first: the whole value, a word of it, the beginning of one, nearly one. */
export type Fit = "whole" | "word" | "prefix" | "near";
const fits: readonly Fit[] = ["whole", "word", "prefix", "near"];

export type ValueMatch = { readonly value: string; readonly fit: Fit };

/** The values that fit the word in the best way that any of them does; whole values first where both kinds are sought. */
export function matchValues(values: readonly string[], word: string): readonly ValueMatch[] {
  const wanted = normalize(word);
  if (wanted === "") return [];
  const byFit = new Map<Fit, ValueMatch[]>();
  for (const value of values) {
    const fit = fitOf(normalize(value), wanted);
    if (fit !== null) byFit.set(fit, [...(byFit.get(fit) ?? []), { value, fit }]);
  }
  return fits.map((fit) => byFit.get(fit) ?? []).find((matches) => matches.length > 0) ?? [];
}

function fitOf(value: string, wanted: string): Fit | null {
  if (value === wanted || singular(value) === singular(wanted)) return "whole";
  if (` ${value} `.includes(` ${wanted} `)) return "word";
  if (wanted.length < 3) return null;
  if (` ${value}`.includes(` ${wanted}`)) return "prefix";
  if (wanted.length < 4) return null;
  return [value, ...value.split(" ")].some((part) => isNear(part, wanted)) ? "near" : null;
}

/** Lower case, without accents, other signs as one space. */
function normalize(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

function singular(text: string): string {
  return text.length > 3 && text.endsWith("s") && !text.endsWith("ss") ? text.slice(0, -1) : text;
}

/** One wrong letter in four to nine, two in longer words: "Atlantis" is no "Atlanta". */
function isNear(value: string, wanted: string): boolean {
  const allowed = wanted.length < 10 ? 1 : 2;
  if (Math.abs(value.length - wanted.length) > allowed || value[0] !== wanted[0]) return false;
  return editDistance(value, wanted) <= allowed;
}

/** Insertions, deletions, replacements and swaps of neighbours. */
export function editDistance(left: string, right: string): number {
  let before: number[] = [];
  let previous = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let row = 1; row <= left.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= right.length; column += 1) {
      const cost = left[row - 1] === right[column - 1] ? 0 : 1;
      const candidates = [
        (previous[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (previous[column - 1] ?? 0) + cost,
      ];
      const isSwap =
        row > 1 && column > 1 && left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1];
      if (isSwap) candidates.push((before[column - 2] ?? 0) + 1);
      current.push(Math.min(...candidates));
    }
    before = previous;
    previous = current;
  }
  return previous[right.length] ?? 0;
}
