type FormulaTextProps = {
  readonly formula: string;
  /** Shown as what it was changed from; null: it is new. */
  readonly before: string | null;
};

/** A formula to read; against the one before it, what is gone is struck and what is new is marked. */
export function FormulaText({ formula, before }: FormulaTextProps) {
  const parts = before === null ? [{ text: formula, change: "kept" as const }] : compare(before, formula);
  return (
    <pre className="wrap-anywhere whitespace-pre-wrap rounded-sm bg-text/5 px-2.5 py-2 font-mono text-sm">
      {parts.map(({ text, change }, index) => {
        const key = `${index}-${change}`;
        if (change === "gone")
          return (
            <del key={key} className="text-danger">
              {text}
            </del>
          );
        return change === "new" ? (
          <ins key={key} className="rounded-sm bg-positive/12 text-positive no-underline">
            {text}
          </ins>
        ) : (
          <span key={key}>{text}</span>
        );
      })}
    </pre>
  );
}

type Part = { readonly text: string; readonly change: "kept" | "gone" | "new" };

/** Word by word: the longest run of words that both have stays. Formulas of more than some hundred words are compared by their ends. */
export function compare(before: string, after: string): readonly Part[] {
  const left = wordsOf(before);
  const right = wordsOf(after);
  const from = commonLength(left, right);
  const tail = commonLength(left.slice(from).toReversed(), right.slice(from).toReversed());
  const middle = commonWords(left.slice(from, left.length - tail), right.slice(from, right.length - tail));
  return joined([...kept(left.slice(0, from)), ...middle, ...kept(left.slice(left.length - tail))]);
}

function wordsOf(text: string): string[] {
  return text.match(/\[[^\]]*\]|"[^"]*"|\w+|\s+|./gsu) ?? [];
}

function commonLength(left: readonly string[], right: readonly string[]): number {
  const at = left.findIndex((word, index) => word !== right[index]);
  return at < 0 ? Math.min(left.length, right.length) : Math.min(at, right.length);
}

const kept = (words: readonly string[]): Part[] => words.map((text) => ({ text, change: "kept" }));
const mostCompared = 40_000;

function commonWords(left: readonly string[], right: readonly string[]): readonly Part[] {
  if (left.length * right.length > mostCompared)
    return [
      { text: left.join(""), change: "gone" },
      { text: right.join(""), change: "new" },
    ];
  const lengths = lengthsOf(left, right);
  const at = (row: number, column: number): number => lengths[row]?.[column] ?? 0;
  const parts: Part[] = [];
  let row = 0;
  let column = 0;
  while (row < left.length || column < right.length) {
    const [old, next] = [left[row], right[column]];
    if (old !== undefined && old === next) {
      parts.push({ text: old, change: "kept" });
      row += 1;
      column += 1;
    } else if (old !== undefined && (next === undefined || at(row + 1, column) >= at(row, column + 1))) {
      parts.push({ text: old, change: "gone" });
      row += 1;
    } else if (next !== undefined) {
      parts.push({ text: next, change: "new" });
      column += 1;
    }
  }
  return parts;
}

/** How many words the rests from each pair of places have in common. */
function lengthsOf(left: readonly string[], right: readonly string[]): readonly (readonly number[])[] {
  const lengths = Array.from({ length: left.length + 1 }, () => Array.from({ length: right.length + 1 }, () => 0));
  for (let row = left.length - 1; row >= 0; row -= 1)
    for (let column = right.length - 1; column >= 0; column -= 1) {
      const line = lengths[row];
      if (line === undefined) continue;
      line[column] =
        left[row] === right[column]
          ? 1 + (lengths[row + 1]?.[column + 1] ?? 0)
          : Math.max(lengths[row + 1]?.[column] ?? 0, line[column + 1] ?? 0);
    }
  return lengths;
}

function joined(parts: readonly Part[]): readonly Part[] {
  const all: Part[] = [];
  for (const part of parts) {
    const last = all.at(-1);
    if (part.text === "") continue;
    if (last?.change === part.change) all.splice(-1, 1, { ...part, text: last.text + part.text });
    else all.push(part);
  }
  return all;
}
