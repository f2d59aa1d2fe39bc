import type { CheckedExpression } from "../../formula/checked.ts";
import { type LoweringContext, lower } from "../../formula/compile.ts";
import { operand } from "../../formula/functions/sql.ts";
import { dialects, quoteIdentifier } from "../../sql/dialect.ts";
import { join, raw, type SqlFragment, sql } from "../../sql/fragment.ts";
import { createIdentifiers } from "./identifiers.ts";
import { type Column, lowerNarrow } from "./narrow.ts";
import { nullSafeEquals } from "./null-safe.ts";
import { type Join, type OrderTerm, type Output, type Relation, slotOf } from "./relation.ts";
import { hasSlot, inOrder } from "./simplify.ts";
import { storedValue, widen } from "./stored-value.ts";

export type RenderContext = Omit<
  LoweringContext,
  "reference" | "computed" | "window" | "aggregateOrder" | "controlValue"
>;

/** Relations as one statement: every one but the last is a CTE, named after what it holds. */
export function renderQuery(final: Relation, context: RenderContext): SqlFragment {
  const names = new Map<Relation, RelationNames>();
  const relations = inOrder(final);
  const titles = createIdentifiers(context.dialect, relations.flatMap(bareTableName));
  for (const relation of relations) {
    const columns = createIdentifiers(context.dialect);
    names.set(relation, {
      title: relation === final ? "" : titles(relation.title),
      columns: new Map(relation.outputs.map(({ slot }) => [slot.id, columns(slot.name)])),
    });
  }
  const ctes = relations
    .filter((relation) => relation !== final)
    .map((relation) => {
      const name = quoteIdentifier(context.dialect, names.get(relation)?.title ?? "");
      return sql`${name} AS (\n${indent(renderSelect(relation, names, context))}\n)`;
    });
  const select = renderSelect(final, names, context);
  return ctes.length === 0 ? select : sql`WITH ${join(ctes, ",\n")}\n${select}`;
}

/** A CTE of the same name would hide a table that is named without its schema. */
function bareTableName({ from }: Relation): readonly string[] {
  return from.kind === "table" && from.table.catalog === null && from.table.schema === null ? [from.table.name] : [];
}

type RelationNames = { readonly title: string; readonly columns: ReadonlyMap<string, string> };
type Names = ReadonlyMap<Relation, RelationNames>;

/** How one SELECT spells the values that it reads. */
type Spelling = {
  expression(expression: CheckedExpression): SqlFragment;
  /** A value that is only handed on, sorted, grouped or joined by: as the engine holds it. */
  plain(expression: CheckedExpression): SqlFragment;
  output(output: Output): SqlFragment;
  order(term: OrderTerm): SqlFragment;
  readonly aliases: readonly SqlFragment[];
};

function renderSelect(relation: Relation, names: Names, context: RenderContext): SqlFragment {
  const spelling = createSpelling(relation, names, context);
  const own = names.get(relation)?.columns;
  const columns = relation.outputs.map((output) => {
    const value = spelling.output(output);
    const name = quoteIdentifier(context.dialect, own?.get(output.slot.id) ?? "");
    return isSpelled(value, name) ? value : sql`${value} AS ${name}`;
  });
  const lines = [
    sql`SELECT${list(columns.length === 0 ? [raw(`${rowMark(relation)} AS one`)] : columns)}`,
    ...fromLines(relation, names, spelling, context),
  ];
  const conditions = relation.where.flatMap(conjuncts).map((condition) => operand(spelling.expression(condition)));
  if (conditions.length > 0) lines.push(sql`WHERE ${join(conditions, "\n  AND ")}`);
  const keys = groupKeys(relation, spelling);
  if (keys.length > 0) lines.push(sql`GROUP BY ${join(keys)}`);
  const order = relation.orderBy.map((term) => orderLine(term, relation, own, spelling, context));
  if (order.length > 0) lines.push(sql`ORDER BY ${join(order)}`);
  if (relation.limit !== null) lines.push(raw(`LIMIT ${Math.trunc(relation.limit)}`));
  if (relation.offset !== undefined) lines.push(raw(`OFFSET ${Math.trunc(relation.offset)}`));
  return join(lines, "\n");
}

/** What stands for rows that nothing is read of: without an aggregate, a group of all rows would be each of them. */
function rowMark({ groupBy }: Relation): string {
  return groupBy?.length === 0 ? "COUNT(*)" : "1";
}

/** `a And b` as two conditions. */
function conjuncts(condition: CheckedExpression): readonly CheckedExpression[] {
  return condition.kind === "call" && condition.name === "And" ? condition.arguments.flatMap(conjuncts) : [condition];
}

function list(columns: readonly SqlFragment[]): SqlFragment {
  return columns.length === 1 ? sql` ${join(columns)}` : sql`\n  ${join(columns, ",\n  ")}`;
}

function fromLines(
  relation: Relation,
  names: Names,
  spelling: Spelling,
  context: RenderContext,
): readonly SqlFragment[] {
  const [alias, ...joined] = spelling.aliases;
  if (alias === undefined) return [];
  if (relation.from.kind === "nothing") {
    // One row beside one row: the first of them is what is read.
    const tables = relation.joins.map((joinOf, index) => joinedTable(joinOf, joined[index] ?? alias, names, context));
    return tables.map((table, index) => sql`${raw(index === 0 ? "FROM" : "CROSS JOIN")} ${table}`);
  }
  const table =
    relation.from.kind === "relation"
      ? quoteIdentifier(context.dialect, names.get(relation.from.relation)?.title ?? "")
      : tableName(relation.from.table, context);
  const known = relation.from.kind === "relation" ? table : quoteIdentifier(context.dialect, relation.from.table.name);
  const isKnown = relation.joins.length === 0 || isSpelled(known, alias);
  return [
    isKnown ? sql`FROM ${table}` : sql`FROM ${table} AS ${alias}`,
    ...relation.joins.map((joinOf, index) => joinLine(joinOf, joined[index] ?? alias, names, spelling, context)),
  ];
}

function joinLine(
  joined: Join,
  alias: SqlFragment,
  names: Names,
  spelling: Spelling,
  context: RenderContext,
): SqlFragment {
  const own = names.get(joined.relation);
  const named = joinedTable(joined, alias, names, context);
  if (joined.on.length === 0) return sql`CROSS JOIN ${named}`;
  const conditions = joined.on.map(({ left, right }) => {
    const other = sql`${alias}.${quoteIdentifier(context.dialect, own?.columns.get(right.id) ?? "")}`;
    const value = operand(spelling.plain(left));
    return joined.isNullSafe ? nullSafeEquals(context.dialect, value, other, right.type) : sql`${value} = ${other}`;
  });
  return sql`LEFT JOIN ${named} ON ${join(conditions, " AND ")}`;
}

function joinedTable({ relation }: Join, alias: SqlFragment, names: Names, context: RenderContext): SqlFragment {
  const table = quoteIdentifier(context.dialect, names.get(relation)?.title ?? "");
  return isSpelled(table, alias) ? table : sql`${table} AS ${alias}`;
}

function tableName(
  table: Extract<Relation["from"], { kind: "table" }>["table"],
  { dialect }: RenderContext,
): SqlFragment {
  const parts = [table.catalog, table.schema, table.name].filter((part) => part !== null);
  return join(
    parts.map((part) => quoteIdentifier(dialect, part)),
    ".",
  );
}

function createSpelling(relation: Relation, names: Names, context: RenderContext): Spelling {
  const aliasNames = createIdentifiers(context.dialect);
  const { from } = relation;
  const first =
    from.kind === "relation" ? (names.get(from.relation)?.title ?? "") : from.kind === "table" ? from.table.name : "";
  const aliases = [first, ...relation.joins.map((joined) => names.get(joined.relation)?.title ?? "")].map((title) =>
    quoteIdentifier(context.dialect, aliasNames(title)),
  );
  const inlined = new Map(relation.inlined.map((output) => [output.slot.id, output]));
  const qualified = (alias: SqlFragment | undefined, name: string): SqlFragment => {
    const column = quoteIdentifier(context.dialect, name);
    return relation.joins.length === 0 || alias === undefined ? column : sql`${alias}.${column}`;
  };
  const columnOf = (slot: string): Column => {
    const inner = inlined.get(slot);
    if (inner !== undefined) return { value: spelling.output(inner), slot: inner.slot };
    const sources = [
      ...(from.kind === "relation" ? [from.relation] : []),
      ...relation.joins.map((joined) => joined.relation),
    ];
    const source = sources.find((candidate) => hasSlot(candidate, slot));
    const output = source?.outputs.find((candidate) => candidate.slot.id === slot);
    if (source === undefined || output === undefined)
      throw new Error(`render: nobody gives ${slot} to ${relation.title}`);
    const index = sources.indexOf(source) + (from.kind === "relation" ? 0 : 1);
    return { value: qualified(aliases[index], names.get(source)?.columns.get(slot) ?? ""), slot: output.slot };
  };
  const lowering: LoweringContext = {
    ...context,
    reference: (node) => {
      if (node.binding.kind !== "column") throw new Error(`render: a ${node.binding.kind} was left`);
      const { value, slot } = columnOf(node.binding.columnId);
      return widen(value, slot.narrow, context.dialect);
    },
    computed: (call) => lowerNarrow(call, { ...lowering, columnOf }),
  };
  const spelling: Spelling = {
    aliases,
    expression: (expression) => lower(expression, lowering),
    plain: (expression) => {
      const slot = slotOf(expression);
      return slot === undefined ? lower(expression, lowering) : columnOf(slot).value;
    },
    order: ({ expression, direction }) => orderSql(spelling.plain(expression), expression, direction, context),
    output({ value }) {
      if (value.kind === "stored") return storedValue(value.column, qualified(aliases[0], value.column.id), context);
      if (value.kind === "expression") {
        const aggregateOrder = value.aggregateOrder?.map((term) => spelling.order(term));
        return aggregateOrder === undefined
          ? spelling.plain(value.expression)
          : lower(value.expression, { ...lowering, aggregateOrder });
      }
      const partitionBy = value.partitionBy.map((part) => spelling.plain(part));
      const orderBy = value.orderBy.map((term) => spelling.order(term));
      return lower(value.call, { ...lowering, window: { partitionBy, orderBy } });
    },
  };
  return spelling;
}

function orderSql(
  value: SqlFragment,
  expression: CheckedExpression,
  direction: OrderTerm["direction"],
  { dialect }: RenderContext,
): SqlFragment {
  const { collation: word } = dialects[dialect];
  const collation = expression.type === "text" && word !== "" ? raw(word) : sql``;
  return sql`${collation.parts.length === 0 ? value : operand(value)}${collation}${raw(direction === "descending" ? " DESC NULLS LAST" : " NULLS LAST")}`;
}

function orderLine(
  term: OrderTerm,
  relation: Relation,
  names: RelationNames["columns"] | undefined,
  spelling: Spelling,
  context: RenderContext,
): SqlFragment {
  const slot = slotOf(term.expression);
  const shown = relation.outputs.find(({ value }) => value.kind === "expression" && slotOf(value.expression) === slot);
  const hasCollation = term.expression.type === "text" && dialects[context.dialect].collation !== "";
  if (slot === undefined || shown === undefined || hasCollation) return spelling.order(term);
  const name = quoteIdentifier(context.dialect, names?.get(shown.slot.id) ?? "");
  return orderSql(name, term.expression, term.direction, context);
}

/** Keys that are shown are named by their place: their text, with parameters in it, must not be written twice. */
function groupKeys(relation: Relation, spelling: Spelling): readonly SqlFragment[] {
  return (relation.groupBy ?? []).map((key) => {
    const slot = slotOf(key);
    const place = relation.outputs.findIndex(
      ({ value }) => slot !== undefined && value.kind === "expression" && slotOf(value.expression) === slot,
    );
    return place < 0 ? spelling.plain(key) : raw(String(place + 1));
  });
}

function isSpelled(value: SqlFragment, name: SqlFragment): boolean {
  const [own, ...rest] = value.parts;
  const [other] = name.parts;
  return rest.length === 0 && own?.kind === "text" && other?.kind === "text" && own.text === other.text;
}

function indent(fragment: SqlFragment): SqlFragment {
  const parts = fragment.parts.map((part) =>
    part.kind === "text" ? { ...part, text: part.text.replaceAll("\n", "\n  ") } : part,
  );
  return { parts: [{ kind: "text", text: "  " }, ...parts] };
}
