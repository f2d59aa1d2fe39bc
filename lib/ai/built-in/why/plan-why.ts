import type { WorksheetDraft } from "#lib/worksheet/draft";
import { writeDraft } from "../draft/write-draft.ts";
import { labelOf } from "../follow-up/periods.ts";
import { settle } from "../interpret/count-rows.ts";
import type { Condition, Measure, Reading, SortTerm } from "../interpret/reading.ts";
import type { KnownColumn, KnownSource } from "../source.ts";
import { findDimensions } from "./find-dimensions.ts";
import type { Why } from "./read-why.ts";

/** A worksheet of the explanation. `column` is what it takes apart; null: it is the whole. */
export type Part = { readonly column: KnownColumn | null; readonly draft: WorksheetDraft };

/** Each is one query; with finding the source, drawing and writing they make eight steps. */
const mostParts = 3;

export function planWhy(why: Why, source: KnownSource): readonly Part[] {
  return why.kind === "change" ? planChange(why, source) : planLevel(why, source);
}

/** Both periods and the change, by each of a few columns; for what does not add up also in total. */
function planChange(why: Extract<Why, { kind: "change" }>, source: KnownSource): readonly Part[] {
  const { measure, date, now, before } = why;
  const within = (days: typeof now): Condition => ({
    kind: "dates",
    column: date,
    range: { kind: "between", ...days },
    exclude: false,
    label: labelOf(days),
  });
  const [first, second] = [within(before), within(now)];
  const isAdjacent = before.end < now.start && Date.parse(now.start) - Date.parse(before.end) === 86_400_000;
  const both: Condition = isAdjacent
    ? { ...within({ start: before.start, end: now.end }), ...labels(first, second) }
    : { kind: "any", conditions: [first, second] };
  const [earlier, later] = [first, second].map((condition) => during(measure, condition));
  if (earlier === undefined || later === undefined) return [];
  const change: Measure = { aggregate: "delta", column: measure.column, of: later, over: earlier };
  const direction = why.direction === "up" ? "descending" : "ascending";
  const base = readingOf([...why.conditions, both], [earlier, later, change]);
  const share: Measure = { aggregate: "share", column: measure.column, of: change };
  const apart = isAdditive(measure) ? { ...base, measures: [...base.measures, share] } : base;
  const dimensions = findDimensions(why, source);
  const whole = isAdditive(measure) ? [] : [part(null, base, source)];
  const parts = dimensions.map((column) => part(column, apart, source, [{ by: change, direction }]));
  return [...whole, ...parts].slice(0, mostParts);
}

function labels(first: Condition, second: Condition): { readonly label: string } {
  const [from, to] = [first, second].map((one) => (one.kind === "dates" ? one.label : ""));
  return { label: `${from} to ${to}` };
}

/** The value among its like, with how many rows and how much each; then its share by a few columns. */
function planLevel(why: Extract<Why, { kind: "level" }>, source: KnownSource): readonly Part[] {
  const { measure, column, value, conditions } = why;
  const counted = settle(readingOf([], [{ aggregate: "count", column: null }]), source).measures;
  const isSum = measure.aggregate === "sum" && measure.over === undefined;
  const [count] = counted;
  const each: Measure[] = isSum && count !== undefined ? [{ ...measure, over: count }] : [];
  const direction = why.direction === "down" ? "ascending" : "descending";
  const measures = [measure, ...(isSum ? counted : []), ...each];
  const like = part(column, readingOf(conditions, measures), source, [{ by: measure, direction }]);
  const condition: Condition = { kind: "values", column, values: [value], exclude: false };
  const own = during(measure, condition);
  const share: Measure = { ...own, over: measure };
  const among = isAdditive(measure) && measure.column !== null ? [own, measure, share] : [own, measure];
  const dimensions = findDimensions(why, source);
  const parts = dimensions.map((one) =>
    part(one, readingOf(conditions, among), source, [{ by: own, direction: "descending" }]),
  );
  return [like, ...parts].slice(0, mostParts);
}

/** Of a ratio both parts are of these rows. */
function during(measure: Measure, condition: Condition): Measure {
  const { over } = measure;
  return over === undefined ? { ...measure, condition } : { ...measure, condition, over: { ...over, condition } };
}

function isAdditive({ aggregate, over }: Measure): boolean {
  return over === undefined && (aggregate === "sum" || aggregate === "count");
}

function readingOf(conditions: readonly Condition[], measures: readonly Measure[]): Reading {
  return {
    conditions,
    keys: [],
    measures,
    columns: [],
    isDistinct: false,
    having: [],
    sort: [],
    limit: null,
    chart: null,
  };
}

function part(column: KnownColumn | null, reading: Reading, source: KnownSource, sort: readonly SortTerm[] = []): Part {
  const keys = column === null ? [] : [{ column, bucket: null }];
  return { column, draft: writeDraft({ ...reading, keys, sort }, source) };
}
