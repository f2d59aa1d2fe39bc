import { join, raw, type SqlFragment, sql } from "../../sql/fragment.ts";
import { argument, both, type FunctionDefinition, type Lowering, type LoweringCall } from "./definition.ts";
import { asInteger } from "./precision-rules.ts";
import { at, callSql, castSql, nodeAt, operand, wholeSql } from "./sql.ts";

/** Arrays are JSON in both engines. Whatever is no array gives Null. */

const array = argument("array", "variant");

function arrayFunction(
  definition: Omit<FunctionDefinition, "category" | "levelKind" | "result"> & Partial<FunctionDefinition>,
): FunctionDefinition {
  return { category: "array", levelKind: "row", result: "variant", ...definition };
}

function variantAt(call: LoweringCall, index: number): SqlFragment {
  return call.lowerCall("Variant", [nodeAt(call, index)]);
}

function lowerArray(call: LoweringCall): SqlFragment {
  const items = call.arguments.map((_value, index) => variantAt(call, index));
  return callSql(call.dialect === "duckdb" ? "json_array" : "jsonb_build_array", ...items);
}

/** SQL that says `body` of an array and is Null of anything else. In DuckDB the array comes as a list of JSON. */
function ofArray(call: LoweringCall, index: number, body: (array: SqlFragment) => SqlFragment): SqlFragment {
  return call.bind([at(call, index)], ([value = at(call, index)]) => {
    if (call.dialect === "duckdb")
      return sql`CASE WHEN json_type(${value}) = 'ARRAY' THEN ${body(castSql(value, "JSON[]"))} END`;
    return sql`CASE WHEN jsonb_typeof(${value}) = 'array' THEN ${body(value)} END`;
  });
}

/** A SELECT over the items of a jsonb array, in order, as one again. */
function collect(from: SqlFragment, rest: SqlFragment = raw("")): SqlFragment {
  return sql`COALESCE((SELECT jsonb_agg(item ORDER BY place) FROM jsonb_array_elements(${from}) WITH ORDINALITY AS items(item, place)${rest}), CAST('[]' AS jsonb))`;
}

function lowerLength(call: LoweringCall): SqlFragment {
  return ofArray(call, 0, (value) =>
    call.dialect === "duckdb" ? callSql("len", value) : castSql(callSql("jsonb_array_length", value), "bigint"),
  );
}

function lowerContains(call: LoweringCall): SqlFragment {
  const target = variantAt(call, 1);
  return ofArray(call, 0, (value) =>
    call.dialect === "duckdb"
      ? callSql("list_contains", value, target)
      : sql`CASE WHEN ${operand(target)} IS NOT NULL THEN EXISTS (SELECT 1 FROM jsonb_array_elements(${value}) AS items(item) WHERE item = ${operand(target)}) END`,
  );
}

function lowerDistinct(call: LoweringCall): SqlFragment {
  return ofArray(call, 0, (value) => {
    if (call.dialect === "duckdb") {
      return callSql("to_json", sql`list_filter(${value}, lambda item, place: list_position(${value}, item) = place)`);
    }
    const firsts = sql`SELECT item, min(place) AS place FROM jsonb_array_elements(${value}) WITH ORDINALITY AS items(item, place) GROUP BY item`;
    return sql`COALESCE((SELECT jsonb_agg(item ORDER BY place) FROM (${firsts}) AS firsts), CAST('[]' AS jsonb))`;
  });
}

/** The different items of the first array that are, or are not, in the second. */
function lowerSetOperation(isKept: boolean): Lowering {
  const word = raw(isKept ? "" : "NOT ");
  const comparison = raw(isKept ? "> 0" : "= 0");
  return (call) =>
    ofArray(call, 0, (first) =>
      ofArray(call, 1, (second) => {
        if (call.dialect === "duckdb") {
          const kept = sql`list_position(${first}, item) = place AND COALESCE(list_position(${second}, item), 0) ${comparison}`;
          return callSql("to_json", sql`list_filter(${first}, lambda item, place: ${kept})`);
        }
        const firsts = sql`SELECT item, min(place) AS place FROM jsonb_array_elements(${first}) WITH ORDINALITY AS items(item, place) WHERE ${word}item IN (SELECT other FROM jsonb_array_elements(${second}) AS others(other)) GROUP BY item`;
        return sql`COALESCE((SELECT jsonb_agg(item ORDER BY place) FROM (${firsts}) AS firsts), CAST('[]' AS jsonb))`;
      }),
    );
}

function lowerConcat(call: LoweringCall): SqlFragment {
  const parts = call.arguments.map((_value, index) => ofArray(call, index, (value) => value));
  if (call.dialect === "postgres") return join(parts.map(operand), " || ");
  return call.bind(parts, (lists) => {
    const anyNull = lists
      .map((list) => sql`${operand(list)} IS NULL`)
      .reduce((left, right) => sql`${left} OR ${right}`);
    return sql`CASE WHEN ${anyNull} THEN NULL ELSE to_json(flatten([${join(lists)}])) END`;
  });
}

function lowerCompact(call: LoweringCall): SqlFragment {
  return ofArray(call, 0, (value) =>
    call.dialect === "duckdb"
      ? callSql("to_json", sql`list_filter(${value}, lambda item: item IS NOT NULL AND item <> 'null')`)
      : collect(value, raw(" WHERE item <> CAST('null' AS jsonb)")),
  );
}

function lowerJoin(call: LoweringCall): SqlFragment {
  const separator = call.arguments[1] ?? raw("','");
  const nullText = call.arguments[2];
  return ofArray(call, 0, (value) => {
    if (call.dialect === "duckdb") {
      const text = sql`item ->> '$'`;
      const texts = nullText === undefined ? text : sql`COALESCE(${text}, ${nullText})`;
      const list = sql`list_transform(${value}, lambda item: ${texts})`;
      return sql`COALESCE(array_to_string(list_filter(${list}, lambda item: item IS NOT NULL), ${separator}), '')`;
    }
    const text = sql`item #>> '{}'`;
    const texts = nullText === undefined ? text : sql`COALESCE(${text}, ${nullText})`;
    return sql`COALESCE((SELECT string_agg(${texts}, ${separator} ORDER BY place) FROM jsonb_array_elements(${value}) WITH ORDINALITY AS items(item, place)), '')`;
  });
}

/** From a place counted from 0, or from the end when negative. */
function lowerSlice(call: LoweringCall): SqlFragment {
  const hasLength = call.arguments.length > 2;
  const counts = [wholeSql(call, 1, -1_000_000, 1_000_000), ...(hasLength ? [wholeSql(call, 2, 0, 1_000_000)] : [])];
  return call.bind(counts, ([start = at(call, 1), length]) =>
    ofArray(call, 0, (value) => {
      const size = call.dialect === "duckdb" ? callSql("len", value) : callSql("jsonb_array_length", value);
      const first = sql`(CASE WHEN ${operand(start)} < 0 THEN greatest(${size} + ${operand(start)}, 0) ELSE ${operand(start)} END)`;
      const last = length === undefined ? size : sql`${first} + ${operand(length)}`;
      if (call.dialect === "duckdb") return callSql("to_json", sql`list_slice(${value}, ${first} + 1, ${last})`);
      const known = sql`${first} IS NOT NULL AND ${operand(last)} IS NOT NULL`;
      return sql`CASE WHEN ${known} THEN ${collect(value, sql` WHERE place > ${first} AND place <= ${last}`)} END`;
    }),
  );
}

const mostItems = 10_000;

/** Whole numbers from start to end; more than ten thousand are Null. */
function lowerSequence(call: LoweringCall): SqlFragment {
  const step = call.arguments[2] === undefined ? raw("1") : callSql("NULLIF", wholeSql(call, 2), raw("0"));
  return call.bind([wholeSql(call, 0), wholeSql(call, 1), step], ([start = step, end = step, by = step]) => {
    const series = sql`generate_series(CAST(${start} AS bigint), CAST(${end} AS bigint), CAST(${by} AS bigint))`;
    const list =
      call.dialect === "duckdb"
        ? callSql("to_json", series)
        : sql`COALESCE((SELECT jsonb_agg(number) FROM ${series} AS numbers(number)), CAST('[]' AS jsonb))`;
    return sql`CASE WHEN (CAST(${end} AS bigint) - ${start}) / ${by} < ${raw(String(mostItems))} THEN ${list} END`;
  });
}

function lowerSplit(call: LoweringCall): SqlFragment {
  return call.bind(
    [at(call, 0), callSql("NULLIF", at(call, 1), raw("''"))],
    ([value = at(call, 0), delimiter = at(call, 1)]) => {
      const known = sql`${operand(value)} IS NOT NULL AND ${operand(delimiter)} IS NOT NULL`;
      if (call.dialect === "duckdb")
        return sql`CASE WHEN ${known} THEN to_json(string_split(${value}, ${delimiter})) END`;
      return sql`CASE WHEN NOT (${known}) THEN NULL WHEN ${operand(value)} = '' THEN CAST('[""]' AS jsonb) ELSE to_jsonb(string_to_array(${value}, ${delimiter})) END`;
    },
  );
}

export const arrayFunctions: readonly FunctionDefinition[] = [
  arrayFunction({
    name: "Array",
    signature: { required: [], repeated: [argument("value", "any")] },
    description: "An array of the values.",
    example: 'Array("red", "green", "blue")',
    lowering: both(lowerArray),
  }),
  arrayFunction({
    name: "ArrayConcat",
    signature: { required: [array], repeated: [array] },
    description: "The items of all arrays in one.",
    example: "ArrayConcat(Array(1, 2), Array(3))",
    lowering: both(lowerConcat),
  }),
  arrayFunction({
    name: "ArrayContains",
    signature: { required: [array, argument("target", "any")] },
    result: "logical",
    description: "Whether an item of the array equals the target.",
    example: "ArrayContains(Array(1, 2), 2)",
    lowering: both(lowerContains),
  }),
  arrayFunction({
    name: "ArrayCompact",
    signature: { required: [array] },
    description: "The array without its Nulls.",
    example: "ArrayCompact(Array(1, Null))",
    lowering: both(lowerCompact),
  }),
  arrayFunction({
    name: "ArrayDistinct",
    signature: { required: [array] },
    description: "The different items, each where it came first.",
    example: "ArrayDistinct(Array(1, 2, 1))",
    lowering: both(lowerDistinct),
  }),
  arrayFunction({
    name: "ArrayExcept",
    signature: { required: [array, argument("other", "variant")] },
    description: "The different items that are not in the other array.",
    example: "ArrayExcept(Array(1, 2, 3), Array(2))",
    lowering: both(lowerSetOperation(false)),
  }),
  arrayFunction({
    name: "ArrayIntersection",
    signature: { required: [array, argument("other", "variant")] },
    description: "The different items that are in both arrays.",
    example: "ArrayIntersection(Array(1, 2, 3), Array(2, 4))",
    lowering: both(lowerSetOperation(true)),
  }),
  arrayFunction({
    name: "ArrayJoin",
    signature: { required: [array], optional: [argument("separator", "text"), argument("null replacement", "text")] },
    result: "text",
    description: "The items as one text; Nulls are left out unless there is a replacement.",
    example: 'ArrayJoin(Array("a", "b"), ", ")',
    lowering: both(lowerJoin),
  }),
  arrayFunction({
    name: "ArrayLength",
    signature: { required: [array] },
    result: "number",
    description: "The number of items.",
    example: "ArrayLength(Array(1, 2, 3))",
    precision: asInteger,
    lowering: both(lowerLength),
  }),
  arrayFunction({
    name: "ArraySlice",
    signature: { required: [array, argument("start", "number")], optional: [argument("length", "number")] },
    description: "Some items from a place on, counted from 0, or from the end when negative.",
    example: "ArraySlice(Array(1, 2, 3), 1)",
    lowering: both(lowerSlice),
  }),
  arrayFunction({
    name: "Sequence",
    signature: {
      required: [argument("start", "number"), argument("end", "number")],
      optional: [argument("step", "number")],
    },
    description: "Whole numbers from a start to an end, both included.",
    example: "Sequence(1, 7, 2)",
    lowering: both(lowerSequence),
  }),
  arrayFunction({
    name: "SplitToArray",
    signature: { required: [argument("text", "text"), argument("delimiter", "text")] },
    description: "The parts of a text between delimiters.",
    example: 'SplitToArray("a_b_c", "_")',
    lowering: both(lowerSplit),
  }),
];
