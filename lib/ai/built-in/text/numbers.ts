/** Numbers as people write them. */

const scales: ReadonlyMap<string, number> = new Map([
  ["k", 1e3],
  ["m", 1e6],
  ["b", 1e9],
]);

export const scaleWords: ReadonlyMap<string, number> = new Map([
  ["hundred", 100],
  ["thousand", 1e3],
  ["million", 1e6],
  ["billion", 1e9],
]);

export const numberWords: ReadonlyMap<string, number> = new Map(
  Object.entries({
    zero: 0,
    one: 1,
    two: 2,
    three: 3,
    four: 4,
    five: 5,
    six: 6,
    seven: 7,
    eight: 8,
    nine: 9,
    ten: 10,
    eleven: 11,
    twelve: 12,
    thirteen: 13,
    fourteen: 14,
    fifteen: 15,
    sixteen: 16,
    seventeen: 17,
    eighteen: 18,
    nineteen: 19,
    twenty: 20,
    thirty: 30,
    forty: 40,
    fifty: 50,
    sixty: 60,
    seventy: 70,
    eighty: 80,
    ninety: 90,
    once: 1,
    twice: 2,
    dozen: 12,
  }),
);

/** `1,250` `1.5k` `$300` `20%`: the value, a percentage as a fraction is left to the reader of `isPercent`. Null: not a number. */
export function parseNumber(text: string): { readonly value: number; readonly isPercent?: true } | null {
  const match = /^[$€£]?((?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+)?)([kKmMbB])?\s?(%)?$/.exec(text);
  if (match?.[1] === undefined || match[1] === "") return null;
  const value = Number(match[1].replaceAll(",", "")) * (scales.get(match[2]?.toLowerCase() ?? "") ?? 1);
  return match[3] === undefined ? { value } : { value, isPercent: true };
}
