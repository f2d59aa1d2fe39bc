import type { NumberScope } from "./number-scope.ts";
import type { Origin } from "./resolve-reference.ts";

/**
 * Whether a number belongs to what its sentence speaks of. Null: it does, or the sentence names nobody. Else the names that the
 * sentence gives and the number's row does not have: "West led with 1.2 M" when that was East.
 */
export function findWrongLabels(sentence: string, origins: readonly Origin[], scope: NumberScope): string[] | null {
  if (origins.length === 0 || origins.some(({ labels }) => labels.length === 0)) return null;
  const resultIds = new Set(origins.map(({ resultId }) => resultId));
  const mentioned = mentionedLabels(sentence, resultIds, scope);
  const named = mentioned.filter((labels) => labels.length > 0);
  const agrees = ({ labels }: Origin): boolean =>
    named.every((names) => labels.some((label) => names.includes(label.toLowerCase())));
  return named.length === 0 || origins.some(agrees) ? null : named.flat();
}

const mostLabels = 2_000;

/** The values of each text column that stand in the sentence, longer ones first taken. */
function mentionedLabels(sentence: string, resultIds: ReadonlySet<string>, scope: NumberScope): string[][] {
  let rest = ` ${sentence.toLowerCase()} `;
  const columns = scope.results
    .filter(({ resultId }) => resultIds.has(resultId))
    .flatMap(({ schema, rows }) =>
      schema.flatMap((column, index) =>
        column.type === "text" ? [new Set(rows.columns[index]?.slice(0, mostLabels))] : [],
      ),
    );
  const labels = columns.flatMap((values, column) =>
    [...values].flatMap((value) =>
      typeof value === "string" && value !== "" ? [{ column, label: value.toLowerCase() }] : [],
    ),
  );
  const found: string[][] = columns.map(() => []);
  for (const { column, label } of labels.sort((left, right) => right.label.length - left.label.length)) {
    const at = wordIndex(rest, label);
    if (at === -1) continue;
    found[column]?.push(label);
    rest = rest.slice(0, at) + "\u0000".repeat(label.length) + rest.slice(at + label.length);
  }
  return found;
}

function wordIndex(text: string, label: string): number {
  const isLetter = (character: string | undefined): boolean =>
    character !== undefined && /[\p{L}\p{N}]/u.test(character);
  for (let at = text.indexOf(label); at !== -1; at = text.indexOf(label, at + 1))
    if (!isLetter(text[at - 1]) && !isLetter(text[at + label.length])) return at;
  return -1;
}
