import "server-only";

const common = new Set(
  "a an and are as at be by can did do does for from give had has have how i in is it its list many me much my of on or our show tell than that the their them there these this to us was we were what when where which who why will with you your der die das und von für in im ist wie viele welche".split(
    " ",
  ),
);

/** Words of a text for comparison: lower case, joined names taken apart, without endings and without what every question has. */
export function wordsOf(text: string): string[] {
  return plainWordsOf(text).map(stemOf);
}

/** The same with their endings. */
export function plainWordsOf(text: string): string[] {
  const apart = text
    .replace(/(\p{Ll}|\d)(\p{Lu})/gu, "$1 $2")
    .normalize("NFKD")
    .replace(/\p{Mark}/gu, "")
    .toLowerCase();
  return apart.split(/[^\p{L}\p{N}]+/u).flatMap((word) => (word.length < 2 || common.has(word) ? [] : [word]));
}

const endings = ["ings", "ing", "ies", "ied", "ers", "ed", "er", "es", "s", "e", "y"];

export function stemOf(word: string): string {
  const ending = endings.find((candidate) => word.endsWith(candidate) && word.length - candidate.length >= 3);
  return ending === undefined ? word : word.slice(0, -ending.length);
}
