import type { CheckedExpression } from "../../formula/checked.ts";
import type { CheckedView } from "../check.ts";
import type { CheckedElement } from "../checked-element.ts";
import { call } from "../expression.ts";
import { hasValueAt } from "../reading.ts";
import { isReadableAt, isSameLevel, keysLevel, type RowLevel, rowLevelOf } from "../row-level.ts";
import { placedKeys } from "../view-roles.ts";
import { withinCondition } from "../within.ts";
import type { Sort } from "../worksheet.ts";
import { createPlan } from "./plan.ts";
import { computed, type OrderTerm, type Relation, read, selectFrom } from "./relation.ts";
import type { PlanContext, Values } from "./values.ts";
import { withoutRepeats } from "./window-rows.ts";

export type RowRange = { readonly offset: number; readonly limit: number };

/** A view as SELECTs that read one another; the last one has the view's columns in order. */
export function planView(checked: CheckedView, element: CheckedElement, context: PlanContext): Relation {
  const { level, columns, view } = checked;
  const plan = createPlan(element, context);
  const shown = columns.map(({ column }) => ({ column, value: plan.values.column(column.id, level) }));
  const orderBy = orderOf(checked, element, level).map(
    ({ columnId, direction }): OrderTerm => ({
      expression: sortValue(columnId, level, element, plan.values),
      direction,
    }),
  );
  const where = (view.within ?? []).flatMap((asked) => {
    const column = element.column(asked.columnId);
    return column === undefined ? [] : [withinCondition(asked, column, plan.values.column(asked.columnId, level))];
  });
  return selectFrom(plan.rowsAt(level), {
    title: "result",
    where,
    outputs: shown.map(({ column, value }) => computed(context.makeSlot(column.name, value), value)),
    orderBy: withoutRepeats(orderBy),
    limit: element.worksheet.limit,
  });
}

/** A range of the view's rows; those that have no order go by all columns. */
export function planRange(relation: Relation, { offset, limit }: RowRange, hasOrder: boolean): Relation {
  const left = relation.limit === null ? limit : Math.max(0, Math.min(limit, relation.limit - offset));
  return { ...relation, orderBy: hasOrder ? relation.orderBy : byAllColumns(relation), limit: left, offset };
}

function byAllColumns({ outputs }: Relation): readonly OrderTerm[] {
  return withoutRepeats(
    outputs.flatMap(({ value }): OrderTerm[] =>
      value.kind === "expression" ? [{ expression: value.expression, direction: "ascending" }] : [],
    ),
  );
}

/** How many rows a view has: one number. The worksheet's limit is not in it. */
export function planCount(relation: Relation, { makeSlot }: PlanContext): Relation {
  const count = call("Count");
  return selectFrom(
    { ...relation, orderBy: [], limit: null },
    { title: "count", groupBy: [], outputs: [computed(makeSlot("Rows", count), count)] },
  );
}

/**
 * The worksheet's own sort first, then the sorts of the groupings from the outside in, each with its keys. Groups are so in full
 * order; base rows without a sort or limit stay as the engine gives them, else ties break by the visible columns.
 */
function orderOf(checked: CheckedView, element: CheckedElement, level: RowLevel): readonly Sort[] {
  const { worksheet, view } = element;
  const isUsable = (sort: Sort): boolean => hasValueAt(sort.columnId, level, element);
  if (level.kind === "base") {
    const sorts = worksheet.sort.filter(isUsable);
    return sorts.length === 0 && worksheet.limit === null ? [] : [...sorts, ...ascending(checked.view.columns)];
  }
  if (view !== null) {
    const sorts = worksheet.groupings.flatMap((grouping) => grouping.sort);
    const keys = placedKeys(view.roles).map(({ columnId }) => columnId);
    return [...worksheet.sort, ...sorts, ...ascending(keys)].filter(isUsable);
  }
  const ofGroupings = worksheet.groupings.flatMap((grouping) => {
    const own = rowLevelOf(worksheet, grouping.id);
    return own !== undefined && isReadableAt(own, level) ? [...grouping.sort, ...ascending(grouping.keys)] : [];
  });
  return [...worksheet.sort, ...ofGroupings, ...ascending(level.keys)].filter(isUsable);
}

/** The rows of a pivot are sorted by their totals, not by the cells of one column. */
function sortValue(columnId: string, level: RowLevel, element: CheckedElement, values: Values): CheckedExpression {
  const roles = element.view?.roles;
  const rows = roles?.kind === "pivot" && roles.columns.length > 0 ? keysLevel(roles.rows) : level;
  const isKey = level.kind === "keys" && level.keys.includes(columnId);
  if (isKey || isSameLevel(rows, level) || !hasValueAt(columnId, rows, element)) return values.column(columnId, level);
  const name = element.column(columnId)?.column.name ?? "";
  return read(values.broadcast(values.hold(values.column(columnId, rows), rows, name), rows, level));
}

function ascending(columnIds: readonly string[]): readonly Sort[] {
  return columnIds.map((columnId) => ({ columnId, direction: "ascending" }));
}
