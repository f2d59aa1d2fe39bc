import { number, type Teller, type ToldFact } from "./teller.ts";
import { writeOutlier } from "./write-amounts.ts";

/** A measure over time: from where to where, how steadily, its peak and low, its largest step, its season, what is not whole. */
export function writeTime(teller: Teller): string[] {
  const ends = writeEnds(teller);
  const extremes = writeExtremes(teller);
  const caveats = [...writePartial(teller), ...writeGaps(teller)];
  const seasons = writeSeason(teller);
  const told = [...(teller.find("highest")?.rows ?? []), ...(teller.find("lowest")?.rows ?? [])];
  return [
    ...ends,
    ...writeCourse(teller),
    ...extremes,
    ...caveats,
    ...seasons,
    ...writeOutlier(teller, told),
    ...writeSteps(teller),
  ];
}

const littleChange = 0.02;

function writeEnds(teller: Teller): string[] {
  const { measure } = teller;
  const first = teller.find("first");
  const last = teller.find("last");
  const change = teller.find("change");
  const growth = teller.find("growth");
  if (first === undefined || last === undefined || change === undefined) return [];
  const from = `${number(first)} ${teller.at(first.rows[0])}`;
  const to = `${number(last)} ${teller.at(last.rows[0])}`;
  if (change.value === 0) return [`${measure} ended where it began: ${from} and again ${teller.at(last.rows[0])}.`];
  const by = growth === undefined ? `a change of ${number(change)}` : `a change of ${number(growth)}`;
  if (growth !== undefined && Math.abs(growth.value) < littleChange)
    return [`${measure} ended close to where it began: ${from}, ${to}.`];
  return [`${measure} ${change.way === "up" ? "rose" : "fell"} from ${from} to ${to}, ${by}.`];
}

/** How far a straight line explains it; else whether there is a direction at all. */
function writeCourse(teller: Teller): string[] {
  const trend = teller.find("trend");
  const direction = teller.find("direction");
  if (trend !== undefined && trend.way !== null) {
    const how = trend.value >= 0.85 ? "steady" : "fairly steady";
    return [
      `The ${trend.way === "up" ? "rise" : "decline"} is ${how}: a straight line fits it with an R² of ${number(trend)}.`,
    ];
  }
  if (direction === undefined) return [];
  if (direction.way === null) return ["In between it goes up and down without a clear direction."];
  return [`Over the whole span the direction is ${direction.way}, though not in an even line.`];
}

function writeExtremes(teller: Teller): string[] {
  const highest = teller.find("highest");
  const lowest = teller.find("lowest");
  if (highest === undefined || lowest === undefined) return writeFlat(teller);
  const peak = endOf(teller, highest, "tiedHighest");
  const low = isUnfinished(teller, lowest) ? null : endOf(teller, lowest, "tiedLowest");
  const high = `The highest value was ${number(highest)}, ${peak}`;
  if (low === null) return [`${high}.`];
  // In one sentence the period of the one would stand beside the count of the other.
  const isCounted = [highest, lowest].some(({ rows }) => rows.length > 2);
  return isCounted
    ? [`${high}.`, `The lowest was ${number(lowest)}, ${low}.`]
    : [`${high}; the lowest was ${number(lowest)}, ${low}.`];
}

function writeFlat(teller: Teller): string[] {
  const count = teller.find("groups");
  return count === undefined ? [] : [`It is the same in all ${number(count)} ${teller.groups}.`];
}

function endOf(teller: Teller, fact: ToldFact, kind: "tiedHighest" | "tiedLowest"): string {
  const tied = teller.find(kind);
  const count = teller.find("groups");
  if (tied === undefined || fact.rows.length <= 2) {
    const [first, ...rest] = fact.rows;
    return [teller.at(first), ...rest.map(teller.when)].join(" and ");
  }
  return count === undefined
    ? `in ${number(tied)} ${teller.groups}`
    : `in ${number(tied)} of the ${number(count)} ${teller.groups}`;
}

/** The lowest value may only be that of a period that has just begun. */
function isUnfinished(teller: Teller, { rows }: ToldFact): boolean {
  const partial = teller.find("partial");
  return partial?.rows[0] !== undefined && rows.includes(partial.rows[0]);
}

function writePartial(teller: Teller): string[] {
  const partial = teller.find("partial");
  if (partial === undefined) return [];
  return [
    `${teller.when(partial.rows[0])} is not over yet (${number(partial)} of it had passed), so its value cannot be compared with the others.`,
  ];
}

function writeGaps(teller: Teller): string[] {
  const missing = teller.find("missingPeriods");
  if (missing === undefined) return [];
  const unit = /of \d+ (\w+)s between/.exec(missing.text)?.[1] ?? "period";
  return [
    `For ${number(missing)} ${missing.value === 1 ? `${unit} in between there is` : `${unit}s in between there are`} no rows.`,
  ];
}

function writeSeason(teller: Teller): string[] {
  const season = teller.find("season");
  const [name] = season?.labels ?? [];
  if (season === undefined || name === undefined) return [];
  return [`The pattern repeats every year: ${name} is the highest on average, ${number(season)} above the mean.`];
}

function writeSteps(teller: Teller): string[] {
  const steps = [teller.find("rise"), teller.find("fall")].filter((step) => step !== undefined);
  const [largest] = steps.toSorted((a, b) => b.value - a.value);
  if (largest === undefined) return [];
  const word = largest.kind === "rise" ? "rise" : "drop";
  const [before, after] = largest.rows;
  return [
    `The largest single ${word}, ${number(largest)}, came between ${teller.when(before)} and ${teller.when(after)}.`,
  ];
}
