import type { CheckedExpression } from "../formula/checked.ts";
import type { Format } from "../formula/types.ts";
import type { CheckedColumn, CheckedElement } from "./checked-element.ts";

/** Aggregates and steps that leave the meaning of a number as it was: dollars stay dollars. */
const keepsFormat: ReadonlySet<string> = new Set([
  ..."Sum SumIf Avg AvgIf Min MinIf Max MaxIf Median PercentileCont PercentileDisc StdDev Subtotal GrandTotal".split(
    " ",
  ),
  ..."CumulativeSum CumulativeAvg CumulativeMin CumulativeMax MovingAvg MovingSum MovingMin MovingMax".split(" "),
  ..."Lag Lead First Last FirstNonNull LastNonNull FillDown Round Abs Coalesce Zn Lookup Rollup".split(" "),
]);

/** How a column is shown: as it says itself, else as what it is made from. */
export function formatOf(column: CheckedColumn, element: CheckedElement): Format | undefined {
  if (column.column.format !== undefined) return column.column.format;
  const metric = metricFormat(column.column.formula, element);
  if (metric !== undefined) return metric;
  return column.expression === null ? undefined : expressionFormat(column.expression, element);
}

/** A metric stands expanded in the expression, so its format is found by its name. */
function metricFormat(formula: string, element: CheckedElement): Format | undefined {
  if (element.rows?.kind !== "source") return undefined;
  const named = /^\s*\[([^\]/]+)\]\s*$/.exec(formula)?.[1]?.toLowerCase();
  return element.rows.source.source.metrics.find((metric) => metric.name.toLowerCase() === named)?.format;
}

function expressionFormat(expression: CheckedExpression, element: CheckedElement): Format | undefined {
  if (expression.kind === "literal") return undefined;
  if (expression.kind === "call") {
    const [first, second] = expression.arguments;
    if (expression.name === "PercentOfTotal") return { kind: "percent", decimals: 1 };
    if (expression.name === "DateTrunc" && first?.kind === "literal") return truncatedFormat(first.value);
    if (first !== undefined && keepsFormat.has(expression.name)) return expressionFormat(first, element);
    if ((expression.name === "+" || expression.name === "-") && expression.type === "number" && second !== undefined) {
      return expressionFormat(first ?? second, element) ?? expressionFormat(second, element);
    }
    return undefined;
  }
  const { binding } = expression;
  if (binding.kind === "column") {
    const column = element.column(binding.columnId);
    return column === undefined ? undefined : formatOf(column, element);
  }
  if (element.rows?.kind === "element" && binding.kind === "source-column") {
    const inner = element.rows.element.column(binding.columnId);
    return inner === undefined ? undefined : formatOf(inner, element.rows.element);
  }
  if (element.rows?.kind !== "source") return undefined;
  const { source } = element.rows;
  if (binding.kind === "source-column") return source.column(binding.columnId)?.column.format;
  if (binding.kind !== "related-column") return undefined;
  return source.relationship(binding.relationshipId)?.target.column(binding.columnId)?.column.format;
}

const truncations: Readonly<Record<string, Format["datePattern"]>> = {
  year: "year",
  quarter: "quarter",
  month: "month",
  week: "week",
  week_starting_sunday: "week",
  week_starting_monday: "week",
  day: "day",
  hour: "hour",
  minute: "minute",
  second: "second",
};

function truncatedFormat(precision: unknown): Format | undefined {
  const datePattern = typeof precision === "string" ? truncations[precision.toLowerCase()] : undefined;
  return datePattern === undefined ? undefined : { kind: "date", datePattern };
}
