import { Fold } from "#components/ui/fold";
import { Notice } from "#components/ui/notice";
import { CandidateCard } from "./candidate-card.tsx";
import type { AssistAnswer } from "./read-assist.tsx";
import type { Choice } from "./use-choice.tsx";

type VerdictProps = {
  readonly answer: AssistAnswer;
  readonly choice: Choice;
  readonly locale: string;
  readonly currency: string;
};

/** What came of it: that a formula is sound, or why there is none: with the nearest one that holds, and what was wrong with the last try. */
export function Verdict({ answer: { verdict }, choice, locale, currency }: VerdictProps) {
  if (verdict === null) return null;
  if (verdict.verdict === "sound") return <Notice tone="positive">{verdict.message}</Notice>;
  if (verdict.verdict !== "declined") return <p className="text-quiet">{verdict.message}</p>;
  return (
    <div className="space-y-3">
      <Notice tone="warning">{verdict.message}</Notice>
      {verdict.nearest !== null && (
        <CandidateCard
          candidate={verdict.nearest}
          title="The nearest that holds"
          before={null}
          choice={choice}
          locale={locale}
          currency={currency}
        />
      )}
      {verdict.diagnostics.length > 0 && (
        <Fold title="What was wrong with the last try">
          <ul className="list-disc space-y-1 pl-4 text-sm">
            {verdict.diagnostics.map(({ message, span }) => (
              <li key={`${span.from}-${message}`} className="wrap-anywhere">
                {message}
              </li>
            ))}
          </ul>
        </Fold>
      )}
    </div>
  );
}
