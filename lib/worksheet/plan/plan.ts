import type { CheckedExpression } from "../../formula/checked.ts";
import type { CheckedElement } from "../checked-element.ts";
import { filterCondition } from "../filter-condition.ts";
import { baseLevel, isReadableAt, isSameLevel, levelId, orderedKeys, type RowLevel } from "../row-level.ts";
import { type Derivation, findDerivation } from "./derive.ts";
import { withOutputs } from "./limited-key.ts";
import { addSteps, type Step } from "./pipeline.ts";
import { computed, emptySelect, type Join, passOn, type Relation, read, type Slot, selectFrom } from "./relation.ts";
import { createValues, type Definition, type PlanContext, type Values } from "./values.ts";

/** A worksheet taken apart: ask its values for what is wanted first, then for the rows of a level, which then hold it all. */
export type Plan = { readonly values: Values; rowsAt(level: RowLevel): Relation };

export function createPlan(checked: CheckedElement, context: PlanContext): Plan {
  const element = withOutputs(checked);
  if (element.rows === null) throw new Error("plan: the source of the worksheet does not exist");
  const rows = context.openRows(element.rows, context);
  const values = createValues(element, rows, context);
  const conditions = rowConditions(element, values, context);
  const known = new Map<string, Relation>();

  const at = (level: RowLevel, stage: number): Relation => {
    const id = `${levelId(level)} ${stage}`;
    const relation = known.get(id) ?? makeAt(level, stage);
    known.set(id, relation);
    return relation;
  };

  const makeAt = (level: RowLevel, stage: number): Relation => {
    const own = values.definitions(level).filter((definition) => definition.stage === stage);
    if (stage > values.keyStage(level)) {
      const before = at(level, stage - 1);
      return own.length === 0 ? before : addSteps(before, stepsOf(own, level, stage), []);
    }
    if (level.kind === "base") return addSteps(rows.relation(), stepsOf(own, level, stage), conditions);
    const spine = spineOf(own, level, stage);
    const rest = own.filter((definition) => !spine.outputs.some((output) => output.slot.id === definition.slot.id));
    return addSteps(spine, stepsOf(rest, level, stage), []);
  };

  /** The level's rows themselves, with the aggregates that can be made in the same pass. */
  const spineOf = (own: readonly Definition[], level: RowLevel, stage: number): Relation => {
    const aggregates = own.filter((definition) => definition.kind === "aggregate");
    const input = aggregates.find((definition) => definition.input.kind === "base") ?? aggregates[0];
    if (input !== undefined) return grouped(level, input.input, stage);
    if (level.kind === "keys" && level.keys.length > 0) return grouped(level, baseLevel, stage);
    return { ...emptySelect, title: levelTitle(level, element) };
  };

  const groupedKnown = new Map<string, Relation>();
  const grouped = (level: RowLevel, input: RowLevel, stage: number): Relation => {
    const id = `${levelId(level)} ${levelId(input)} ${stage}`;
    const relation = groupedKnown.get(id) ?? group(level, input, stage);
    groupedKnown.set(id, relation);
    return relation;
  };

  const group = (level: RowLevel, input: RowLevel, stage: number): Relation => {
    const aggregates = values
      .definitions(level)
      .filter((definition) => definition.kind === "aggregate")
      .filter((definition) => definition.stage === stage && isSameLevel(definition.input, input));
    const keys = keySlots(level, element, values);
    const derivation = findDerivation(aggregates, level, stage, values);
    const rows = derivation === undefined ? at(input, stage) : grouped(derivation.level, input, stage);
    const expressionOf: Derivation["expressionOf"] = derivation?.expressionOf ?? ((aggregate) => aggregate.expression);
    return selectFrom(rows, {
      title: levelTitle(level, element),
      groupBy: keys.map(read),
      outputs: [
        ...keys.map(passOn),
        ...aggregates.map((aggregate) => computed(aggregate.slot, expressionOf(aggregate), aggregate.order)),
      ],
    });
  };

  const stepsOf = (own: readonly Definition[], level: RowLevel, stage: number): readonly Step[] => {
    const joins = new Map<Relation, Join>();
    const joined = (slot: Slot, relation: Relation, keys: readonly Slot[]): Step => {
      const on = keys.map((key) => ({ left: read(key), right: key }));
      const join = joins.get(relation) ?? { relation, on, isNullSafe: true };
      joins.set(relation, join);
      return { kind: "joined", slot, join };
    };
    return own.flatMap((definition): Step[] => {
      const { slot } = definition;
      if (definition.kind === "given") return [];
      if (definition.kind === "aggregate") {
        return [joined(slot, grouped(level, definition.input, stage), keySlots(level, element, values))];
      }
      if (definition.kind === "broadcast") {
        return [joined(slot, at(definition.upper, stage - 1), keySlots(definition.upper, element, values))];
      }
      return [definition];
    });
  };

  return {
    values,
    rowsAt(level) {
      keySlots(level, element, values);
      const kept = rankedConditions(element, values, context, level);
      const last = Math.max(values.keyStage(level), ...values.definitions(level).map((definition) => definition.stage));
      const relation = at(level, last);
      if (kept.length === 0) return relation;
      return selectFrom(relation, { where: kept, outputs: relation.outputs.map((output) => passOn(output.slot)) });
    },
  };
}

/** Filters that base rows alone decide: they act before everything else. */
function rowConditions(element: CheckedElement, values: Values, context: PlanContext): readonly CheckedExpression[] {
  return element.filters().flatMap(({ filter, column, formula, isRowWise }) => {
    if (!isRowWise) return [];
    const condition = filterCondition(filter, column ?? formula ?? nothing, formula, context.controls);
    return condition === null ? [] : [values.rewrite(condition, baseLevel)];
  });
}

/** Filters on aggregates, ranks and windows: they take rows of their level away, and all rows below those. */
function rankedConditions(
  element: CheckedElement,
  values: Values,
  context: PlanContext,
  level: RowLevel,
): readonly CheckedExpression[] {
  return element.filters().flatMap((checked) => {
    const { filter, column, formula } = checked;
    if (checked.isRowWise || !isReadableAt(checked.level, level)) return [];
    const condition = filterCondition(filter, column ?? formula ?? nothing, formula, context.controls);
    if (condition === null) return [];
    const own = values.rewrite(condition, checked.level, filter.kind === "topN" ? filter.per : "parent");
    if (isSameLevel(checked.level, level)) return [own];
    return [read(values.broadcast(values.hold(own, checked.level, "Kept"), checked.level, level))];
  });
}

const nothing: CheckedExpression = { kind: "literal", value: null, type: "null", span: { from: 0, to: 0 } };

function keySlots(level: RowLevel, element: CheckedElement, values: Values): readonly Slot[] {
  const slots = orderedKeys(element.worksheet, level).map((key) => values.key(key));
  return slots.filter((slot, index) => slots.findIndex((other) => other.id === slot.id) === index);
}

function levelTitle(level: RowLevel, element: CheckedElement): string {
  if (level.kind === "base") return "rows";
  if (level.keys.length === 0) return "total";
  const names = orderedKeys(element.worksheet, level).map((key) => element.column(key)?.column.name ?? key);
  return `by ${names.join(", ")}`;
}
