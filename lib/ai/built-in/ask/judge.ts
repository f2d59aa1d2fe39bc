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
  const isLost = coverage < 0.65 || unknown.length > 2 || unknown.some((word) => /\d/.test(word));
  if (!isLost) return { kind: "answer" };
  return { kind: "decline", input: writeDecline.unknownWords(unknown, source) };
}
