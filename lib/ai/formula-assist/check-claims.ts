import "server-only";
import { numberWords } from "#lib/ai/built-in/text/numbers";

/** Lets through whole sentences whose names and numbers stand in what is known to be right. */
export type ClaimFilter = { push(delta: string): string; end(): string };

/**
 * `known`: the formula and what our code says of it. `names`: every column that may be meant; one that a sentence names and `known`
 * does not is not let through.
 */
export function createClaimFilter(known: readonly string[], names: readonly string[]): ClaimFilter {
  const right = known.join("\n").toLowerCase();
  const numbers = new Set(numbersOf(right));
  const foreign = [...new Set(names.map((name) => name.toLowerCase()))].filter(
    (name) => name.length > 3 && !right.includes(name),
  );
  let rest = "";
  const isRight = (sentence: string): boolean => {
    const text = sentence.toLowerCase();
    if (/https?:|www\.|[<>`{}|]|!\[|\]\(/.test(text)) return false;
    if (numbersOf(text).some((number) => !numbers.has(number))) return false;
    if ([...text.matchAll(/\[([^\]]*)\]/g)].some(([name]) => !right.includes(name))) return false;
    return foreign.every((name) => !hasWord(text, name));
  };
  const take = (isLast: boolean): string => {
    const pieces = rest.split(/(?<=[.!?]\s+)(?=\S)/u);
    const isWhole = isLast || /[.!?]\s+$/.test(rest);
    rest = isWhole ? "" : (pieces.pop() ?? "");
    return pieces.filter(isRight).join("");
  };
  return {
    push(delta) {
      rest += delta;
      return take(false);
    },
    end: () => take(true),
  };
}

const words = new Map([...numberWords].map(([word, value]) => [word, String(value)]));
/** Small ones are articles and pronouns as often as numbers. */
const smallWords: ReadonlySet<string> = new Set(["zero", "one", "once"]);

function numbersOf(text: string): string[] {
  const digits = (text.match(/\d+(?:[.,]\d+)*/g) ?? []).map((number) => String(Number(number.replaceAll(",", ""))));
  const spelled = (text.match(/\p{L}+/gu) ?? []).flatMap((word) =>
    smallWords.has(word) ? [] : (words.get(word) ?? []),
  );
  return [...digits, ...spelled];
}

function hasWord(text: string, name: string): boolean {
  const position = text.indexOf(name);
  if (position < 0) return false;
  const isEdge = (sign: string): boolean => sign === "" || !/[\p{L}\p{N}]/u.test(sign);
  return isEdge(text.charAt(position - 1)) && isEdge(text.charAt(position + name.length));
}
