import type { CheckedCall, CheckedExpression } from "../formula/checked.ts";
import type { CheckedElement } from "./checked-element.ts";
import { walk } from "./expression.ts";

/** Aggregates that give the same whether a row of the one side is counted once or once per base row; Count counts base rows. */
const safeAggregates: ReadonlySet<string> = new Set([
  "Min",
  "Max",
  "MinIf",
  "MaxIf",
  "CountDistinct",
  "CountDistinctIf",
  "Count",
  "CountIf",
  "ListAgg",
  "ListAggDistinct",
  "ArrayAggDistinct",
  "First",
  "Last",
  "FirstNonNull",
  "LastNonNull",
]);

/**
 * Relationships go from many to one, so a number of the one side repeats on base rows. Aggregating it alone counts each of its
 * rows once per base row; together with a number of the many side (price times quantity) it is meant so.
 */
export function isFannedOut(call: CheckedCall, element: CheckedElement): boolean {
  if (safeAggregates.has(call.name)) return false;
  const measured = call.name.endsWith("If") ? call.arguments.slice(0, 1) : call.arguments;
  const numbers = measured.filter((part) => part.type === "number");
  const origins = new Set(numbers.flatMap((part) => [...originsOf(part, element)]));
  return origins.has("related") && !origins.has("own");
}

/** Which side the columns of an expression are from, through columns that only name others. */
function originsOf(expression: CheckedExpression, element: CheckedElement): ReadonlySet<"own" | "related"> {
  const origins = new Set<"own" | "related">();
  walk(expression, (node) => {
    if (node.kind !== "reference") return;
    const { binding } = node;
    if (binding.kind === "related-column") origins.add("related");
    if (binding.kind === "column") {
      const column = element.column(binding.columnId);
      // A column of a finer grouping has one value for each of its groups: nothing repeats.
      if (column?.expression != null && ["base", "key"].includes(column.placement.role)) {
        for (const origin of originsOf(column.expression, element)) origins.add(origin);
      } else origins.add("own");
    }
    if (binding.kind === "source-column") origins.add(sourceOrigin(binding.columnId, element));
  });
  return origins;
}

/** A model's column may itself come over a relationship of the model. */
function sourceOrigin(columnId: string, element: CheckedElement): "own" | "related" {
  if (element.rows?.kind !== "source") return "own";
  const expression = element.rows.source.column(columnId)?.formula?.expression;
  if (expression == null) return "own";
  let isRelated = false;
  let isOwn = false;
  walk(expression, (node) => {
    if (node.kind !== "reference") return;
    if (node.binding.kind === "related-column") isRelated = true;
    else isOwn = true;
  });
  return isRelated && !isOwn ? "related" : "own";
}
