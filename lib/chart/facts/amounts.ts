import type { Format } from "../../formula/types.ts";
import { isAdditive } from "../roles.ts";
import { findOutliers, mean, sum } from "../statistics.ts";
import { type FactDraft, percent, whole } from "./fact.ts";
import { aboutAll, factAt, type Point, type Series } from "./frame.ts";

export function totalFacts(series: Series): FactDraft[] {
  const { measure, name, show } = series;
  const values = series.points.map(({ value }) => value);
  if (isAdditive(measure)) {
    const total = sum(values);
    return [
      aboutAll(
        series,
        "total",
        total,
        `${/^total\b/i.test(name) ? name : `Total ${name}`}: ${show.value(total, measure.format)}`,
        measure.format,
      ),
    ];
  }
  return averageFacts(series);
}

/** The mean of the rows' values, each row counted once. */
export function averageFacts(series: Series): FactDraft[] {
  const { measure, name, points, show } = series;
  const average = mean(points.map(({ value }) => value));
  if (average === null) return [];
  const text = `Average of ${name} over the rows: ${show.value(average, measure.format)}`;
  return [aboutAll(series, "average", average, text, measure.format)];
}

export function extremeFacts(series: Series): FactDraft[] {
  const { measure, name, show } = series;
  const [highest, second] = ranked(series);
  const lowest = lowestOf(series);
  if (highest === undefined || second === undefined || lowest === undefined) return [];
  if (highest.value === lowest.value) return [];
  const shown = (point: Point): string => `${point.name}, ${show.value(point.value, measure.format)}`;
  const facts = [
    { ...factAt(series, "highest", highest, `Highest ${name}: ${shown(highest)}`), rows: rowsAt(series, highest) },
    { ...factAt(series, "lowest", lowest, `Lowest ${name}: ${shown(lowest)}`), rows: rowsAt(series, lowest) },
  ];
  const lead = second.value > 0 ? highest.value / second.value - 1 : 0;
  if (lead > 0) {
    const text = `${highest.name} is ${show.share(lead)} above ${second.name}, the next, in ${name}`;
    const rows = [highest.row, second.row];
    facts.push({ ...factAt(series, "lead", highest, text), value: lead, format: percent, rows });
  }
  return [...facts, ...(isAdditive(measure) ? shareFacts(series, highest) : [])];
}

function shareFacts(series: Series, highest: Point): FactDraft[] {
  const values = series.points.map(({ value }) => value);
  const total = sum(values);
  if (total <= 0 || values.some((value) => value < 0)) return [];
  const share = highest.value / total;
  const text = `${highest.name} has ${series.show.share(share)} of all ${series.name}`;
  const facts = [{ ...factAt(series, "share", highest, text), value: share, format: percent }];
  if (values.length < 6) return facts;
  const top = ranked(series).slice(0, 3);
  const part = sum(top.map(({ value }) => value)) / total;
  const topText = `The three largest rows have ${series.show.share(part)} of all ${series.name}`;
  return [...facts, { ...aboutAll(series, "concentration", part, topText, percent), rows: top.map(({ row }) => row) }];
}

/** What stands around the extremes: how many rows share them, the second, how far apart they are, and how many are above the mean. */
export function spreadFacts(series: Series): FactDraft[] {
  const { points, name, measure, show } = series;
  const order = ranked(series);
  const [highest, second] = order;
  const lowest = lowestOf(series);
  const average = mean(points.map(({ value }) => value));
  if (highest === undefined || second === undefined || lowest === undefined || average === null) return [];
  const count = `${name} has ${points.length} values`;
  const facts = [aboutAll(series, "groups", points.length, count, whole)];
  if (isAdditive(measure)) facts.push(...averageFacts(series));
  if (highest.value === lowest.value) return facts;
  facts.push(...tieFact(series, "tiedHighest", highest), ...tieFact(series, "tiedLowest", lowest));
  const next = order.find(({ value }) => value < highest.value);
  if (next !== undefined) {
    const text = `Second in ${name}: ${next.name}, ${show.value(next.value, measure.format)}`;
    facts.push({ ...factAt(series, "second", next, text), rows: rowsAt(series, next) });
  }
  if (lowest.value > 0 && highest.value / lowest.value >= 1.5) {
    const ratio = highest.value / lowest.value;
    const decimals = ratio >= 10 ? 0 : 1;
    const text = `The highest ${name} is ${ratio.toFixed(decimals)} times the lowest`;
    const format: Format = { kind: "number", decimals };
    facts.push({ ...aboutAll(series, "ratio", ratio, text, format), rows: [highest.row, lowest.row] });
  }
  const above = points.filter(({ value }) => value > average).length;
  const text = `${above} of ${points.length} rows are above the average ${name}`;
  facts.push(aboutAll(series, "aboveAverage", above, text, whole));
  return facts;
}

function tieFact(series: Series, kind: "tiedHighest" | "tiedLowest", point: Point): FactDraft[] {
  const rows = rowsAt(series, point);
  if (rows.length < 2) return [];
  const end = kind === "tiedHighest" ? "highest" : "lowest";
  const text = `${rows.length} rows share the ${end} ${series.name}`;
  return [{ ...aboutAll(series, kind, rows.length, text, whole), rows }];
}

export function outlierFacts(series: Series): FactDraft[] {
  const { name, measure, show } = series;
  const positions = findOutliers(series.points.map(({ value }) => value));
  const points = positions.flatMap((position) => series.points[position] ?? []);
  return points
    .slice(0, 2)
    .map((point) =>
      factAt(
        series,
        "outlier",
        point,
        `${point.name} stands apart in ${name}: ${show.value(point.value, measure.format)}`,
      ),
    );
}

/** The largest first; of equal ones the earlier row. */
export function ranked({ points }: Series): Point[] {
  return points.toSorted((a, b) => b.value - a.value || a.row - b.row);
}

function lowestOf({ points }: Series): Point | undefined {
  return points.toSorted((a, b) => a.value - b.value || a.row - b.row)[0];
}

function rowsAt({ points }: Series, { value }: Point): number[] {
  return points.filter((point) => point.value === value).map(({ row }) => row);
}
