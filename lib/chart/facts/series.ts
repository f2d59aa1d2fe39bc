import { isAdditive } from "../roles.ts";
import { mean, sum } from "../statistics.ts";
import { type FactDraft, percent } from "./fact.ts";
import { aboutAll, type Series } from "./frame.ts";

type Ranked = { readonly series: Series; readonly amount: number };

/**
 * Who leads among the colours of a chart, by the total of what adds up, else by the mean: leader with its part of all and its lead,
 * the next and the last. Told of two series and more.
 */
export function leaderFacts(all: readonly Series[]): FactDraft[] {
  const ranked = all
    .flatMap((series): Ranked[] => {
      const amount = amountOf(series);
      return amount === null ? [] : [{ series, amount }];
    })
    .toSorted((a, b) => b.amount - a.amount);
  const [first, second] = ranked;
  const last = ranked.at(-1);
  if (first === undefined || second === undefined || last === undefined || first.amount === last.amount) return [];
  const facts = [
    told("leader", first),
    ...leadFact(first, second),
    ...shareFact(first, ranked),
    told("runnerUp", second),
  ];
  return last === second ? facts : [...facts, told("trailing", last)];
}

function amountOf({ measure, points }: Series): number | null {
  const values = points.map(({ value }) => value);
  return isAdditive(measure) && values.length > 0 ? sum(values) : mean(values);
}

const words = { leader: "Highest", runnerUp: "Second", trailing: "Lowest" } as const;

function told(kind: keyof typeof words, { series, amount }: Ranked): FactDraft {
  const { measure, label, show } = series;
  const what = isAdditive(measure) ? "total" : "average";
  const text = `${words[kind]} ${what} of ${measure.name}: ${label}, ${show.value(amount, measure.format)}`;
  return ofSeries(series, aboutAll(series, kind, amount, text, measure.format));
}

function leadFact(first: Ranked, second: Ranked): FactDraft[] {
  const lead = second.amount > 0 ? first.amount / second.amount - 1 : 0;
  if (lead <= 0) return [];
  const { series } = first;
  const text = `${series.label} is ${series.show.share(lead)} above ${second.series.label} in ${series.measure.name}`;
  return [ofSeries(series, aboutAll(series, "leads", lead, text, percent))];
}

function shareFact({ series, amount }: Ranked, all: readonly Ranked[]): FactDraft[] {
  const total = sum(all.map((one) => one.amount));
  const isWhole = isAdditive(series.measure) && all.every((one) => one.amount >= 0) && total > 0;
  if (!isWhole) return [];
  const text = `${series.label} has ${series.show.share(amount / total)} of all ${series.measure.name}`;
  return [ofSeries(series, aboutAll(series, "leaderShare", amount / total, text, percent))];
}

/** Of series in the order of time: whose last value is furthest above its first, and whose furthest below, by amount. */
export function moverFacts(all: readonly Series[]): FactDraft[] {
  const moved = all.flatMap((series) => {
    const first = series.points[0];
    const last = series.points.at(-1);
    return first === undefined || last === undefined || first === last
      ? []
      : [{ series, first, last, change: last.value - first.value }];
  });
  const ordered = moved.toSorted((a, b) => b.change - a.change);
  const [up] = ordered;
  const down = ordered.at(-1);
  const told = [up !== undefined && up.change > 0 ? up : null, down !== undefined && down.change < 0 ? down : null];
  return told.flatMap((move) => {
    if (move === null) return [];
    const { series, first, last, change } = move;
    const { measure, label, show } = series;
    const span = `from ${first.when} to ${last.when}`;
    const text = `${label} ${change > 0 ? "gained" : "lost"} most in ${measure.name} ${span}: ${show.value(change, measure.format)}`;
    const rows = [first.row, last.row];
    const cells = rows.map((row) => ({ row, key: measure.key }));
    const way = change > 0 ? ("up" as const) : ("down" as const);
    const fact = {
      ...aboutAll(series, "seriesChange", change, text, measure.format),
      labels: [label ?? ""],
      rows,
      cells,
      way,
    };
    if (first.value <= 0) return [fact];
    const growth = change / first.value;
    const growthText = `Growth of ${measure.name} of ${label} ${span}: ${show.share(growth)}`;
    return [fact, { ...fact, kind: "seriesGrowth" as const, value: growth, format: percent, text: growthText }];
  });
}

function ofSeries({ label, points }: Series, fact: FactDraft): FactDraft {
  return { ...fact, labels: label === null ? [] : [label], rows: points.slice(0, 1).map(({ row }) => row) };
}
