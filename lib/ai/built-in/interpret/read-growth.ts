import { labelOf, lastWhole, periodBefore, yearEarlier } from "../follow-up/periods.ts";
import { resolve } from "../follow-up/prior-period.ts";
import type { Bucket } from "../mentions/find-dates.ts";
import type { KnownColumn, KnownSource } from "../source.ts";
import { implicitAggregate, worthOf } from "./flows.ts";
import { mainDate } from "./read-dates.ts";
import type { SuperlativeReading } from "./read-superlatives.ts";
import type { Condition, Key, Measure } from "./reading.ts";
import { at, bestWhere, findAll, isFree, isQuantity, skip, take, textAt, type Workings } from "./workings.ts";

/** Growth row by row of time, or from one period to another with what was measured in both. */
export type GrowthReading = {
  readonly measures: readonly Measure[];
  readonly keys: readonly Key[];
  /** The two periods; null: time is a key. */
  readonly compared: Condition | null;
  /** "fell the most": the smallest growth first. */
  readonly isFall: boolean;
};

const falls = /^(shrank|fell|declined|dropped|decreased|lost)/;
const spans: readonly (readonly [RegExp, Bucket])[] = [
  [/^(year over year|year on year|yoy)$/, "year"],
  [/^(quarter over quarter|qoq)$/, "quarter"],
  [/^(month over month|month on month|mom)$/, "month"],
];

/** Takes "sales growth by category", "YoY growth", "which category grew the most from 2024 to 2025". Null: nothing grows, or nothing that can be measured. */
export function readGrowth(
  workings: Workings,
  keys: readonly Key[],
  conditions: readonly Condition[],
): GrowthReading | null {
  const markers = findAll(workings, "marker").filter(([, { marker }]) => marker === "growth");
  const [first] = markers;
  const date = mainDate(workings);
  if (first === undefined || date === null) return null;
  const text = markers.map(([index]) => textAt(workings, index));
  const subject = markers.flatMap(([index]) => subjectBeside(workings, index) ?? [])[0] ?? worthSubject(workings);
  if (subject === null || subject === undefined) return null;
  take(workings, ...subject.indexes, ...markers.map(([index]) => index));
  const span = spans.flatMap(([pattern, bucket]) => (text.some((one) => pattern.test(one)) ? [bucket] : []))[0] ?? null;
  const { column } = subject;
  const isFall = text.some((one) => falls.test(one));
  const isTimed = keys.some((key) => key.bucket !== null || key.column.role === "year" || key.column.role === "time");
  if (date.role === "year" || isTimed || (span !== null && span !== "year")) {
    const time: Key = { column: date, bucket: date.role === "year" ? null : (span ?? "year") };
    const measures: Measure[] = [
      { aggregate: "sum", column },
      { aggregate: "growth", column },
    ];
    return { measures, keys: isTimed ? [] : [time], compared: null, isFall };
  }
  return comparePeriods(column, date, conditions, span === "year", workings.source, isFall);
}

function comparePeriods(
  column: KnownColumn,
  date: KnownColumn,
  conditions: readonly Condition[],
  isYearly: boolean,
  { described }: KnownSource,
  isFall: boolean,
): GrowthReading | null {
  const own = periodsOf(conditions, date, described.asOf);
  const now = own.at(-1) ?? lastWhole("year", null, described.asOf);
  const before = own.length > 1 ? own[0] : isYearly ? yearEarlier(now) : periodBefore(now);
  if (before === undefined) return null;
  const [earlier, later] = [before, now].map(
    (range): Condition => ({
      kind: "dates",
      column: date,
      range: { kind: "between", ...range },
      exclude: false,
      label: labelOf(range),
    }),
  );
  if (earlier === undefined || later === undefined) return null;
  const aggregate = implicitAggregate(column);
  const [over, of] = [earlier, later].map((condition): Measure => ({ aggregate, column, condition }));
  if (over === undefined || of === undefined) return null;
  const measures: Measure[] = [{ aggregate: "growth", column, of, over }, over, of];
  return { measures, keys: [], compared: { kind: "any", conditions: [earlier, later] }, isFall };
}

type Days = { readonly start: string; readonly end: string };

/** The periods that the question names, the first and the last year of a stretch of whole years among them. */
function periodsOf(conditions: readonly Condition[], date: KnownColumn, asOf: string): readonly Days[] {
  const all = conditions.flatMap((one) => (one.kind === "any" ? one.conditions : [one]));
  const days = all.flatMap((one) =>
    one.kind === "dates" && one.column === date && !one.exclude ? (resolve(one.range, asOf) ?? []) : [],
  );
  const [only] = days;
  if (days.length !== 1 || only === undefined) return days.toSorted((a, b) => a.start.localeCompare(b.start));
  const [first, last] = [only.start.slice(0, 4), only.end.slice(0, 4)];
  const isStretch = first !== last && only.start.endsWith("-01-01") && only.end.endsWith("-12-31");
  return isStretch ? [first, last].map((year) => ({ start: `${year}-01-01`, end: `${year}-12-31` })) : days;
}

type Subject = { readonly column: KnownColumn; readonly indexes: readonly number[] };

function subjectBeside(workings: Workings, index: number): Subject | null {
  for (const position of [skip(workings, index, 1, ["aggregate", "marker"]), skip(workings, index, -1)]) {
    const mention = at(workings, position, "column");
    const column = mention === null ? null : bestWhere(mention.candidates, isQuantity);
    if (column === null || column.role === "metric") continue;
    const between = findAll(workings, "aggregate").flatMap(([one]) =>
      one > Math.min(index, position) && one < Math.max(index, position) ? [one] : [],
    );
    return { column, indexes: [position, ...between] };
  }
  return null;
}

/** Nothing else is measured: sales are what grows. */
function worthSubject(workings: Workings): Subject | null {
  const isOther = workings.mentions.some(
    (mention, index) =>
      isFree(workings, index) &&
      (mention.kind === "aggregate" ||
        (mention.kind === "column" && bestWhere(mention.candidates, isQuantity) !== null)),
  );
  const column = isOther ? null : worthOf(workings.source);
  return column === null ? null : { column, indexes: [] };
}

/** "grew the most": what grows is what ranks. */
export function rankGrowth(
  superlative: SuperlativeReading | null,
  growth: GrowthReading | null,
): SuperlativeReading | null {
  const [measure] = growth?.measures ?? [];
  if (superlative === null || growth?.compared == null || measure === undefined) return superlative;
  const isFall = growth.isFall && superlative.direction === "max";
  return { ...superlative, by: measure, direction: isFall ? "min" : superlative.direction, isShown: false };
}
