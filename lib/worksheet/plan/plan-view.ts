import type { CheckedView } from "../check.ts";
import type { CheckedElement } from "../checked-element.ts";
import { fingerprint } from "../expression.ts";
import { isReadableAt, type RowLevel, rowLevelOf } from "../row-level.ts";
import type { Sort } from "../worksheet.ts";
import { createPlan } from "./plan.ts";
import { computed, type OrderTerm, type Relation, selectFrom } from "./relation.ts";
import type { PlanContext } from "./values.ts";

/** A view as SELECTs that read one another; the last one has the view's columns in order. */
export function planView(checked: CheckedView, element: CheckedElement, context: PlanContext): Relation {
  const { level, columns } = checked;
  const plan = createPlan(element, context);
  const shown = columns.map(({ column }) => ({ column, value: plan.values.column(column.id, level) }));
  const orderBy = orderOf(checked, element, level).flatMap(({ columnId, direction }): OrderTerm[] => {
    const expression = plan.values.column(columnId, level);
    return [{ expression, direction }];
  });
  return selectFrom(plan.rowsAt(level), {
    title: "result",
    outputs: shown.map(({ column, value }) => computed(context.makeSlot(column.name, value), value)),
    orderBy: withoutRepeats(orderBy),
    limit: element.worksheet.limit,
  });
}

/**
 * The worksheet's own sort first, then the sorts of the groupings from the outside in, each with its keys. Groups are so in full
 * order; base rows without a sort or limit stay as the engine gives them, else ties break by the visible columns.
 */
function orderOf(checked: CheckedView, element: CheckedElement, level: RowLevel): readonly Sort[] {
  const { worksheet } = element;
  const isUsable = (sort: Sort): boolean => {
    const column = element.column(sort.columnId);
    return column !== undefined && isReadableAt(column.placement.level, level);
  };
  if (level.kind === "base") {
    const sorts = worksheet.sort.filter(isUsable);
    return sorts.length === 0 && worksheet.limit === null ? [] : [...sorts, ...ascending(checked.view.columns)];
  }
  const ofGroupings = worksheet.groupings.flatMap((grouping) => {
    const own = rowLevelOf(worksheet, grouping.id);
    return own !== undefined && isReadableAt(own, level) ? [...grouping.sort, ...ascending(grouping.keys)] : [];
  });
  return [...worksheet.sort, ...ofGroupings, ...ascending(level.keys)].filter(isUsable);
}

function ascending(columnIds: readonly string[]): readonly Sort[] {
  return columnIds.map((columnId) => ({ columnId, direction: "ascending" }));
}

function withoutRepeats(terms: readonly OrderTerm[]): readonly OrderTerm[] {
  const seen = new Set<string>();
  return terms.filter(({ expression }) => {
    const id = fingerprint(expression);
    return !seen.has(id) && seen.add(id);
  });
}
