import type { CheckedCall, CheckedExpression } from "../../formula/checked.ts";
import { externalOf, ownersIn } from "../check-joins.ts";
import type { CheckedElement, ElementRows, ExternalOwner } from "../checked-element.ts";
import { fingerprint, mapReferences } from "../expression.ts";
import type { RowLevel } from "../row-level.ts";
import { levelId } from "../row-level.ts";
import { smallest } from "./group.ts";
import { computed, type Join, type Output, type Relation, read, type Slot, selectFrom } from "./relation.ts";
import type { PlanContext } from "./values.ts";

type JoinHost = {
  local(expression: CheckedExpression, level: RowLevel): CheckedExpression;
  add(level: RowLevel, slot: Slot, join: Join): Slot;
};

/**
 * Lookup and Rollup: the other source reduced to one row per external key, joined to the level by its local keys. Calls with the
 * same keys share one join.
 */
export function createJoins(element: CheckedElement, context: PlanContext, host: JoinHost) {
  const open = new Map<string, ExternalJoin>();

  return function join(node: CheckedCall, level: RowLevel): Slot {
    const owner = ownerOf(node, element);
    if (owner === undefined) throw new Error(`joins: ${node.name} reads no other source`);
    const [formula, ...keys] = node.arguments.map((part) => externalOf(part, element));
    if (formula === undefined) throw new Error(`joins: ${node.name} without a formula`);
    const local = node.arguments.filter((_, index) => index % 2 === 1).map((part) => host.local(part, level));
    const external = keys.filter((_, index) => index % 2 === 1);
    const id = [levelId(level), JSON.stringify(owner), ...[...local, ...external].map(fingerprint)].join(" ");
    const shared = open.get(id) ?? createExternalJoin(owner, element, context, local, external);
    open.set(id, shared);
    const slot = shared.value(formula, node);
    return host.add(level, slot, shared.join);
  };
}

type ExternalJoin = { readonly join: Join; value(formula: CheckedExpression, node: CheckedCall): Slot };

function createExternalJoin(
  owner: ExternalOwner,
  element: CheckedElement,
  context: PlanContext,
  local: readonly CheckedExpression[],
  external: readonly CheckedExpression[],
): ExternalJoin {
  const source = element.external(owner);
  if (source === null) throw new Error("joins: the other source does not exist");
  const rows = context.openRows(source, context);
  const inRows = (expression: CheckedExpression): CheckedExpression =>
    mapReferences(expression, (node) =>
      node.binding.kind === "external-column" ? read(rows.slot(asOwn(node))) : undefined,
    );
  const keys = external.map((key) => ({ slot: context.makeSlot("Key", key), expression: inRows(key) }));
  const values = new Map<string, Output>();
  const join: Join = {
    // Values may be added until the rows are read, which is after every expression has been split.
    get relation(): Relation {
      built ??= selectFrom(rows.relation(), {
        title: titleOf(source),
        groupBy: keys.map((key) => key.expression),
        outputs: [...keys.map(({ slot, expression }) => computed(slot, expression)), ...values.values()],
      });
      return built;
    },
    on: keys.flatMap(({ slot }, index) => {
      const left = local[index];
      return left === undefined ? [] : [{ left, right: slot }];
    }),
    isNullSafe: false,
  };
  let built: Relation | undefined;
  return {
    join,
    value(formula, node) {
      const expression = node.name === "Lookup" ? smallest(inRows(formula)) : inRows(formula);
      const id = fingerprint(expression);
      const known = values.get(id);
      if (known !== undefined) return known.slot;
      const slot = context.makeSlot(node.name, node);
      values.set(id, computed(slot, expression));
      return slot;
    },
  };
}

function titleOf(rows: ElementRows): string {
  return rows.kind === "source" ? rows.source.source.name : rows.element.worksheet.name;
}

type RowReference = Extract<CheckedExpression, { kind: "reference" }>;

function asOwn(node: RowReference): RowReference {
  if (node.binding.kind !== "external-column") return node;
  return { ...node, binding: { kind: "source-column", columnId: node.binding.columnId } };
}

function ownerOf(node: CheckedCall, element: CheckedElement): ExternalOwner | undefined {
  return node.arguments
    .filter((_, index) => index % 2 === 0)
    .flatMap((part) => ownersIn(externalOf(part, element)))
    .at(0);
}
