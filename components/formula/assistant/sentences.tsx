import type { FormulaSentence } from "#lib/contract/formula-assist";

type SentencesProps = { readonly formula: string; readonly sentences: readonly FormulaSentence[] };

const deepest = 6;

/** What the parts of a formula do, each over the part itself. The first sentence is of the whole, which stands above already. */
export function Sentences({ formula, sentences }: SentencesProps) {
  return (
    <ul aria-label="Part by part" className="space-y-1.5">
      {sentences
        .filter(({ depth }) => depth > 0)
        .map(({ text, span, depth }) => {
          const part = formula.slice(span.from, span.to);
          return (
            <li
              key={`${span.from}-${span.to}-${depth}-${text}`}
              style={{ marginLeft: `${(Math.min(depth, deepest) - 1) * 14}px` }}
              className="border-l pl-2.5"
            >
              <span className="wrap-anywhere">{text}</span>
              {!text.startsWith(part) && (
                <code className="wrap-anywhere mt-0.5 block font-mono text-quiet text-xs">{part}</code>
              )}
            </li>
          );
        })}
    </ul>
  );
}
