import { classNames } from "#components/ui/class-names";
import type { FormulaCandidate } from "#lib/contract/formula-assist";
import type { RunData } from "#lib/contract/runs";
import { CandidateCard } from "./candidate-card.tsx";
import { StoredRows } from "./stored-rows.tsx";
import type { Choice } from "./use-choice.tsx";

type AlternativesProps = {
  readonly candidates: readonly FormulaCandidate[];
  readonly differences: readonly RunData["formula-difference"][];
  readonly before: string | null;
  readonly choice: Choice;
  readonly locale: string;
  readonly currency: string;
};

/** One formula, or several side by side with what differs in their results. */
export function Alternatives({ candidates, differences, before, choice, locale, currency }: AlternativesProps) {
  const titleOf = (id: string): string => {
    const index = candidates.findIndex((candidate) => candidate.id === id);
    return candidates.length === 1 ? "Formula" : `Formula ${index + 1}`;
  };
  if (candidates.length === 0) return null;
  return (
    <>
      <div className={classNames("grid gap-3", candidates.length > 1 && "md:grid-cols-2")}>
        {candidates.map((candidate) => (
          <CandidateCard
            key={candidate.id}
            candidate={candidate}
            title={titleOf(candidate.id)}
            before={before}
            choice={choice}
            locale={locale}
            currency={currency}
          />
        ))}
      </div>
      {differences.map(({ left, right, message, rows }) => (
        <section
          key={`${left}-${right}`}
          aria-label={`${titleOf(left)} and ${titleOf(right)} compared`}
          className="animate-arrive space-y-2"
        >
          <p>
            <span className="text-quiet">
              {titleOf(left)} and {titleOf(right)}:
            </span>{" "}
            {message}
          </p>
          {rows !== null && (
            <StoredRows
              resultId={rows.resultId}
              label={`Rows in which ${titleOf(left)} and ${titleOf(right)} differ`}
              caption="Where they differ"
              locale={locale}
              currency={currency}
            />
          )}
        </section>
      ))}
    </>
  );
}
