import type { AskToolInput } from "#lib/contract/ask-tools";
import type { Interpretation } from "../interpret/interpret.ts";
import type { KnownSource } from "../source.ts";
import { writeDecline } from "../write/write-decline.ts";

export type Verdict =
  | { readonly kind: "answer" }
  | { readonly kind: "decline"; readonly input: AskToolInput<"decline"> };

/** Whether the reading explains enough of the question to be an answer. A confident wrong answer is worse than none, and no number or date may be passed over. */
export function judge(interpretation: Interpretation, source: KnownSource): Verdict {
  const { unknown, coverage } = interpretation;
  const isLost =
    coverage < 0.65 || unknown.length > 2 || unknown.some((word) => /\d/.test(word)) || hasUnknownName(interpretation);
  if (!isLost) return { kind: "answer" };
  return { kind: "decline", input: writeDecline.unknownWords(unknown, source) };
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
