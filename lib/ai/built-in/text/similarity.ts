/** Whether two words differ by one slip of the keyboard: one letter more, less, other or swapped. Short words must be equal. */
export function isTypoOf(word: string, other: string): boolean {
  if (word.length < 5 || other.length < 5 || Math.abs(word.length - other.length) > 1) return false;
  if (word[0] !== other[0]) return false;
  let start = 0;
  while (start < word.length && word[start] === other[start]) start += 1;
  let end = 0;
  const room = Math.min(word.length, other.length) - start;
  while (end < room && word.at(-1 - end) === other.at(-1 - end)) end += 1;
  const left = word.slice(start, word.length - end);
  const right = other.slice(start, other.length - end);
  if (left.length <= 1 && right.length <= 1) return true;
  return left.length === 2 && right.length === 2 && left[0] === right[1] && left[1] === right[0];
}

/** Whether `short` abbreviates `word`: its beginning, or its consonants in order after the same first letter (`dept`, `qty`). */
export function isAbbreviationOf(short: string, word: string): boolean {
  if (short.length < 2 || short.length >= word.length || short[0] !== word[0]) return false;
  if (word.startsWith(short)) return short.length >= 3;
  if (short.length < 3 || short.length > 5 || /[aiou]/.test(short.slice(1))) return false;
  let position = 0;
  for (const letter of word) if (letter === short[position]) position += 1;
  return position === short.length && short.length * 3 >= word.length;
}

/** How much of the longer word both share at their ends, 0 to 1: "Atlantis" and "Atlanta" 0.75. Without regard to case. */
export function likenessOf(word: string, other: string): number {
  const [a, b] = [word.toLowerCase(), other.toLowerCase()];
  let start = 0;
  while (start < a.length && a[start] === b[start]) start += 1;
  let end = 0;
  const room = Math.min(a.length, b.length) - start;
  while (end < room && a.at(-1 - end) === b.at(-1 - end)) end += 1;
  return (start + end) / Math.max(a.length, b.length, 1);
}
