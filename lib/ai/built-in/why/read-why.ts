import type { AskModelInput } from "#lib/contract/ask-tools";
import { type Days, lastWhole, periodBefore, yearEarlier } from "../follow-up/periods.ts";
import { resolve } from "../follow-up/prior-period.ts";
import { readDraft } from "../follow-up/read-draft.ts";
import { settle } from "../interpret/count-rows.ts";
import { implicitAggregate } from "../interpret/flows.ts";
import { type PartsRead, readParts } from "../interpret/interpret.ts";
import { mainDateOf } from "../interpret/read-dates.ts";
import { type Condition, columnsOf, type Measure, type Reading } from "../interpret/reading.ts";
import { isQuantity } from "../interpret/workings.ts";
import type { FoundValue } from "../mentions/find-values.ts";
import type { KnownColumn, KnownSource } from "../source.ts";

export type Direction = "down" | "up";

/** What is to be explained: a change against an earlier period, or how high or low one value stands among its like. */
export type Why = {
  readonly measure: Measure;
  /** All but the time that is compared. */
  readonly conditions: readonly Condition[];
  /** What the worksheet before was grouped by, apart from time. */
  readonly groupedBy: readonly KnownColumn[];
  /** As the question has it; null: it does not say. */
  readonly direction: Direction | null;
} & (
  | { readonly kind: "change"; readonly date: KnownColumn; readonly now: Days; readonly before: Days }
  | { readonly kind: "level"; readonly column: KnownColumn; readonly value: string }
);

const asking =
  /^\s*(?:and |but |so |ok |then )*(?:why|how come|what (?:caused|causes|explains|explained|drove|drives|led to|is behind|was behind|happened)|what(?:'s| is| are| were) the (?:reasons?|causes?|drivers?) (?:for|of|behind)|explain)\b/i;
const changes: Readonly<Record<Direction, RegExp>> = {
  down: /\b(fall|falls|fell|fallen|falling|drop|drops|dropped|dropping|declin\w+|decreas\w+|shrink\w*|shrank|sink|sank|dip|dips|dipped|plunge\w*|(?:go|goes|going|went|gone|come|came) down|down|loss|lose|lost|slump\w*)\b/gi,
  up: /\b(rise|rises|rose|risen|rising|increas\w+|grow|grows|grew|grown|growing|growth|jump|jumps|jumped|climb\w*|spike\w*|peak\w*|surge\w*|(?:go|goes|going|went|gone|come|came) up|up|gain\w*)\b/gi,
};
const levels: Readonly<Record<Direction, RegExp>> = {
  down: /\b(low|lower|lowest|small|smaller|smallest|little|weak|weaker|weakest|bad|worse|worst|poor|behind|last|least|few)\b(?! (?:\d+ )?(?:years?|quarters?|months?|weeks?|days?))/gi,
  up: /\b(high|higher|highest|big|bigger|biggest|large|larger|largest|much|strong|stronger|strongest|good|better|best|great|ahead|first|most|many)\b(?! (?:years?|quarters?|months?|weeks?|days?))/gi,
};
const yearAgo =
  /\b(?:than|versus|vs|against|compared (?:to|with)|from) (?:in )?(?:the )?(?:same (?:month|quarter|period|time) )?(?:of )?(?:last|previous|prior) year\b|\byear over year\b|\bthan a year (?:ago|before|earlier)\b/i;
const otherWords =
  /\b(change|changes|changed|suddenly|so|such|that|there|than|the others?|so much|sharply|a lot|have|has)\b/gi;

/** Whether a reason is asked for. */
export function isWhy(question: string): boolean {
  return /^\s*(?:and |but |so |ok |then )*(?:why|how come)\b/i.test(question);
}

/** "why did it fall in March?", "why is East so high?". Null: the question asks for no reason, or names nothing that can be taken apart. */
export function readWhy(
  question: string,
  previous: AskModelInput["previous"],
  source: KnownSource,
  found: readonly FoundValue[],
): Why | null {
  const opener = asking.exec(question);
  if (opener === null) return null;
  const told = question.slice(opener[0].length);
  const isYearly = yearAgo.test(told);
  const about = told.replace(yearAgo, " ");
  const change = directionIn(about, changes);
  const level = directionIn(about, levels);
  const plain = strip(about);
  const read = readParts(plain, source, found);
  if (read.unknown.length > 0) return null;
  const before = previous?.worksheet.source === source.described.name ? readDraft(previous.worksheet, source) : null;
  const flag = read.parts.targets.measures.length > 0 ? undefined : read.parts.targets.columns.find(isFlag);
  const measure = flag === undefined ? measureOf(read, before, source) : settleOne(countRows, source);
  if (measure === null) return null;
  const base = {
    measure,
    conditions: [...joinedConditions(before, read), ...(flag === undefined ? [] : [isTrue(flag)])],
    groupedBy: (before?.keys ?? []).filter(({ bucket }) => bucket === null).map(({ column }) => column),
    direction: change ?? level,
  };
  const value = change === null ? valueIn(read) : null;
  if (value !== null) {
    const conditions = base.conditions.filter((one) => !columnsOf(one).includes(value.column));
    return { ...base, kind: "level", ...value, conditions };
  }
  return readChange(base, read, before, source, isYearly);
}

function directionIn(text: string, words: Readonly<Record<Direction, RegExp>>): Direction | null {
  if (text.match(words.down) !== null) return "down";
  return text.match(words.up) === null ? null : "up";
}

/** The question without the words that only say that something moved. */
function strip(text: string): string {
  return [changes.down, changes.up, levels.down, levels.up, otherWords]
    .reduce((rest, pattern) => rest.replace(pattern, " "), text)
    .replace(/\s+/g, " ")
    .trim();
}

function measureOf({ parts }: PartsRead, before: Reading | null, source: KnownSource): Measure | null {
  const [named] = parts.targets.measures;
  const column = parts.targets.columns.find(isQuantity);
  const own = named ?? (column === undefined ? undefined : plainMeasure(column));
  const known = own ?? before?.measures.find(({ aggregate }) => aggregate !== "delta");
  const listed = before?.columns.find(isQuantity);
  const measure = known ?? (listed === undefined ? null : plainMeasure(listed));
  if (measure === null) return null;
  return unfold(settleOne(measure, source), source);
}

const countRows: Measure = { aggregate: "count", column: null };

function settleOne(measure: Measure, source: KnownSource): Measure {
  return settle({ ...emptyReading, measures: [measure] }, source).measures[0] ?? measure;
}

/** "returns" are the rows that were returned. */
function isFlag({ role }: KnownColumn): boolean {
  return role === "logical";
}

function isTrue(column: KnownColumn): Condition {
  return { kind: "values", column, values: [true], exclude: false };
}

function plainMeasure(column: KnownColumn): Measure {
  return { aggregate: implicitAggregate(column), column };
}

const emptyReading: Reading = {
  conditions: [],
  keys: [],
  measures: [],
  columns: [],
  isDistinct: false,
  having: [],
  sort: [],
  limit: null,
  chart: null,
};

const foldable: Readonly<Record<string, Measure["aggregate"]>> = {
  Sum: "sum",
  Avg: "avg",
  CountDistinct: "countDistinct",
};

/** The middle or the extremes of some rows are no part of those of all. */
const untaken: ReadonlySet<Measure["aggregate"]> = new Set<Measure["aggregate"]>([
  "median",
  "max",
  "min",
  "stddev",
  "variance",
]);

function readAggregate(formula: string, columns: KnownSource["columns"]): Measure | null {
  const match = /^\s*(Sum|Avg|CountDistinct)\(\s*\[([^\]]+)\]\s*\)\s*$/.exec(formula);
  const column = columns.find(({ path, role }) => role !== "metric" && path === match?.[2]);
  const aggregate = foldable[match?.[1] ?? ""];
  return column === undefined || aggregate === undefined ? null : { aggregate, column };
}

/** Only sums, averages, counts and ratios of them can be taken of some rows; a metric stands for the formula that defines it. */
function unfold(measure: Measure, { columns, described }: KnownSource): Measure | null {
  const { column, aggregate } = measure;
  if (column?.role === "metric") {
    const formula = described.metrics.find(({ name }) => name === column.name)?.formula ?? "";
    const [upper, lower, ...more] = formula.split("/").map((part) => readAggregate(part, columns));
    if (upper === undefined || upper === null || lower === null || more.length > 0) return null;
    return lower === undefined ? upper : { ...upper, over: lower };
  }
  if (untaken.has(aggregate)) return null;
  const { over, condition } = measure;
  const isRatio = over !== undefined && condition === undefined && measure.of === undefined && column !== null;
  if (isRatio) return { aggregate: aggregate === "ratio" ? "sum" : aggregate, column, over };
  const isPlain = over === undefined && measure.of === undefined;
  if (isPlain && (aggregate === "sum" || aggregate === "avg" || aggregate === "count" || aggregate === "countDistinct"))
    return { aggregate, column };
  return column === null ? null : { aggregate: implicitAggregate(column), column };
}

function joinedConditions(before: Reading | null, { parts }: PartsRead): readonly Condition[] {
  const own = parts.conditions.filter(({ kind }) => kind !== "dates");
  const columns = new Set(parts.conditions.flatMap(columnsOf));
  const kept = (before?.conditions ?? []).filter((one) => !columnsOf(one).some((column) => columns.has(column)));
  return [...kept, ...own, ...parts.conditions.filter(({ kind }) => kind === "dates")];
}

function valueIn({ parts }: PartsRead): { readonly column: KnownColumn; readonly value: string } | null {
  for (const one of parts.conditions) {
    const [value] = one.kind === "values" && !one.exclude && one.values.length === 1 ? one.values : [];
    if (one.kind === "values" && typeof value === "string") return { column: one.column, value };
  }
  return null;
}

type Base = Pick<Why, "measure" | "conditions" | "groupedBy" | "direction">;

function readChange(
  base: Base,
  { parts }: PartsRead,
  before: Reading | null,
  source: KnownSource,
  isYearly: boolean,
): Why | null {
  const named = parts.conditions.find((one) => one.kind === "dates");
  const date = named?.column ?? mainDateOf(source);
  if (date === null || date.role !== "time") return null;
  const { asOf } = source.described;
  const scope = before?.conditions.find((one) => one.kind === "dates" && one.column === date);
  const bounds = scope?.kind === "dates" ? resolve(scope.range, asOf) : null;
  const bucket = before?.keys.find(({ column }) => column === date)?.bucket ?? null;
  const range = named === undefined ? null : resolve(named.range, asOf);
  const now = untilNow(range === null ? lastWhole(bucket, bounds, asOf) : within(range, bounds), asOf);
  const conditions = base.conditions.filter((one) => one.kind !== "dates" || one.column !== date);
  const earlier = isYearly ? yearEarlier(now) : periodBefore(now);
  return { ...base, conditions, kind: "change", date, now, before: earlier };
}

/** A period that still runs is compared with as many days. */
function untilNow({ start, end }: Days, asOf: string): Days {
  return start <= asOf && asOf < end ? { start, end: asOf } : { start, end };
}

/** "March" under a worksheet about 2024 is March 2024. */
function within(range: Days, bounds: Days | null): Days {
  if (bounds === null || (range.start >= bounds.start && range.end <= bounds.end)) return range;
  const shifted = yearEarlier(range);
  return shifted.end < bounds.start ? range : within(shifted, bounds);
}
