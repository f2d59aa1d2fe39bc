import type { FormulaSentence } from "#lib/contract/formula-assist";

type SentencesProps = { readonly formula: string; readonly sentences: readonly FormulaSentence[] };

const deepest = 6;

/** What each part of a formula does, the parts under the whole; beside each the part itself. */
export function Sentences({ formula, sentences }: SentencesProps) {
  return (
    <ul aria-label="Part by part" className="space-y-1.5">
      {sentences.map(({ text, span, depth }) => (
        <li
          key={`${span.from}-${span.to}-${depth}-${text}`}
          style={{ marginLeft: `${Math.min(depth, deepest) * 14}px` }}
          className={depth > 0 ? "border-l pl-2.5" : ""}
        >
          <span className="wrap-anywhere">{text}</span>
          {depth > 0 && (
            <code className="wrap-anywhere mt-0.5 block font-mono text-quiet text-xs">
              {formula.slice(span.from, span.to)}
            </code>
          )}
        </li>
      ))}
    </ul>
  );
}
