import type { AskModelInput } from "#lib/contract/ask-tools";
import { interpretFollowUp } from "../follow-up/follow-up.ts";
import { type Interpretation, interpret } from "../interpret/interpret.ts";
import type { FoundValue } from "../mentions/find-values.ts";
import { type DescribedSource, type KnownSource, prepareSource } from "../source.ts";

export type Candidate = {
  readonly source: KnownSource;
  readonly interpretation: Interpretation;
  readonly score: number;
};

/** Each step back in the list of found sources costs as much as a twentieth of the question's words. */
const rankCost = 0.05;
/** "sales" is Sales rather than Sales Target: names that were said whole count this much. */
const nameWeight = 0.6;

/** The described source whose columns and values explain most of the question; of equals the one that was found first. */
export function chooseSource(
  { question, previous }: AskModelInput,
  described: readonly DescribedSource[],
  found: ReadonlyMap<string, readonly FoundValue[]>,
): Candidate | null {
  const candidates = described.map((one, rank): Candidate => {
    const source = prepareSource(one);
    const values = found.get(one.name) ?? [];
    const followUp = previous === null ? null : interpretFollowUp(question, previous, source, values);
    const interpretation = followUp ?? interpret(question, source, values);
    const continued = followUp === null ? 0 : 0.5;
    const score = interpretation.coverage + nameFit(interpretation) * nameWeight + continued - rank * rankCost;
    return { source, interpretation, score };
  });
  return candidates.toSorted((a, b) => b.score - a.score)[0] ?? null;
}

/** How wholly the columns that are meant were named, 0 to 1. The noun of the rows is named whole. */
function nameFit({ mentions }: Interpretation): number {
  const coverages = mentions.flatMap((mention) =>
    mention.kind === "column"
      ? [Math.min(1, mention.candidates[0]?.coverage ?? 0)]
      : mention.kind === "entity"
        ? [1]
        : [],
  );
  return coverages.length === 0 ? 0 : coverages.reduce((sum, coverage) => sum + coverage, 0) / coverages.length;
}
