import { AskbookError } from "../../errors.ts";
import type { CheckedCall, CheckedExpression, CheckedReference } from "../../formula/checked.ts";
import { desugar } from "../../formula/desugar.ts";
import type { DialectName } from "../../sql/dialect.ts";
import type { CheckedColumn, CheckedElement, ElementRows } from "../checked-element.ts";
import { fingerprint, withArguments } from "../expression.ts";
import { inputLevel } from "../input-level.ts";
import { homeOf, readingOf } from "../reading.ts";
import { baseLevel, isSameLevel, levelId, type RowLevel } from "../row-level.ts";
import { keySaidAgain } from "../same-as-key.ts";
import { isComputedAgain, totalLevel } from "../total-level.ts";
import type { Control } from "../worksheet.ts";
import { controlLiteral } from "./controls.ts";

import { createJoins } from "./joins.ts";
import { limitedKey } from "./limited-key.ts";
import { slotsIn } from "./pipeline.ts";
import type { Join } from "./relation.ts";
import { type OrderTerm, read, type Slot, slotOf } from "./relation.ts";
import type { Rows } from "./scan.ts";
import type { MakeSlot } from "./slots.ts";
import { aggregateOrder, windowOrder, windowPartition } from "./window-rows.ts";

/** How a value comes to be on the rows of a level. `stage` counts how often values went down from a coarser level on the way. */
export type Definition = { readonly level: RowLevel; readonly slot: Slot; readonly stage: number } & (
  | { readonly kind: "given" }
  | { readonly kind: "row"; readonly expression: CheckedExpression }
  | {
      readonly kind: "aggregate";
      readonly input: RowLevel;
      readonly expression: CheckedExpression;
      readonly order: readonly OrderTerm[] | undefined;
    }
  | {
      readonly kind: "window";
      readonly call: CheckedCall;
      readonly partitionBy: readonly CheckedExpression[];
      readonly orderBy: readonly OrderTerm[];
    }
  | { readonly kind: "broadcast"; readonly upper: RowLevel }
  | { readonly kind: "joined"; readonly join: Join }
);

export type PlanContext = {
  readonly dialect: DialectName;
  readonly controls: readonly Control[];
  readonly makeSlot: MakeSlot;
  /** Columns of the view: they break ties of windows over base rows. */
  readonly visibleColumnIds: readonly string[];
  /** Handed down, since a worksheet's rows may be another worksheet's plan. */
  readonly openRows: (rows: ElementRows, context: PlanContext) => Rows;
};

export type WindowRows = {
  readonly partitionBy: readonly CheckedExpression[];
  readonly orderBy: readonly OrderTerm[];
};

/** What the rank of a top-n filter runs over. */
export type Partition = "parent" | "all";

/** Splits checked expressions into values that single SELECTs can compute. Every value is made once, whoever asks for it. */
export type Values = {
  column(columnId: string, level: RowLevel): CheckedExpression;
  rewrite(expression: CheckedExpression, level: RowLevel, partition?: Partition): CheckedExpression;
  /** A whole expression as one value, so that it can go down to other levels. */
  hold(expression: CheckedExpression, level: RowLevel, name: string): Slot;
  /** As `rewrite`, of an expression that stands at `from`, with the calculations it names written out at `level`. */
  rewriteAgain(expression: CheckedExpression, level: RowLevel, from: RowLevel): CheckedExpression;
  window(call: CheckedCall, level: RowLevel, rows: WindowRows, name: string | undefined): Slot;
  broadcast(slot: Slot, upper: RowLevel, lower: RowLevel): Slot;
  key(columnId: string): Slot;
  /**
   * Rows of a level are told apart by its keys, so these are asked of base rows. The stage from which on they know them all: groups
   * cannot be made sooner.
   */
  keyStage(level: RowLevel): number;
  definitions(level: RowLevel): readonly Definition[];
  /** Every level that a value was asked at. */
  levels(): readonly RowLevel[];
};

export function createValues(element: CheckedElement, rows: Rows, context: PlanContext): Values {
  const made = new Map<string, Definition>();
  const byLevel = new Map<string, Definition[]>();
  const columns = new Map<string, CheckedExpression>();

  const add = (added: Definition): Slot => {
    const definition = { ...added, stage: Math.max(added.stage, values.keyStage(added.level)) };
    const id = `${levelId(definition.level)} ${definition.slot.id}`;
    const known = byLevel.get(levelId(definition.level)) ?? [];
    if (known.some((other) => other.slot.id === definition.slot.id)) return definition.slot;
    byLevel.set(levelId(definition.level), [...known, definition]);
    made.set(id, definition);
    return definition.slot;
  };

  const stageOf = (level: RowLevel, expressions: readonly CheckedExpression[]): number =>
    Math.max(0, ...expressions.flatMap(slotsIn).map((slot) => made.get(`${levelId(level)} ${slot}`)?.stage ?? 0));

  const once = new Map<string, Slot>();
  const makeOnce = (key: string, make: () => Slot): Slot => {
    const slot = once.get(key) ?? make();
    once.set(key, slot);
    return slot;
  };

  const values: Values = {
    column(columnId, level) {
      const id = `${columnId}@${levelId(level)}`;
      const value = columns.get(id) ?? columnValue(columnId, level);
      columns.set(id, value);
      return value;
    },
    rewrite(expression, level, partition = "parent") {
      return rewrite(desugar(expression, context.dialect), level, { partition, name: undefined });
    },
    rewriteAgain(expression, level, from) {
      return values.rewrite(expandAt(expression, level, from), level);
    },
    window(call, level, rows, name) {
      const parts = [call, ...rows.partitionBy, ...rows.orderBy.map((term) => term.expression)];
      return makeOnce(`window ${levelId(level)} ${fingerprint(call)} ${JSON.stringify(rows)}`, () =>
        add({
          kind: "window",
          level,
          slot: context.makeSlot(name ?? call.name, call),
          call,
          ...rows,
          stage: stageOf(level, parts),
        }),
      );
    },
    hold(expression, level, name) {
      const slot = slotOf(expression);
      const known = slot === undefined ? undefined : made.get(`${levelId(level)} ${slot}`)?.slot;
      if (known !== undefined) return known;
      return makeOnce(`row ${levelId(level)} ${fingerprint(expression)}`, () =>
        add({
          kind: "row",
          level,
          slot: context.makeSlot(name, expression),
          expression,
          stage: stageOf(level, [expression]),
        }),
      );
    },
    broadcast(slot, upper, lower) {
      if (isSameLevel(upper, lower)) return slot;
      const stage = (made.get(`${levelId(upper)} ${slot.id}`)?.stage ?? 0) + 1;
      return add({ kind: "broadcast", level: lower, slot, upper, stage });
    },
    key(columnId) {
      const column = columnOf(columnId);
      return values.hold(values.column(columnId, baseLevel), baseLevel, column.column.name);
    },
    keyStage(level) {
      if (level.kind === "base") return 0;
      return Math.max(0, ...level.keys.map((key) => made.get(`base ${values.key(key).id}`)?.stage ?? 0));
    },
    definitions: (level) => byLevel.get(levelId(level)) ?? [],
    levels: () => [...byLevel.values()].flatMap(([first]) => (first === undefined ? [] : [first.level])),
  };

  const joins = createJoins(element, context, {
    local: (expression, level) => rewrite(expression, level, { partition: "parent", name: undefined }),
    add: (level, slot, join) =>
      add({
        kind: "joined",
        level,
        slot,
        join,
        stage: stageOf(
          level,
          join.on.map((pair) => pair.left),
        ),
      }),
  });

  function columnOf(columnId: string): CheckedColumn {
    const column = element.column(columnId);
    if (column === undefined) throw new Error(`values: no column ${columnId}`);
    return column;
  }

  function expressionOf(column: CheckedColumn): CheckedExpression {
    if (column.expression === null) {
      const message = `[${column.column.name}] has an error, and what is shown depends on it.`;
      throw new AskbookError("formula_invalid", { message });
    }
    return desugar(column.expression, context.dialect);
  }

  function columnValue(columnId: string, level: RowLevel): CheckedExpression {
    const column = columnOf(columnId);
    const name = column.column.name;
    const reading = readingOf(column, level, element);
    if (reading === "none") throw new Error(`values: ${name} cannot be read at ${levelId(level)}`);
    if (reading === "key") return read(values.key(columnId));
    if (reading === "broadcast") {
      const home = homeOf(column, element);
      return read(values.broadcast(values.hold(values.column(columnId, home), home, name), home, level));
    }
    const keyOf = column.placement.role === "key" ? column : undefined;
    const value = rewrite(expressionOf(column), level, { partition: "parent", name, keyOf });
    return read(values.hold(value, level, name));
  }

  type Asking = {
    readonly partition: Partition;
    readonly name: string | undefined;
    /** The expression is this grouping key's. */
    readonly keyOf?: CheckedColumn | undefined;
  };

  function rewrite(node: CheckedExpression, level: RowLevel, asking: Asking): CheckedExpression {
    if (node.kind === "literal") return node;
    const key = keySaidAgain(node, level, element);
    if (key !== undefined) return values.column(key, level);
    if (node.kind === "reference") return referenceValue(node, level);
    const inner = { ...asking, name: undefined };
    if (node.levelKind === "aggregate") return read(aggregateValue(node, level, asking.name));
    if (node.name === "VisibilityLimit" && asking.keyOf !== undefined) {
      return read(limitedKey(node, asking.keyOf, element, values));
    }
    if (node.levelKind === "window") return read(windowValue(node, level, asking));
    if (node.levelKind === "total") return totalValue(node, level, inner);
    if (node.levelKind === "join") return read(joins(node, level));
    return withArguments(
      node,
      node.arguments.map((part) => rewrite(part, level, inner)),
    );
  }

  function referenceValue(node: CheckedReference, level: RowLevel): CheckedExpression {
    const { binding } = node;
    if (binding.kind === "column") return values.column(binding.columnId, level);
    if (binding.kind === "control") return controlLiteral(node, binding, context.controls);
    return read(add({ kind: "given", level: baseLevel, slot: rows.slot(node), stage: 0 }));
  }

  function aggregateValue(node: CheckedCall, level: RowLevel, name: string | undefined): Slot {
    const input = inputLevel(node, level, element);
    // The rows of a level need all of its keys, which nothing else may ask for.
    if (input.kind === "keys") for (const key of input.keys) values.key(key);
    const expression = withArguments(
      node,
      node.arguments.map((part) => rewrite(part, input, { partition: "parent", name: undefined })),
    );
    const order = aggregateOrder(node, expression, input, element, values);
    return makeOnce(`aggregate ${levelId(level)} ${levelId(input)} ${fingerprint(expression)}`, () =>
      add({
        kind: "aggregate",
        level,
        input,
        slot: context.makeSlot(name ?? node.name, node),
        expression,
        order,
        stage: Math.max(
          values.keyStage(input),
          stageOf(input, [expression, ...(order ?? []).map((term) => term.expression)]),
        ),
      }),
    );
  }

  function windowValue(node: CheckedCall, level: RowLevel, asking: Asking): Slot {
    const call = {
      ...node,
      arguments: node.arguments.map((part) => rewrite(part, level, { ...asking, name: undefined })),
    };
    const partitionBy = asking.partition === "all" ? [] : windowPartition(node, level, element, values);
    const orderBy = windowOrder(call, level, element, values, context.visibleColumnIds);
    return values.window(call, level, { partitionBy, orderBy }, asking.name);
  }

  /** The aggregate once more at the total's level, with columns of this level written out, then brought back down. */
  function totalValue(node: CheckedCall, level: RowLevel, asking: Asking): CheckedExpression {
    const [aggregate] = node.arguments;
    if (aggregate === undefined) throw new Error(`values: ${node.name} without an aggregate`);
    const total = totalLevel(node, level, element);
    const slot = values.hold(values.rewriteAgain(aggregate, total, level), total, "Total");
    const value = read(values.broadcast(slot, total, level));
    if (node.name !== "PercentOfTotal") return value;
    return { ...node, name: "/", levelKind: "row", arguments: [rewrite(aggregate, level, asking), value] };
  }

  function expandAt(expression: CheckedExpression, total: RowLevel, from: RowLevel): CheckedExpression {
    // An aggregate at the total's level reads the finer level's columns as rows.
    if (expression.kind === "literal" || (expression.kind === "call" && expression.levelKind === "aggregate"))
      return expression;
    if (expression.kind === "call") {
      return withArguments(
        expression,
        expression.arguments.map((part) => expandAt(part, total, from)),
      );
    }
    if (expression.binding.kind !== "column") return expression;
    const column = columnOf(expression.binding.columnId);
    return isComputedAgain(column.placement, total, from) ? expandAt(expressionOf(column), total, from) : expression;
  }

  return values;
}
