import type { CheckedCall, CheckedExpression } from "../../formula/checked.ts";
import { rankTypeOf } from "../../formula/functions/window/visibility-limit.ts";

import { findTotalledProblems } from "../check-levels.ts";
import type { CheckedColumn, CheckedElement } from "../checked-element.ts";
import { walk } from "../expression.ts";
import { baseLevel, keysLevel } from "../row-level.ts";
import { isRowWise } from "../row-wise.ts";
import { totalMode } from "../total-level.ts";
import { type OrderTerm, read, type Slot } from "./relation.ts";
import type { Values } from "./values.ts";

/**
 * A grouping key with VisibilityLimit: the groups of its output are put in the order of the key's grouping, the first keep their
 * value and the rest get one together. Base rows read it from there, so that what is left is aggregated as one group.
 */
export function limitedKey(node: CheckedCall, column: CheckedColumn, element: CheckedElement, values: Values): Slot {
  const outputId = `${column.column.id}${outputSuffix}`;
  const groups = keysLevel([outputId]);
  const output = values.column(outputId, groups);
  const sorts = sortTerms(column, element, values, output);
  const isTied = rankTypeOf(node.arguments) !== "row_number" && sorts.length > 0;
  const orderBy = isTied ? sorts : [...sorts, { expression: output, direction: "ascending" as const }];
  const [, ...settings] = node.arguments;
  const call = { ...node, arguments: [output, ...settings.map((part) => values.rewrite(part, groups))] };
  const slot = values.window(call, groups, { partitionBy: [], orderBy }, column.column.name);
  return values.broadcast(slot, groups, baseLevel);
}

/** The sorts of the key's grouping, their calculations computed once more for each output. */
function sortTerms(
  column: CheckedColumn,
  element: CheckedElement,
  values: Values,
  output: CheckedExpression,
): readonly OrderTerm[] {
  const { worksheet } = element;
  const groups = keysLevel([`${column.column.id}${outputSuffix}`]);
  const own = worksheet.groupings.find((grouping) => grouping.keys.includes(column.column.id));
  return [...worksheet.sort, ...(own?.sort ?? [])].flatMap(({ columnId, direction }): OrderTerm[] => {
    if (columnId === column.column.id) return [{ expression: output, direction }];
    const sorted = element.column(columnId);
    if (sorted?.expression == null || sorted.placement.role !== "calculation" || sorted.isOfView) return [];
    const { level } = sorted.placement;
    if (!isOfBaseRows(sorted.expression, element)) return [];
    if (findTotalledProblems(sorted, groups, level, element).length > 0) return [];
    const value = values.rewriteAgain(sorted.expression, groups, level);
    return [{ expression: read(values.hold(value, groups, sorted.column.name)), direction }];
  });
}

/** Its aggregates read what base rows alone decide: nothing that has to know the groups of the key first. */
function isOfBaseRows(expression: CheckedExpression, element: CheckedElement): boolean {
  if (expression.kind === "literal") return true;
  if (expression.kind === "call") {
    if (expression.levelKind === "window" || goesByAxis(expression)) return false;
    if (expression.levelKind === "aggregate") {
      return expression.arguments.every((part) => isRowWise(part, element));
    }
    return expression.arguments.every((part) => isOfBaseRows(part, element));
  }
  if (expression.binding.kind !== "column") return true;
  const column = element.column(expression.binding.columnId);
  if (column?.expression == null) return false;
  return column.isRowWise || isOfBaseRows(column.expression, element);
}

/** The axes of a chart or pivot may hold the key itself. */
function goesByAxis(call: CheckedCall): boolean {
  return call.levelKind === "total" && !["grand_total", "parent_grouping"].includes(totalMode(call));
}

const outputSuffix = "/output";

/** The element with the outputs of its limited keys as columns of base rows, so that they can be grouped by. */
export function withOutputs(element: CheckedElement): CheckedElement {
  return { ...element, column: (columnId) => element.column(columnId) ?? outputColumn(columnId, element) };
}

function outputColumn(columnId: string, element: CheckedElement): CheckedColumn | undefined {
  if (!columnId.endsWith(outputSuffix)) return undefined;
  const owner = element.column(columnId.slice(0, -outputSuffix.length));
  const output = owner?.expression == null ? undefined : outputOf(owner.expression);
  if (owner === undefined || output === undefined) return undefined;
  const named = output.kind === "reference" && output.binding.kind === "column" ? output.binding.columnId : undefined;
  const name = named === undefined ? undefined : element.column(named)?.column.name;
  return {
    expression: output,
    type: output.type,
    diagnostics: [],
    column: { ...owner.column, id: columnId, name: name ?? owner.column.name },
    placement: { role: "base", level: baseLevel, levelName: "base" },
    isRowWise: true,
    isOfView: false,
    ...(output.grain === undefined ? {} : { grain: output.grain }),
    ...(output.precision === undefined ? {} : { precision: output.precision }),
  };
}

function outputOf(expression: CheckedExpression): CheckedExpression | undefined {
  let output: CheckedExpression | undefined;
  walk(expression, (node) => {
    if (node.kind === "call" && node.name === "VisibilityLimit") output ??= node.arguments[0];
  });
  return output;
}
