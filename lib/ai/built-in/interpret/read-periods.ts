import { yearEarlier } from "../follow-up/periods.ts";
import { resolve } from "../follow-up/prior-period.ts";
import { type Bucket, type DateRange, yearRange } from "../mentions/find-dates.ts";
import type { MentionOf } from "../mentions/mention.ts";
import type { KnownColumn } from "../source.ts";
import { isFlow } from "./flows.ts";
import { isNegated } from "./negation.ts";
import { mainDate } from "./read-dates.ts";
import type { Condition, Key } from "./reading.ts";
import {
  at,
  bestWhere,
  fillerAt,
  isComma,
  isMarker,
  isNumeric,
  skip,
  take,
  textAt,
  type Workings,
} from "./workings.ts";

export type PeriodsReading = { readonly conditions: readonly Condition[]; readonly keys: readonly Key[] };

type Period = {
  readonly indexes: readonly number[];
  readonly range: DateRange;
  readonly label: string;
  readonly unit: Bucket;
};

const nothing: PeriodsReading = { conditions: [], keys: [] };

/**
 * Takes periods that stand beside each other, "2024 vs 2025", "Q1 and Q2", "last quarter compared with the one before": any of them, a
 * row for each. A year that stands alone beside what is no code ("sales 2025") is a period too. Only where the data has dates.
 */
export function readPeriods(workings: Workings): PeriodsReading {
  const column = mainDate(workings);
  if (column === null || column.role !== "time") return nothing;
  const compared = readCompared(workings);
  if (compared !== null) return comparePeriods(workings, column, compared);
  const years = [...readYearRanges(workings), ...readLoneYears(workings)];
  return { conditions: years.map((period) => conditionOf(workings, column, period)), keys: [] };
}

function comparePeriods(workings: Workings, column: KnownColumn, periods: readonly Period[]): PeriodsReading {
  const conditions = periods.map((period) => conditionOf(workings, column, period));
  const unit = periods[0]?.unit ?? "year";
  return { conditions: [{ kind: "any", conditions }], keys: [{ column, bucket: unit }] };
}

function conditionOf(workings: Workings, column: KnownColumn, { indexes, range, label }: Period): Condition {
  const [first] = indexes;
  const exclude = first !== undefined && isNegated(workings, first);
  take(workings, ...indexes);
  return { kind: "dates", column, range, exclude, label };
}

/** Two or more periods of the same unit in a row; null when there are none. */
function readCompared(workings: Workings): readonly Period[] | null {
  for (const index of workings.mentions.keys()) {
    const first = periodAt(workings, index);
    if (first === null || isRange(workings, index)) continue;
    const before = readOneBefore(workings, index, first);
    if (before !== null) return [before, first];
    const periods = [first, ...following(workings, index, first.unit)];
    if (periods.length > 1) return periods;
  }
  return null;
}

function following(workings: Workings, start: number, unit: Bucket): Period[] {
  const periods: Period[] = [];
  for (let index = start; ; ) {
    const joint = nextJoint(workings, index);
    const next = joint === null ? -1 : skip(workings, joint, 1, ["marker", "comparison"]);
    const period = next < 0 ? null : periodAt(workings, next);
    if (joint === null || period === null || period.unit !== unit) return periods;
    periods.push({ ...period, indexes: [joint, ...period.indexes] });
    index = next;
  }
}

/** "vs", "and", a comma, "compared to". */
function nextJoint(workings: Workings, index: number): number | null {
  const joint = skip(workings, index, 1);
  const mention = workings.mentions[joint];
  return isMarker(mention, "versus", "compare", "and") || isComma(mention) ? joint : null;
}

/** "the one before", "the previous one", "the year before". */
function readOneBefore(workings: Workings, index: number, { range, label, unit }: Period): Period | null {
  const joint = skip(workings, index, 1);
  if (!isMarker(workings.mentions[joint], "versus", "compare", "and")) return null;
  const end = workings.mentions[joint]?.to ?? 0;
  const words = workings.words.slice(end, end + 6).join(" ");
  const yearly =
    /^((with|to|against) )?(the )?same (year|quarter|month|week|day|period|time|one) (of |in |a )?(the )?(last|previous|prior|year) ?(year|ago|before|earlier)?/.exec(
      words,
    );
  if (yearly !== null) return aYearBefore(workings, joint, end, yearly[0], { range, label, unit });
  const phrase = /^((with|to|against) )?(the )?(one|\w+)? ?(before|previous|prior|preceding)( one| that|$|\b)/.exec(
    words,
  );
  if (
    phrase === null ||
    range.kind !== "relative" ||
    (phrase[4] !== undefined && !["one", "period", unit].includes(phrase[4]))
  )
    return null;
  const until = end + phrase[0].trim().split(" ").length;
  const indexes = workings.mentions.flatMap(({ from }, position) => (from >= end && from < until ? [position] : []));
  const offset = range.offset + (range.direction === "last" ? range.length : 1);
  return {
    indexes: [joint, ...indexes],
    range: { ...range, direction: "last", offset: range.direction === "last" ? offset : 0 },
    label: `the ${unit} before ${label}`,
    unit,
  };
}

/** "same month last year". */
function aYearBefore(
  workings: Workings,
  joint: number,
  end: number,
  phrase: string,
  { range, label, unit }: Pick<Period, "range" | "label" | "unit">,
): Period | null {
  const days = resolve(range, workings.asOf);
  if (days === null) return null;
  const until = end + phrase.trim().split(" ").length;
  const indexes = workings.mentions.flatMap(({ from }, position) => (from >= end && from < until ? [position] : []));
  return {
    indexes: [joint, ...indexes],
    range: { kind: "between", ...yearEarlier(days) },
    label: `${label} a year before`,
    unit,
  };
}

/** "between 2023 and 2025", "from 2023 to 2025", "since 2024", "until 2020": of amounts rather than of numbers that may be years. */
function readYearRanges(workings: Workings): Period[] {
  return [...workings.mentions.keys()].flatMap((index): Period[] => {
    const opener = at(workings, index, "comparison");
    const first = yearAt(workings, index + 1);
    if (opener === null || first === null || !isAboutAmounts(workings, index)) return [];
    const last = isOpener(textAt(workings, index)) ? secondYear(workings, index + 1) : null;
    if (last !== null) {
      const range = between(first.value, yearAt(workings, last)?.value ?? first.value);
      const indexes = workings.mentions.flatMap((_, position) =>
        position >= index && position <= last ? [position] : [],
      );
      return [{ indexes, range, label: `${range.start?.slice(0, 4)} to ${range.end?.slice(0, 4)}`, unit: "year" }];
    }
    const open = openRanges[textAt(workings, index)];
    if (open === undefined) return [];
    return [
      {
        indexes: [index, index + 1],
        range: open(first.value),
        label: `${textAt(workings, index)} ${first.text}`,
        unit: "year",
      },
    ];
  });
}

const openRanges: Readonly<Record<string, (year: number) => DateRange>> = {
  since: (year) => ({ kind: "between", start: `${year}-01-01`, end: null }),
  from: (year) => ({ kind: "between", start: `${year}-01-01`, end: null }),
  until: (year) => ({ kind: "between", start: null, end: `${year}-12-31` }),
  till: (year) => ({ kind: "between", start: null, end: `${year}-12-31` }),
};

function isOpener(text: string): boolean {
  return text === "between" || text === "from";
}

function between(first: number, last: number): Extract<DateRange, { kind: "between" }> {
  return { kind: "between", start: `${Math.min(first, last)}-01-01`, end: `${Math.max(first, last)}-12-31` };
}

function yearAt(workings: Workings, index: number): MentionOf<"number"> | null {
  const number = at(workings, index, "number");
  return number !== null && /^(19|20)\d{2}$/.test(number.text) ? number : null;
}

function secondYear(workings: Workings, first: number): number | null {
  const isJoint =
    isMarker(workings.mentions[first + 1], "and", "to") ||
    ["to", "through"].includes(fillerAt(workings, first + 1) ?? "");
  return isJoint && yearAt(workings, first + 2) !== null ? first + 2 : null;
}

function isAboutAmounts(workings: Workings, index: number): boolean {
  const beside = at(workings, skip(workings, index, -1), "column");
  const column = beside === null ? null : bestWhere(beside.candidates, isNumeric);
  return column === null ? beside === null : isFlow(column);
}

function readLoneYears(workings: Workings): Period[] {
  return [...workings.mentions.keys()].flatMap((index): Period[] => {
    const period = at(workings, index, "number") === null ? null : periodAt(workings, index);
    return period === null || isRange(workings, index) || isSecondEnd(workings, index) ? [] : [period];
  });
}

function periodAt(workings: Workings, index: number): Period | null {
  const date = at(workings, index, "date");
  const unit = date === null ? null : unitOf(date.range);
  if (date !== null) return unit === null ? null : { indexes: [index], range: date.range, label: date.label, unit };
  const number = at(workings, index, "number");
  if (number === null || !isPlainYear(workings, index, number.text)) return null;
  return { indexes: [index], range: yearRange(number.value), label: number.text, unit: "year" };
}

/** Four digits that nothing compares with and that no code stands before. */
function isPlainYear(workings: Workings, index: number, text: string): boolean {
  if (!/^(19|20)\d{2}$/.test(text)) return false;
  const before = workings.mentions[index - 1];
  const after = workings.mentions[index + 1];
  if (before?.kind === "comparison" || before?.kind === "superlative" || after?.kind === "openEnd") return false;
  if (before?.kind === "symbol" && !isComma(before)) return false;
  const isCounted = after?.kind === "entity" || (after?.kind === "column" && fillerAt(workings, index - 1) === null);
  if (isCounted) return false;
  const beside = at(workings, skip(workings, index, -1), "column");
  if (beside === null) return true;
  const isCode = bestWhere(beside.candidates, ({ role }) => role === "identifier" || role === "year") !== null;
  return !isCode && (before?.kind === "column" || bestWhere(beside.candidates, isNumeric) !== null);
}

/** "between 2024 and 2025", "from March to May". */
function isRange(workings: Workings, index: number): boolean {
  const before = skip(workings, index, -1);
  const comparison = at(workings, before, "comparison");
  return comparison !== null || fillerAt(workings, index - 1) === "from" || isMarker(workings.mentions[before], "from");
}

/** "… and 2025", "… to 2025" after another period. */
function isSecondEnd(workings: Workings, index: number): boolean {
  const joint = skip(workings, index, -1);
  const isJoint = isMarker(workings.mentions[joint], "and", "to") || at(workings, joint, "comparison") !== null;
  const isPassed = ["to", "through", "until"].includes(fillerAt(workings, index - 1) ?? "");
  const other = isJoint ? skip(workings, joint, -1) : joint;
  return (isJoint || isPassed) && (at(workings, other, "number") ?? at(workings, other, "date")) !== null;
}

/** What one such range is grouped by; null: several months together are no row of their own. */
function unitOf(range: DateRange): Bucket | null {
  if (range.kind === "relative") return range.length === 1 ? range.period : null;
  const { start, end } = range;
  if (start === null || end === null) return null;
  if (start === end) return "day";
  const months = monthOf(end) - monthOf(start) + 1;
  const isWhole = start.endsWith("-01") && Number(end.slice(8, 10)) >= 28;
  if (!isWhole) return null;
  return months === 12 ? "year" : months === 3 ? "quarter" : months === 1 ? "month" : null;
}

function monthOf(iso: string): number {
  return Number(iso.slice(0, 4)) * 12 + Number(iso.slice(5, 7));
}
