import { AskbookError } from "../../errors.ts";
import type { CheckedExpression, CheckedReference } from "../../formula/checked.ts";
import { storedType } from "../check-source.ts";
import type { CheckedRelationship, CheckedSource } from "../checked-element.ts";
import { mapReferences } from "../expression.ts";
import { groupSmallest } from "./group.ts";
import { addSteps, type Step } from "./pipeline.ts";
import { emptySelect, type Join, type Relation, read, type Slot } from "./relation.ts";
import type { MakeSlot } from "./slots.ts";
import { narrowOf } from "./stored-value.ts";

/** Base rows that columns are asked of one by one; `relation` then holds those that were asked for. */
export type Rows = {
  /** The value of a `source-column` or `related-column` as the reader of these rows binds it. */
  slot(reference: CheckedReference): Slot;
  relation(): Relation;
};

/** The one door through which a source enters SQL: its row rule, its columns in our types, its formulas and relationships. */
export function scan(source: CheckedSource, makeSlot: MakeSlot): Rows {
  const own = new Map<string, Slot>();
  const related = new Map<string, Slot>();
  const joins = new Map<string, RelatedJoin>();
  const steps: Step[] = [];
  const stored: { readonly slot: Slot; readonly columnId: string }[] = [];
  const base = source.base === null ? null : scan(source.base, makeSlot);

  const ownSlot = (columnId: string): Slot => {
    const known = own.get(columnId);
    if (known !== undefined) return known;
    const slot = makeOwnSlot(columnId);
    own.set(columnId, slot);
    return slot;
  };

  const makeOwnSlot = (columnId: string): Slot => {
    const checked = source.column(columnId);
    if (checked === undefined) throw broken(source, columnId);
    const { column, formula } = checked;
    if (formula === null && base !== null) return base.slot(sourceReference(column.id, column.type));
    if (formula === null) {
      const slot = makeSlot(column.name, { ...storedType(column), narrow: narrowOf(column) });
      stored.push({ slot, columnId });
      return slot;
    }
    if (formula.expression === null) throw broken(source, column.name);
    const expression = inScan(formula.expression);
    const slot = makeSlot(column.name, expression);
    steps.push({ kind: "row", slot, expression });
    return slot;
  };

  const relatedSlot = (relationshipId: string, columnId: string): Slot => {
    const key = `${relationshipId}/${columnId}`;
    const known = related.get(key);
    if (known !== undefined) return known;
    const join = joins.get(relationshipId) ?? startJoin(relationshipId);
    joins.set(relationshipId, join);
    const slot = join.column(columnId);
    related.set(key, slot);
    return slot;
  };

  const startJoin = (relationshipId: string): RelatedJoin => {
    const relationship = source.relationship(relationshipId);
    if (relationship === undefined) throw broken(source, relationshipId);
    return joinRelated(relationship, inScan, source, makeSlot);
  };

  const inScan = (expression: CheckedExpression): CheckedExpression =>
    mapReferences(expression, (node) => {
      const { binding } = node;
      if (binding.kind === "column") return read(ownSlot(binding.columnId));
      if (binding.kind === "source-column") return base === null ? undefined : read(base.slot(node));
      if (binding.kind === "related-column") return read(relatedSlot(binding.relationshipId, binding.columnId));
      return undefined;
    });

  const ruleOf = (): readonly CheckedExpression[] => {
    const rule = source.rowRule();
    if (rule === null) return [];
    if (rule.expression === null) throw broken(source, "its row rule");
    return [inScan(rule.expression)];
  };

  return {
    slot({ binding }) {
      if (binding.kind === "source-column") return ownSlot(binding.columnId);
      if (binding.kind === "related-column") return relatedSlot(binding.relationshipId, binding.columnId);
      throw new Error(`scan: cannot read a ${binding.kind}`);
    },
    relation() {
      const conditions = ruleOf();
      const joined = [...joins.values()].flatMap((join) => join.steps());
      const start = base === null ? storedRows(source, stored) : { ...base.relation(), title: source.source.name };
      return addSteps(start, [...joined, ...steps], conditions);
    },
  };
}

function storedRows(source: CheckedSource, stored: readonly { slot: Slot; columnId: string }[]): Relation {
  const { table } = source.source;
  if (table === undefined) throw broken(source, "its table");
  return {
    ...emptySelect,
    title: source.source.name,
    from: { kind: "table", table },
    outputs: stored.flatMap(({ slot, columnId }) => {
      const column = source.column(columnId)?.column;
      return column === undefined ? [] : [{ slot, value: { kind: "stored" as const, column } }];
    }),
  };
}

type RelatedJoin = { column(columnId: string): Slot; steps(): readonly Step[] };

/**
 * The one side of a relationship. When its key is not known to be unique, its rows are first reduced to one per key, so that the
 * join can never multiply rows; of several values the smallest is meant.
 */
function joinRelated(
  relationship: CheckedRelationship,
  inScan: (expression: CheckedExpression) => CheckedExpression,
  source: CheckedSource,
  makeSlot: MakeSlot,
): RelatedJoin {
  const rows = scan(relationship.target, makeSlot);
  const locals = relationship.keys.map((key) => {
    if (key.local.expression === null) throw broken(source, `the relationship ${relationship.name}`);
    return inScan(key.local.expression);
  });
  const foreign = relationship.keys.map((key) => rows.slot(sourceReference(key.foreign, "unknown")));
  const isUnique = relationship.keys.some((key) => relationship.target.column(key.foreign)?.column.isUnique === true);
  const columns = new Map<string, Slot>();
  return {
    column(columnId) {
      const known = columns.get(columnId) ?? rows.slot(sourceReference(columnId, "unknown"));
      columns.set(columnId, known);
      return known;
    },
    steps() {
      const values = [...columns.values()].filter((slot) => !foreign.includes(slot));
      const inner = rows.relation();
      const relation = isUnique ? inner : groupSmallest(inner, relationship.name, foreign, values);
      const join: Join = {
        relation,
        on: locals.flatMap((left, index) => {
          const right = foreign[index];
          return right === undefined ? [] : [{ left, right }];
        }),
        isNullSafe: false,
      };
      return [...columns.values()].map((slot) => ({ kind: "joined", slot, join }));
    },
  };
}

function sourceReference(columnId: string, type: CheckedReference["type"]): CheckedReference {
  return { kind: "reference", binding: { kind: "source-column", columnId }, type, span: { from: 0, to: 0 } };
}

function broken(source: CheckedSource, what: string): AskbookError {
  return new AskbookError("formula_invalid", {
    message: `The source ${source.source.name} has an error in ${what}. Ask whoever manages it to correct it.`,
  });
}
