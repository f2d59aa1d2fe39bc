import { dialects } from "../../../sql/dialect.ts";
import { join, raw, type SqlFragment, sql } from "../../../sql/fragment.ts";
import type { CheckedExpression } from "../../checked.ts";
import {
  type ArgumentProblem,
  argument,
  both,
  compared,
  type FunctionDefinition,
  type Lowering,
  type LoweringCall,
} from "../definition.ts";
import { at, callSql, collated, named, nodeAt, operand } from "../sql.ts";
import { aggregate } from "./aggregate-function.ts";

/** The order inside a group: what the element is sorted by, else the value itself. Where all are the same there is none. */
function orderOf(call: LoweringCall): SqlFragment {
  if (!readsColumn(nodeAt(call, 0))) return raw("");
  return sql` ORDER BY ${join(call.context.aggregateOrder ?? [sql`${operand(collated(call, 0))} NULLS LAST`])}`;
}

function lowerListAgg(call: LoweringCall): SqlFragment {
  const text = call.lowerCall("Text", [nodeAt(call, 0)]);
  return sql`string_agg(${text}, ${call.arguments[1] ?? raw("','")}${orderOf(call)})`;
}

function isDescending(call: LoweringCall, index: number): boolean {
  const node = call.node.arguments[index];
  return node?.kind === "literal" && String(node.value).toLowerCase() === "desc";
}

/** De-duplicated and sorted as values, then written as text: 9 comes before 10. */
function lowerListAggDistinct(call: LoweringCall): SqlFragment {
  const separator = call.arguments[1] ?? raw("','");
  if (!readsColumn(nodeAt(call, 0))) {
    return sql`CASE WHEN count(${at(call, 0)}) > 0 THEN ${call.lowerCall("Text", [nodeAt(call, 0)])} END`;
  }
  const list = distinctList(call, 2);
  const text = call.formula("Text([item])", { item: named(call, 0, raw("item")) });
  if (call.dialect === "duckdb")
    return sql`array_to_string(list_transform(${list}, lambda item: ${text}), ${separator})`;
  return sql`(SELECT string_agg(${text}, ${separator} ORDER BY ${itemOrder(call, 2)}) FROM unnest(${list}) AS items(item))`;
}

function readsColumn(node: CheckedExpression): boolean {
  return node.kind === "reference" || (node.kind === "call" && node.arguments.some(readsColumn));
}

function itemOrder(call: LoweringCall, directionIndex: number): SqlFragment {
  const collation = raw(nodeAt(call, 0).type === "text" ? dialects[call.dialect].collation : "");
  return sql`item${collation}${raw(isDescending(call, directionIndex) ? " DESC" : "")}`;
}

function distinctList(call: LoweringCall, directionIndex: number): SqlFragment {
  const value = collated(call, 0);
  const kept = sql`FILTER (WHERE ${operand(at(call, 0))} IS NOT NULL)`;
  // Sorted afterwards: DISTINCT and ORDER BY want the same expression, which two parameters of one value are not.
  if (call.dialect === "postgres") return sql`array_agg(DISTINCT ${value}) ${kept}`;
  const direction = isDescending(call, directionIndex) ? "'DESC'" : "'ASC'";
  return callSql("list_sort", sql`list(DISTINCT ${value}) ${kept}`, raw(direction));
}

function lowerArrayAgg(call: LoweringCall): SqlFragment {
  if (call.dialect === "postgres" && !readsColumn(nodeAt(call, 0))) {
    const item = call.lowerCall("Variant", [nodeAt(call, 0)]);
    return sql`COALESCE(jsonb_agg(${item}) FILTER (WHERE ${operand(at(call, 0))} IS NOT NULL), CAST('[]' AS jsonb))`;
  }
  const name = raw(call.dialect === "duckdb" ? "list" : "array_agg");
  const value = at(call, 0);
  return toArray(call, sql`${name}(${value}${orderOf(call)}) FILTER (WHERE ${operand(value)} IS NOT NULL)`);
}

function lowerArrayAggDistinct(call: LoweringCall): SqlFragment {
  if (readsColumn(nodeAt(call, 0))) return toArray(call, distinctList(call, 1), itemOrder(call, 1));
  const one = call.lowerCall("Array", [nodeAt(call, 0)]);
  return sql`CASE WHEN count(${at(call, 0)}) > 0 THEN ${one} ELSE ${call.lowerCall("Array", [])} END`;
}

/** A list of the engine as JSON; dates as text, so that both write them alike. */
function toArray(call: LoweringCall, list: SqlFragment, order = raw("place")): SqlFragment {
  const item = call.formula("Variant([item])", { item: named(call, 0, raw("item")) });
  if (call.dialect === "duckdb") return sql`COALESCE(to_json(list_transform(${list}, lambda item: ${item})), '[]')`;
  return sql`COALESCE((SELECT jsonb_agg(${item} ORDER BY ${order}) FROM unnest(${list}) WITH ORDINALITY AS items(item, place)), CAST('[]' AS jsonb))`;
}

/** First or last of a group, in the element's order. */
export function lowerEdgeOfGroup(direction: "first" | "last", options: { readonly skipsNulls: boolean }): Lowering {
  return (call) => {
    const value = at(call, 0);
    const kept = options.skipsNulls ? sql` FILTER (WHERE ${operand(value)} IS NOT NULL)` : sql``;
    const list = sql`${raw(call.dialect === "duckdb" ? "list" : "array_agg")}(${value}${orderOf(call)})${kept}`;
    if (direction === "first") return sql`(${list})[1]`;
    return call.dialect === "duckdb"
      ? sql`(${list})[-1]`
      : call.bind([list], ([items = list]) => sql`${items}[cardinality(${items})]`);
  };
}

/** One for the whole list, so no column of its rows. */
function checkSeparator([, separator]: readonly CheckedExpression[]): readonly ArgumentProblem[] {
  const isControl = separator?.kind === "reference" && separator.binding.kind === "control";
  const isText = separator?.kind === "literal" && separator.value !== null;
  if (separator === undefined || isControl || isText) return [];
  const message = "The separator is one text for the whole list: a literal or a control.";
  return [{ index: 1, code: "literal_required", message }];
}

const directionValues = { values: ["asc", "desc"] } as const;

export const listingFunctions: readonly FunctionDefinition[] = [
  aggregate({
    name: "ListAgg",
    signature: { required: [argument("column", "any")], optional: [argument("separator", "text")] },
    result: "text",
    description: "The values as one text, in the element's order.",
    example: 'ListAgg([Product], ", ")',
    check: checkSeparator,
    lowering: both(lowerListAgg),
  }),
  aggregate({
    name: "ListAggDistinct",
    signature: {
      required: [compared("column", "any")],
      optional: [argument("separator", "text"), argument("direction", "text", directionValues)],
    },
    result: "text",
    description: "The different values as one sorted text.",
    example: 'ListAggDistinct([Region], ", ")',
    check: checkSeparator,
    lowering: both(lowerListAggDistinct),
  }),
  aggregate({
    name: "ArrayAgg",
    signature: { required: [argument("value", "any")] },
    result: "variant",
    description: "The values as an array, in the element's order; Nulls are dropped.",
    example: "ArrayAgg([Product])",
    lowering: both(lowerArrayAgg),
  }),
  aggregate({
    name: "ArrayAggDistinct",
    signature: { required: [compared("value", "any")], optional: [argument("direction", "text", directionValues)] },
    result: "variant",
    description: "The different values as a sorted array; Nulls are dropped.",
    example: "ArrayAggDistinct([Region])",
    lowering: both(lowerArrayAggDistinct),
  }),
];
