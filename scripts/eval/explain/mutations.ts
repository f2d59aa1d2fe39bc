import type { EvalChart } from "#scripts/eval/explain/charts";

/** An explanation with one planted error, which a scorer must find. */
export type Mutation = { readonly kind: string; readonly text: string };

export function mutate(text: string, chart: EvalChart): readonly Mutation[] {
  const mutations = [...changeDigits(text), ...swapLabels(text, chart), ...swapWords(text)];
  return mutations.filter((mutation) => mutation.text !== text);
}

/** The first digit of each number that is no part of a name becomes another. */
function changeDigits(text: string): Mutation[] {
  const numbers = [
    ...text.matchAll(
      /(?<= (?:with|of|at|was|is|from|to|for|and|,|rise,|drop,) \(?)[1-9][\d,]*(?:\.\d+)?%?(?=[ .,;)])/g,
    ),
  ];
  return numbers.map((match) => {
    const digit = match[0].slice(0, 1);
    const other = digit === "9" ? "4" : String(Number(digit) + 1);
    return {
      kind: "digit",
      text: text.slice(0, match.index) + other + text.slice(match.index + 1),
    };
  });
}

/** Two categories with different values change places. */
function swapLabels(text: string, { labels, rows }: EvalChart): Mutation[] {
  const values = rows.columns[1] ?? [];
  const named = labels.flatMap((label, index) => (text.includes(label) ? [{ label, value: values[index] }] : []));
  return named.flatMap((one, index) => {
    const other = named.slice(index + 1).find(({ value, label }) => value !== one.value && isApart(one.label, label));
    if (other === undefined || one.label.length < 3 || other.label.length < 3) return [];
    const swapped = text
      .replaceAll(one.label, "\u0000")
      .replaceAll(other.label, one.label)
      .replaceAll("\u0000", other.label);
    return [{ kind: "category", text: swapped }];
  });
}

function isApart(one: string, other: string): boolean {
  return !one.includes(other) && !other.includes(one);
}

const opposites: readonly (readonly [string, string])[] = [
  ["highest", "lowest"],
  ["lowest", "highest"],
  [" rose ", " fell "],
  [" fell ", " rose "],
  ["largest single rise", "largest single drop"],
  ["largest single drop", "largest single rise"],
];

function swapWords(text: string): Mutation[] {
  return opposites.flatMap(([word, opposite]) =>
    text.includes(word) ? [{ kind: "direction", text: text.replace(word, opposite) }] : [],
  );
}
