import { dialects } from "../../../sql/dialect.ts";
import { raw, type SqlFragment, sql } from "../../../sql/fragment.ts";
import { argument, both, type FunctionDefinition, type Lowering, type LoweringCall } from "../definition.ts";
import { asInteger } from "../precision-rules.ts";
import { at, callSql, castSql, infix, literalNumber, nodeAt, wholeSql } from "../sql.ts";
import { count, longest, part, text, textFunction } from "./text-function.ts";

function test(name: string, description: string, example: string, lowering: Lowering): FunctionDefinition {
  return textFunction({
    name,
    signature: { required: [text, argument("part", "text")] },
    result: "logical",
    description,
    example,
    lowering: both(lowering),
  });
}

function lowerContains(call: LoweringCall): SqlFragment {
  const [value = raw("NULL"), ...parts] = call.arguments;
  const tests = parts.map((part) => sql`${callSql("strpos", value, part)} > 0`);
  return tests.length === 1 ? (tests[0] ?? raw("NULL")) : infix("OR", ...tests);
}

/** From a position, counted from 1, or from the end when it is negative. */
function lowerMid(call: LoweringCall): SqlFragment {
  const start = literalNumber(nodeAt(call, 1));
  const hasLength = call.arguments.length > 2;
  if (start !== undefined && start >= 0) {
    const from = raw(String(Math.max(1, Math.min(Math.trunc(start), longest * 10_000))));
    return callSql("substr", at(call, 0), from, ...(hasLength ? [wholeSql(call, 2, 0)] : []));
  }
  const values = [at(call, 0), wholeSql(call, 1), ...(hasLength ? [wholeSql(call, 2, 0)] : [])];
  return call.bind(values, ([value = at(call, 0), position = at(call, 1), length]) => {
    const fromEnd = sql`length(${value}) + ${position} + 1`;
    const from = sql`CASE WHEN ${position} > 0 THEN ${position} WHEN ${position} = 0 OR ${fromEnd} < 1 THEN 1 ELSE ${fromEnd} END`;
    const place = castSql(from, "integer");
    return callSql("substr", value, place, ...(length === undefined ? [] : [length]));
  });
}

/** Positions from 1, negative from the right; beyond either end the text is empty. */
function lowerSplitPart(call: LoweringCall): SqlFragment {
  const delimiter = callSql("NULLIF", at(call, 1), raw("''"));
  return callSql("split_part", at(call, 0), delimiter, callSql("NULLIF", wholeSql(call, 2), raw("0")));
}

export const textPartFunctions: readonly FunctionDefinition[] = [
  textFunction({
    name: "Contains",
    signature: { required: [text, part], repeated: [part] },
    result: "logical",
    description: "Whether the text holds one of the parts; upper and lower case differ.",
    example: 'Contains([Product], "Chair", "Table")',
    lowering: both(lowerContains),
  }),
  test("StartsWith", "Whether the text begins with the part.", 'StartsWith([Product], "Oak")', (call) =>
    callSql("starts_with", ...call.arguments),
  ),
  test("EndsWith", "Whether the text ends with the part.", 'EndsWith([File], ".csv")', (call) =>
    call.dialect === "duckdb"
      ? callSql("ends_with", ...call.arguments)
      : call.bind([at(call, 1)], ([end = at(call, 1)]) => sql`right(${at(call, 0)}, length(${end})) = ${end}`),
  ),
  textFunction({
    name: "Find",
    signature: { required: [text, part] },
    result: "number",
    description: "Where the part begins in the text, from 1; 0 when it is not there.",
    example: 'Find([E-mail], "@")',
    precision: asInteger,
    lowering: both((call) => castSql(callSql("strpos", ...call.arguments), dialects[call.dialect].types.integer)),
  }),
  ...(["Left", "Right"] as const).map((name) =>
    textFunction({
      name,
      signature: { required: [text, count] },
      result: "text",
      description: `The ${name === "Left" ? "first" : "last"} letters; a negative count leaves so many out at the other end.`,
      example: `${name}([Code], 3)`,
      lowering: both((call) => callSql(name.toLowerCase(), at(call, 0), wholeSql(call, 1))),
    }),
  ),
  textFunction({
    name: "Mid",
    aliases: ["Substring"],
    signature: { required: [text, argument("start", "number")], optional: [argument("length", "number")] },
    result: "text",
    description: "The letters from a position on, counted from 1, or from the end when it is negative.",
    example: "Mid([Code], 2, 3)",
    lowering: both(lowerMid),
  }),
  textFunction({
    name: "SplitPart",
    signature: { required: [text, argument("delimiter", "text"), argument("position", "number")] },
    result: "text",
    description: "A part between delimiters, counted from 1, or from the right when negative.",
    example: 'SplitPart([Path], "/", -1)',
    lowering: both(lowerSplitPart),
  }),
];
