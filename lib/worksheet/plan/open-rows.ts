import type { ElementRows } from "../checked-element.ts";
import { createPlan } from "./plan.ts";
import { slotOf } from "./relation.ts";
import { type Rows, scan } from "./scan.ts";
import type { PlanContext } from "./values.ts";

/** The base rows of an element: a scanned source, or another worksheet at one of its levels. */
export function openRows(rows: ElementRows, context: PlanContext): Rows {
  if (rows.kind === "source") return scan(rows.source, context.makeSlot);
  const { element, level } = rows;
  const plan = createPlan(element, { ...context, visibleColumnIds: [] });
  return {
    slot({ binding }) {
      if (binding.kind !== "source-column") throw new Error(`open-rows: cannot read a ${binding.kind}`);
      const value = plan.values.column(binding.columnId, level);
      const name = element.column(binding.columnId)?.column.name ?? "";
      return plan.values.hold(value, level, slotOf(value) ?? name);
    },
    relation: () => plan.rowsAt(level),
  };
}
