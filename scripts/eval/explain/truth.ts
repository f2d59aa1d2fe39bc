import type { EvalChart } from "#scripts/eval/explain/charts";

/** What is true of a chart's rows, computed anew and naively: nothing of `lib/chart` takes part. */
export type Truth = ReturnType<typeof truthOf>;

export function truthOf({ labels, values, gold }: EvalChart) {
  const sorted = values.toSorted((a, b) => b - a);
  const sum = values.reduce((total, value) => total + value, 0);
  const [max, min] = [sorted[0] ?? 0, sorted.at(-1) ?? 0];
  const second = sorted.find((value) => value < max) ?? max;
  const mean = sum / values.length;
  return {
    values,
    labels,
    sum,
    mean,
    max,
    min,
    second,
    count: values.length,
    topThree: sorted.slice(0, 3).reduce((total, value) => total + value, 0),
    above: values.filter((value) => value > mean).length,
    atMax: values.filter((value) => value === max).length,
    atMin: values.filter((value) => value === min).length,
    first: values[0] ?? 0,
    last: values.at(-1) ?? 0,
    steps: values.slice(1).map((value, index) => value - (values[index] ?? 0)),
    gold,
  };
}

/** Values that a label stands for; the same label may stand in several rows. */
export function valuesOf(label: string, { labels, values }: Truth): readonly number[] {
  return values.filter((_, index) => labels[index] === label);
}

/** Whether digits as they are written stand for this value. */
export function isShown(written: string, value: number): boolean {
  const digits = written.replace(/,/g, "");
  const isPercent = digits.endsWith("%");
  const number = Number(digits.replace(/%$/, "").replace("−", "-"));
  const decimals = /\.(\d+)/.exec(digits)?.[1]?.length ?? 0;
  return Math.abs(number - (isPercent ? value * 100 : value)) <= 0.5 * 10 ** -decimals * (1 + 1e-6);
}
