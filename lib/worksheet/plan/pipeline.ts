import type { CheckedCall, CheckedExpression } from "../../formula/checked.ts";
import { walk } from "../expression.ts";
import {
  computed,
  type Join,
  type OrderTerm,
  type Output,
  passOn,
  type Relation,
  type Slot,
  selectFrom,
  slotOf,
} from "./relation.ts";

/** A value to add to the rows of a relation, from values that are there or are added too. */
export type Step =
  | { readonly kind: "row"; readonly slot: Slot; readonly expression: CheckedExpression }
  | {
      readonly kind: "window";
      readonly slot: Slot;
      readonly call: CheckedCall;
      readonly partitionBy: readonly CheckedExpression[];
      readonly orderBy: readonly OrderTerm[];
    }
  /** A value of a joined relation. Steps with the same join object share one join. */
  | { readonly kind: "joined"; readonly slot: Slot; readonly join: Join };

/**
 * Adds steps to a relation in as many SELECTs as their dependencies need. Conditions restrict the rows before any window sees
 * them.
 */
export function addSteps(start: Relation, steps: readonly Step[], conditions: readonly CheckedExpression[]): Relation {
  const depths = depthsOf(start, steps, conditions);
  const last = Math.max(0, ...depths.steps.values(), ...depths.conditions.values());
  let relation = start;
  for (let depth = 1; depth <= last; depth += 1) {
    const own = steps.filter((step) => depths.steps.get(step) === depth);
    const where = conditions.filter((condition) => depths.conditions.get(condition) === depth);
    relation = selectFrom(relation, {
      joins: [...new Set(own.flatMap((step) => (step.kind === "joined" ? [step.join] : [])))],
      where,
      outputs: [...relation.outputs.map((output) => passOn(output.slot)), ...own.map(outputOf)],
    });
  }
  return relation;
}

function outputOf(step: Step): Output {
  if (step.kind === "joined") return passOn(step.slot);
  if (step.kind === "row") return computed(step.slot, step.expression);
  const { call, partitionBy, orderBy } = step;
  return { slot: step.slot, value: { kind: "window", call, partitionBy, orderBy } };
}

function depthsOf(start: Relation, steps: readonly Step[], conditions: readonly CheckedExpression[]) {
  const bySlot = new Map(steps.map((step) => [step.slot.id, step]));
  const present = new Set(start.outputs.map((output) => output.slot.id));
  const ofSteps = new Map<Step, number>();

  const depthOfAll = (expressions: readonly CheckedExpression[]): number =>
    1 + Math.max(0, ...expressions.flatMap(slotsIn).map(depthOfSlot));

  const depthOfSlot = (slot: string): number => {
    const step = present.has(slot) ? undefined : bySlot.get(slot);
    if (step === undefined) return 0;
    const known = ofSteps.get(step);
    if (known !== undefined) return known;
    const floor = step.kind === "window" ? firstAfterConditions : 1;
    const depth = Math.max(floor, depthOfAll(inputsOf(step)));
    ofSteps.set(step, depth);
    return depth;
  };

  let firstAfterConditions = 1;
  const ofConditions = new Map(conditions.map((condition) => [condition, depthOfAll([condition])]));
  firstAfterConditions = Math.max(1, ...ofConditions.values());
  for (const step of steps) depthOfSlot(step.slot.id);
  return { steps: ofSteps, conditions: ofConditions };
}

export function inputsOf(step: Step): readonly CheckedExpression[] {
  if (step.kind === "row") return [step.expression];
  if (step.kind === "joined") return step.join.on.map((pair) => pair.left);
  return [step.call, ...step.partitionBy, ...step.orderBy.map((term) => term.expression)];
}

export function slotsIn(expression: CheckedExpression): readonly string[] {
  const slots: string[] = [];
  walk(expression, (node) => {
    const slot = slotOf(node);
    if (slot !== undefined) slots.push(slot);
  });
  return slots;
}
