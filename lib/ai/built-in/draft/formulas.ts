import type { Condition, Key, Measure } from "../interpret/reading.ts";
import type { Bucket } from "../mentions/find-dates.ts";
import { referenceTo } from "./names.ts";

/** Formulas of the language for what a reading holds. */
export function formulaOfMeasure(measure: Measure): string {
  const { column, over, condition, of } = measure;
  if (of !== undefined && over !== undefined && measure.aggregate === "growth")
    return `${formulaOfMeasure(of)} / ${formulaOfMeasure(over)} - 1`;
  if (of !== undefined && over !== undefined) return `Zn(${formulaOfMeasure(of)}) - Zn(${formulaOfMeasure(over)})`;
  if (of !== undefined && measure.aggregate === "share")
    return `(${formulaOfMeasure(of)}) / GrandTotal(${formulaOfMeasure(of)})`;
  if (of !== undefined) return `Rank(${formulaOfMeasure(of)}, "${measure.direction === "ascending" ? "asc" : "desc"}")`;
  if (over !== undefined) return `${formulaOfMeasure({ ...measure, over: undefined })} / ${formulaOfMeasure(over)}`;
  if (column === null) return formulaOfRows(measure);
  const reference = referenceTo(column);
  if (column.role === "metric") return reference;
  if (condition !== undefined)
    return `${conditionalFunctions[measure.aggregate] ?? "SumIf"}(${reference}, ${formulaOfCondition(condition)})`;
  return aggregateFormulas[measure.aggregate](reference);
}

const conditionalFunctions: Readonly<Partial<Record<Measure["aggregate"], string>>> = {
  sum: "SumIf",
  avg: "AvgIf",
  countDistinct: "CountDistinctIf",
  max: "MaxIf",
  min: "MinIf",
};

/** Counted rows, or their share. */
function formulaOfRows({ aggregate, condition }: Measure): string {
  if (aggregate === "share") {
    return condition === undefined ? "PercentOfTotal(Count())" : `CountIf(${formulaOfCondition(condition)}) / Count()`;
  }
  return condition === undefined ? "Count()" : `CountIf(${formulaOfCondition(condition)})`;
}

const aggregateFormulas: Readonly<Record<Measure["aggregate"], (reference: string) => string>> = {
  count: (reference) => `Count(${reference})`,
  total: (reference) => `Count(${reference})`,
  countDistinct: (reference) => `CountDistinct(${reference})`,
  sum: (reference) => `Sum(${reference})`,
  avg: (reference) => `Avg(${reference})`,
  max: (reference) => `Max(${reference})`,
  min: (reference) => `Min(${reference})`,
  median: (reference) => `Median(${reference})`,
  stddev: (reference) => `StdDev(${reference})`,
  variance: (reference) => `Variance(${reference})`,
  share: (reference) => `PercentOfTotal(Sum(${reference}))`,
  cumulative: (reference) => `CumulativeSum(Sum(${reference}))`,
  growth: (reference) => `Sum(${reference}) / Lag(Sum(${reference})) - 1`,
  ratio: (reference) => `Sum(${reference})`,
  rank: (reference) => `Rank(Sum(${reference}), "desc")`,
  delta: (reference) => `Sum(${reference})`,
};

export function formulaOfKey({ column, bucket }: Key): string {
  const reference = referenceTo(column);
  return bucket === null ? reference : bucketFormulas[bucket](reference, column.description);
}

/** Names of months and weekdays stand in the order of the calendar: by this; null for keys that have an order of their own. */
export function calendarOrderOf({ column, bucket }: Key): string | null {
  if (bucket === "month of year") return `Min(Month(${referenceTo(column)}))`;
  return bucket === "weekday" ? `Min(Weekday(${referenceTo(column)}))` : null;
}

export function isCalendarOrder(formula: string): boolean {
  return /^Min\((Month|Weekday)\(/.test(formula);
}

type Range = { readonly min?: unknown; readonly max?: unknown };

const truncate = (period: string) => (reference: string) => `DateTrunc("${period}", ${reference})`;

const bucketFormulas: Readonly<Record<Bucket | "bins", (reference: string, range: Range) => string>> = {
  year: truncate("year"),
  quarter: truncate("quarter"),
  month: truncate("month"),
  week: truncate("week"),
  day: truncate("day"),
  hour: truncate("hour"),
  weekday: (reference) => `WeekdayName(${reference})`,
  "month of year": (reference) => `MonthName(${reference})`,
  "quarter of year": (reference) => `Quarter(${reference})`,
  bins: (reference, range) => {
    const width = binWidth(range);
    return `Floor(${reference}, ${width})`;
  },
};

/** A round width that gives about ten bins. */
export function binWidth({ min, max }: Range): number {
  if (typeof min !== "number" || typeof max !== "number" || max <= min) return 1;
  const raw = (max - min) / 10;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 2.5, 5, 10].find((factor) => factor * power >= raw) ?? 10;
  return Number((step * power).toPrecision(6));
}

export function formulaOfCondition(condition: Condition): string {
  switch (condition.kind) {
    case "any":
      return condition.conditions.map((one) => `(${formulaOfCondition(one)})`).join(" Or ");
    case "formula":
      return condition.formula;
    case "compare":
      return `${referenceTo(condition.column)} ${condition.operator} ${condition.value}`;
    case "average":
      return `${referenceTo(condition.column)} ${condition.operator} GrandTotal(Avg(${referenceTo(condition.column)}))`;
    case "between":
      return negate(condition.exclude, rangeFormula(condition));
    case "missing":
      return `${condition.exclude ? "IsNotNull" : "IsNull"}(${referenceTo(condition.column)})`;
    case "values":
      return negate(condition.exclude, valuesFormula(condition));
    case "text":
      return negate(condition.exclude, textFormula(condition));
    case "dates":
      return negate(condition.exclude, datesFormula(condition));
  }
}

type ConditionOf<Kind extends Condition["kind"]> = Extract<Condition, { kind: Kind }>;

function valuesFormula({ column, values }: ConditionOf<"values">): string {
  const literals = values.map(literal);
  const [first] = literals;
  return literals.length === 1
    ? `${referenceTo(column)} = ${first}`
    : `In(${referenceTo(column)}, ${literals.join(", ")})`;
}

function rangeFormula({ column, min, max }: ConditionOf<"between">): string {
  const ends = [
    min === null ? [] : [`${referenceTo(column)} >= ${min}`],
    max === null ? [] : [`${referenceTo(column)} <= ${max}`],
  ];
  return ends.flat().join(" And ");
}

const textFunctions = { contains: "Contains", startsWith: "StartsWith", endsWith: "EndsWith" } as const;

function textFormula({ column, operator, text }: ConditionOf<"text">): string {
  const lower = `Lower(${referenceTo(column)})`;
  const wanted = literal(text.toLowerCase());
  return operator === "equals" ? `${lower} = ${wanted}` : `${textFunctions[operator]}(${lower}, ${wanted})`;
}

function datesFormula({ column, range }: ConditionOf<"dates">): string {
  const reference = referenceTo(column);
  if (range.kind === "relative") {
    return `InDateRange(${reference}, "${range.direction}", "${range.period}", ${range.length}, ${range.offset})`;
  }
  const parts = [
    range.start === null ? [] : [`${reference} >= Date("${range.start}")`],
    range.end === null ? [] : [`${reference} < DateAdd("day", 1, Date("${range.end}"))`],
  ];
  return parts.flat().join(" And ");
}

function negate(isNegated: boolean, formula: string): string {
  return isNegated ? `Not (${formula})` : formula;
}

function literal(value: string | number | boolean): string {
  if (typeof value === "number") return String(value);
  if (typeof value === "boolean") return value ? "True" : "False";
  return `"${value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n")}"`;
}
