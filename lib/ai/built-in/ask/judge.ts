import type { Interpretation } from "../interpret/interpret.ts";

/** Whether the reading explains enough of the question to be an answer. A confident wrong answer is worse than none, and no number, date or name may be passed over. */
export function isUnderstood(interpretation: Interpretation): boolean {
  return !interpretation.isCut && isExplained(interpretation);
}

/** The same without regard to whether what was passed over is decisive. */
export function isExplained(interpretation: Interpretation): boolean {
  const { unknown, coverage } = interpretation;
  const hasNumber = unknown.some((word) => /\d/.test(word));
  return coverage >= 0.65 && unknown.length <= 2 && !hasNumber && !hasUnknownName(interpretation);
}

/** A word that is written as a name, stands where a value would, and is found nowhere: "sales in Atlantis" are not the sales of all. */
function hasUnknownName({ mentions }: Interpretation): boolean {
  return mentions.some((mention, index) => {
    if (mention.kind !== "unknown" || !/^\p{Lu}\p{Ll}/u.test(mention.word)) return false;
    const before = mentions
      .slice(Math.max(0, index - 2), index)
      .filter(({ kind }) => kind === "filler" || kind === "marker");
    return before.some((one) =>
      one.kind === "filler" ? places.has(one.word) : one.kind === "marker" && one.marker === "not",
    );
  });
}

const places: ReadonlySet<string> = new Set(["in", "from", "for", "at", "near", "outside", "within", "only", "just"]);
