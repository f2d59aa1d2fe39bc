import { isFromControl, type Scalar } from "./filter-values.ts";
import type { Filter } from "./worksheet.ts";

type FilterOf<Kind extends Filter["kind"]> = Extract<Filter, { kind: Kind }>;

/** A filter in words, for step cards and filter chips: `Region is East or West`, `Order Date is in the last 3 months`. */
export function describeFilter(filter: Filter, columnName: string): string {
  switch (filter.kind) {
    case "list":
      return describeList(filter, columnName);
    case "range":
      return describeBounds(filter, columnName, filter.min, filter.max, ["at least", "at most"]);
    case "dateRange":
      return describeDates(filter, columnName);
    case "text":
      return `${columnName} ${filter.exclude ? negative[filter.operator] : positive[filter.operator]} ${quoted(filter.text)}`;
    case "topN":
      return describeTop(filter, columnName);
    case "formula":
      return filter.exclude ? `not ${filter.formula}` : filter.formula;
  }
}

type Operator = FilterOf<"text">["operator"];
const positive: Readonly<Record<Operator, string>> = {
  equals: "is",
  contains: "contains",
  startsWith: "starts with",
  endsWith: "ends with",
  like: "is like",
  matches: "matches",
};
const negative: Readonly<Record<Operator, string>> = {
  equals: "is not",
  contains: "does not contain",
  startsWith: "does not start with",
  endsWith: "does not end with",
  like: "is not like",
  matches: "does not match",
};

function describeList({ values, exclude }: FilterOf<"list">, columnName: string): string {
  const verb = exclude ? "is not" : "is";
  if (isFromControl(values)) return `${columnName} ${verb} what the control ${values.controlId} says`;
  if (values.length === 0) return `${columnName} is anything`;
  const shown = values.slice(0, 5).map(plain);
  const rest = values.length - shown.length;
  const words = rest > 0 ? [...shown, `${rest} more`] : shown;
  return `${columnName} ${verb} ${joined(words)}`;
}

function describeBounds(
  { exclude }: Filter,
  columnName: string,
  low: Scalar | { readonly controlId: string },
  high: Scalar | { readonly controlId: string },
  [from, to]: readonly [string, string],
): string {
  const verb = exclude ? "is not" : "is";
  if (low !== null && high !== null) return `${columnName} ${verb} between ${plain(low)} and ${plain(high)}`;
  if (low !== null) return `${columnName} ${verb} ${from} ${plain(low)}`;
  return high === null ? `${columnName} is anything` : `${columnName} ${verb} ${to} ${plain(high)}`;
}

function describeDates(filter: FilterOf<"dateRange">, columnName: string): string {
  const { range } = filter;
  if (range.kind === "between") {
    return describeBounds(filter, columnName, range.start, range.end, ["on or after", "on or before"]);
  }
  const verb = filter.exclude ? "is not in" : "is in";
  const { direction, period, length, offset } = range;
  const words: Readonly<Record<typeof direction, string>> = {
    last: length === 1 ? `the last ${period}` : `the last ${length} ${period}s`,
    next: length === 1 ? `the next ${period}` : `the next ${length} ${period}s`,
    current: `the current ${period}`,
    to_date: `the ${period} to date`,
  };
  const back =
    offset === 0
      ? ""
      : `, ${Math.abs(offset)} ${period}${Math.abs(offset) === 1 ? "" : "s"} ${offset > 0 ? "earlier" : "later"}`;
  return `${columnName} ${verb} ${words[direction]}${back}`;
}

function describeTop({ n, direction, per, exclude }: FilterOf<"topN">, columnName: string): string {
  const count = isFromControl(n) ? `what the control ${n.controlId} says` : String(n);
  const scope = per === "parent" ? "" : " of all";
  return `${exclude ? "not the " : ""}${direction} ${count}${scope} by ${columnName}`;
}

function quoted(text: Scalar | { readonly controlId: string }): string {
  return isFromControl(text) ? plain(text) : `"${text}"`;
}

function plain(value: Scalar | { readonly controlId: string }): string {
  if (isFromControl(value)) return `the control ${value.controlId}`;
  if (value === null) return "empty";
  if (typeof value === "boolean") return value ? "True" : "False";
  return String(value);
}

function joined(words: readonly string[]): string {
  const last = words.at(-1) ?? "";
  return words.length < 2 ? last : `${words.slice(0, -1).join(", ")} or ${last}`;
}
