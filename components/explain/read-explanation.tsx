import type { ToldFact } from "#lib/contract/explain-chart";
import type { RunPart } from "#lib/contract/run-chunks";
import type { RunData } from "#lib/contract/runs";

/** An explanation's parts by what they are for. */
export type Explanation = {
  /** What our code found; null until it was looked for. */
  readonly facts: readonly ToldFact[] | null;
  readonly prose: string;
  readonly numbers: ReadonlyMap<string, RunData["number"]>;
  readonly verification: RunData["verification"] | null;
  readonly about: RunData["explanation"] | null;
  readonly asOf: string | null;
  readonly notice: RunData["notice"] | null;
  readonly usage: RunData["usage"] | null;
};

export function readExplanation(parts: readonly RunPart[]): Explanation {
  return {
    facts: parts.findLast((part) => part.type === "data-facts")?.data.facts ?? null,
    prose: parts
      .flatMap((part) => (part.type === "text" ? [part.text] : []))
      .filter((text) => text.trim() !== "")
      .join("\n\n"),
    numbers: new Map(parts.flatMap((part) => (part.type === "data-number" ? [[part.data.id, part.data]] : []))),
    verification: parts.findLast((part) => part.type === "data-verification")?.data ?? null,
    about: parts.findLast((part) => part.type === "data-explanation")?.data ?? null,
    asOf: parts.findLast((part) => part.type === "data-result")?.data.asOf ?? null,
    notice: parts.findLast((part) => part.type === "data-notice")?.data ?? null,
    usage: parts.findLast((part) => part.type === "data-usage")?.data ?? null,
  };
}
