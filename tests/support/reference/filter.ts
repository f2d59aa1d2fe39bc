import { parseFormula } from "#lib/formula/parse";
import type { Filter } from "#lib/worksheet/worksheet";
import { parseMoment, shift } from "./calendar.ts";
import { parseDecimal } from "./decimal.ts";
import type { Element, Unit } from "./element.ts";
import { evaluate } from "./evaluate.ts";
import { dateFunctions } from "./functions/date.ts";
import { lower, textFunctions } from "./functions/text.ts";
import { compareNullsLast, compareValues, type Description, momentIn, textIn, type Value } from "./value.ts";

/** Whether a row of the filter's level stays. A filter that says nothing keeps it; a Null condition counts as not true. */
export function keeps(filter: Filter, element: Element, unit: Unit): boolean {
  if (filter.kind === "formula") {
    const condition = evaluate(parseFormula(filter.formula).expression, { element, unit, self: null });
    return filter.exclude ? condition !== true : condition === true;
  }
  const column = element.columns.find(({ id }) => id === filter.columnId);
  if (column === undefined) throw new Error(`There is no column ${filter.columnId}.`);
  const value = element.valueOf(column, unit);
  if (filter.kind === "list" && Array.isArray(filter.values) && filter.values.includes(null)) {
    const isIn = value === null || isListed(value, filter, element);
    return isIn !== filter.exclude;
  }
  const match = value === null ? null : matches(filter, value, element, unit);
  if (value === null) return filter.nulls === "keep";
  return match === null ? true : match !== filter.exclude;
}

type Without<Kind extends Filter["kind"]> = Exclude<Filter, { kind: Kind }>;

/** Null: it restricts nothing. */
function matches(filter: Without<"formula">, value: Value, element: Element, unit: Unit): boolean | null {
  switch (filter.kind) {
    case "list":
      return Array.isArray(filter.values) && filter.values.length === 0 ? null : isListed(value, filter, element);
    case "range":
      return isInRange(value, [filter.min, filter.max].map(numberBound), element);
    case "dateRange":
      return isInDates(value, filter, element);
    case "text":
      return isText(value, filter, element);
    case "topN":
      return placeOf(filter, value, element, unit) <= (typeof filter.n === "number" ? filter.n : 0);
  }
}

function numberBound(bound: unknown): Value {
  return typeof bound === "number" ? parseDecimal(String(bound)) : null;
}

function isInRange(value: Value, [min = null, max = null]: readonly Value[], { trace }: Element): boolean | null {
  if (min === null && max === null) return null;
  if (min !== null && compareValues(value, min, trace) < 0) return false;
  return max === null || compareValues(value, max, trace) <= 0;
}

function isListed(value: Value, filter: Extract<Filter, { kind: "list" }>, { trace }: Element): boolean {
  const candidates = Array.isArray(filter.values) ? filter.values : [];
  return candidates.some((candidate) => {
    if (candidate === null) return false;
    if (typeof value === "string" || typeof value === "boolean") return value === candidate;
    const wanted =
      typeof candidate === "number" ? parseDecimal(String(candidate)) : (parseMoment(String(candidate))?.value ?? null);
    return wanted !== null && compareValues(value, wanted, trace) === 0;
  });
}

function isInDates(
  value: Value,
  { range }: Extract<Filter, { kind: "dateRange" }>,
  { trace, around }: Element,
): boolean | null {
  if (range.kind === "relative") {
    const values = [
      value,
      range.direction,
      range.period,
      parseDecimal(String(range.length)),
      parseDecimal(String(range.offset)),
    ];
    const given = values.map((literal): Description => ({ type: "text", literal }));
    const found = dateFunctions["InDateRange"]?.of({
      name: "InDateRange",
      values,
      given,
      result: { type: "logical" },
      around,
      trace,
    });
    return found === true;
  }
  const { start, end } = range;
  if (start === null && end === null) return null;
  const from = typeof start === "string" ? parseMoment(start) : null;
  const until = typeof end === "string" ? parseMoment(end) : null;
  const { micros } = momentIn(value);
  if (from !== null && micros < from.value.micros) return false;
  if (until === null) return true;
  return until.isDay ? micros < shift(until.value, "day", 1).micros : micros <= until.value.micros;
}

function isText(value: Value, filter: Extract<Filter, { kind: "text" }>, { around, trace }: Element): boolean | null {
  const wanted = typeof filter.text === "string" ? filter.text : "";
  if (wanted === "" && filter.operator !== "equals") return null;
  const fold = filter.matchCase ? (text: string) => text : lower;
  const [own, part] = [fold(textIn(value)), fold(wanted)];
  const call = (name: string, values: readonly Value[]) =>
    textFunctions[name]?.of({ name, values, given: [], result: { type: "logical" }, around, trace }) === true;
  const tests = {
    equals: () => own === part,
    contains: () => own.includes(part),
    startsWith: () => own.startsWith(part),
    endsWith: () => own.endsWith(part),
    like: () => call("Like", [own, part]),
    matches: () => call("RegexpMatch", [value, filter.matchCase ? wanted : `(?i)${wanted}`]),
  };
  return tests[filter.operator]();
}

/** How many rows are before this one, and one. Equal rows share a place. */
function placeOf(filter: Extract<Filter, { kind: "topN" }>, value: Value, element: Element, unit: Unit): number {
  const column = element.columns.find(({ id }) => id === filter.columnId);
  if (column === undefined) return 0;
  const parent = filter.per === "all" ? 0 : Math.max(0, unit.depth - 1);
  const siblings = element.within(element.above(unit, parent), unit.depth);
  const better = siblings.filter(
    (other) => compareNullsLast(element.valueOf(column, other), value, filter.direction === "top", element.trace) < 0,
  );
  return better.length + 1;
}
