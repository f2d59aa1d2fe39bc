import type { CheckedExpression } from "../../formula/checked.ts";
import { slotsIn } from "./pipeline.ts";
import { expressionsOf, type Join, type OrderTerm, type Output, type Relation, slotOf } from "./relation.ts";

/** Questions about SQL that only the dialect can answer. */
export type SimplifyOptions = {
  /** The value costs nothing and may be written twice, such as a column as it is stored. */
  isPlain(output: Output): boolean;
  /** The value may be written inside of an expression that reads it. */
  isMovable(output: Output, into: CheckedExpression): boolean;
  /** ORDER BY can name the output; else it has to write the value again. */
  canOrderByName(term: OrderTerm): boolean;
};

/** Drops what nobody reads and merges SELECTs that need not be apart. The result gives the same rows. */
export function simplify(relation: Relation, options: SimplifyOptions): Relation {
  return mergeAll(prune(relation), options);
}

/** All relations below, each before those that read it. */
export function inOrder(relation: Relation): readonly Relation[] {
  const ordered = new Set<Relation>();
  const visit = (current: Relation): void => {
    if (ordered.has(current)) return;
    for (const input of inputs(current)) visit(input);
    ordered.add(current);
  };
  visit(relation);
  return [...ordered];
}

export function inputs(relation: Relation): readonly Relation[] {
  const joined = relation.joins.map((join) => join.relation);
  return relation.from.kind === "relation" ? [relation.from.relation, ...joined] : joined;
}

export function hasSlot(relation: Relation, slot: string): boolean {
  return relation.outputs.some((output) => output.slot.id === slot);
}

function prune(final: Relation): Relation {
  const wanted = new Map<Relation, Set<string>>([[final, new Set(final.outputs.map((output) => output.slot.id))]]);
  const joinsOf = new Map<Relation, readonly Join[]>();
  const relations = inOrder(final);
  for (const relation of relations.toReversed()) joinsOf.set(relation, wantInputs(relation, wanted));
  const pruned = new Map<Relation, Relation>();
  for (const relation of relations) {
    pruned.set(relation, {
      ...relation,
      from:
        relation.from.kind === "relation"
          ? { kind: "relation", relation: pruned.get(relation.from.relation) ?? relation.from.relation }
          : relation.from,
      joins: (joinsOf.get(relation) ?? []).map((join) => ({
        ...join,
        relation: pruned.get(join.relation) ?? join.relation,
      })),
      outputs: keptOutputs(relation, wanted.get(relation)),
    });
  }
  return pruned.get(final) ?? final;
}

function keptOutputs(relation: Relation, wanted: ReadonlySet<string> | undefined): readonly Output[] {
  return relation.outputs.filter((output) => wanted?.has(output.slot.id));
}

/** Notes what a relation reads of its inputs and returns the joins that it needs: one that nothing is read of changes no row. */
function wantInputs(relation: Relation, wanted: Map<Relation, Set<string>>): readonly Join[] {
  const want = (input: Relation, slot: string): void => {
    const slots = wanted.get(input) ?? new Set();
    wanted.set(input, slots.add(slot));
  };
  const read = new Set(
    [
      ...keptOutputs(relation, wanted.get(relation)).flatMap(expressionsOf),
      ...relation.where,
      ...(relation.groupBy ?? []),
      ...relation.orderBy.map((term) => term.expression),
    ].flatMap(slotsIn),
  );
  const { from } = relation;
  const isOfFrom = (slot: string): boolean => from.kind === "relation" && hasSlot(from.relation, slot);
  const kept = relation.joins.filter((join) =>
    [...read].some((slot) => !isOfFrom(slot) && hasSlot(join.relation, slot)),
  );
  for (const join of kept) {
    for (const pair of join.on) {
      for (const slot of slotsIn(pair.left)) read.add(slot);
      want(join.relation, pair.right.id);
    }
  }
  if (from.kind === "relation") wanted.set(from.relation, wanted.get(from.relation) ?? new Set());
  for (const slot of read) {
    if (from.kind === "relation" && isOfFrom(slot)) want(from.relation, slot);
    else
      for (const join of kept.filter((candidate) => hasSlot(candidate.relation, slot)).slice(0, 1))
        want(join.relation, slot);
  }
  return kept;
}

function mergeAll(final: Relation, options: SimplifyOptions): Relation {
  const readers = new Map<Relation, number>();
  for (const relation of inOrder(final)) {
    for (const input of inputs(relation)) readers.set(input, (readers.get(input) ?? 0) + 1);
  }
  const merged = new Map<Relation, Relation>();
  const merge = (relation: Relation): Relation => {
    const known = merged.get(relation);
    if (known !== undefined) return known;
    const joins = relation.joins.map((join) => ({ ...join, relation: merge(join.relation) }));
    const { from } = relation;
    const inner = from.kind === "relation" ? merge(from.relation) : undefined;
    const current: Relation =
      inner === undefined
        ? { ...relation, joins }
        : { ...relation, joins, from: { kind: "relation", relation: inner } };
    const isOnlyReader = from.kind === "relation" && readers.get(from.relation) === 1;
    const result = inner !== undefined && isOnlyReader ? (mergeWith(current, inner, options) ?? current) : current;
    merged.set(relation, result);
    return result;
  };
  return merge(final);
}

/** The outer SELECT with the inner one's body, unless that would change the rows or write a value twice. */
function mergeWith(outer: Relation, inner: Relation, options: SimplifyOptions): Relation | undefined {
  const isInnerPlain = inner.groupBy === null && !hasWindow(inner);
  const isOuterPlain =
    outer.groupBy === null && outer.joins.length === 0 && outer.where.length === 0 && !hasWindow(outer);
  if (!isInnerPlain && !isOuterPlain) return undefined;
  const added = inner.outputs.filter((output) => passedSlot(output) !== output.slot.id);
  if (added.some((output) => expressionsOf(output).flatMap(slotsIn).includes(output.slot.id))) return undefined;
  if (!added.every((output) => readersOf(output, outer).every((reader) => options.isMovable(output, reader))))
    return undefined;
  const candidate: Relation = {
    ...outer,
    title: inner.groupBy === null ? outer.title : inner.title,
    from: inner.from,
    joins: [...inner.joins, ...outer.joins],
    where: [...inner.where, ...outer.where],
    groupBy: inner.groupBy ?? outer.groupBy,
    inlined: [...inner.inlined, ...added],
  };
  return writesTwice(candidate, options) ? undefined : candidate;
}

/** The expressions that read a value and do more than pass it on. */
function readersOf({ slot }: Output, { outputs, where, orderBy }: Relation): readonly CheckedExpression[] {
  const expressions = [...outputs.flatMap(expressionsOf), ...where, ...orderBy.map((term) => term.expression)];
  return expressions.filter((one) => slotOf(one) === undefined && slotsIn(one).includes(slot.id));
}

function hasWindow({ outputs, inlined }: Relation): boolean {
  return [...outputs, ...inlined].some((output) => output.value.kind === "window");
}

function passedSlot({ value }: Output): string | undefined {
  return value.kind === "expression" ? slotOf(value.expression) : undefined;
}

function writesTwice(relation: Relation, options: SimplifyOptions): boolean {
  const inlined = new Map(relation.inlined.map((output) => [output.slot.id, output]));
  const uses = new Map<string, number>();
  const use = (expression: CheckedExpression): void => {
    for (const slot of slotsIn(expression)) {
      const output = inlined.get(slot);
      if (output === undefined) continue;
      uses.set(slot, (uses.get(slot) ?? 0) + 1);
      for (const inner of expressionsOf(output)) use(inner);
    }
  };
  const outputs = relation.outputs.flatMap(expressionsOf);
  const shown = new Set(outputs.map((expression) => slotOf(expression)));
  const orders = relation.orderBy.filter((term) => {
    const slot = slotOf(term.expression);
    return slot === undefined || !shown.has(slot) || !options.canOrderByName(term);
  });
  const keys = (relation.groupBy ?? []).filter((key) => !shown.has(slotOf(key)));
  const joined = relation.joins.flatMap((join) => join.on.map((pair) => pair.left));
  for (const expression of [
    ...outputs,
    ...relation.where,
    ...joined,
    ...keys,
    ...orders.map((term) => term.expression),
  ]) {
    use(expression);
  }
  return [...uses].some(([slot, count]) => {
    const output = inlined.get(slot);
    return count > 1 && output !== undefined && !isPlainValue(output, inlined, options);
  });
}

function isPlainValue(output: Output, inlined: ReadonlyMap<string, Output>, options: SimplifyOptions): boolean {
  const passed = passedSlot(output);
  if (passed === undefined) return options.isPlain(output);
  const inner = inlined.get(passed);
  return inner === undefined || inner === output || isPlainValue(inner, inlined, options);
}
