import type { CheckedExpression } from "../checked.ts";
import { findFunction } from "../functions/table.ts";
import { writeTextLiteral } from "../parse/literals.ts";
import { printFormula } from "../print.ts";
import type { Comment, Expression } from "../syntax.ts";

/** A call as another product writes it, with what its arguments say. */
type ForeignCall = {
  readonly name: string;
  readonly arguments: readonly Expression[];
  readonly texts: readonly string[];
};

export type CallNode = Extract<Expression, { kind: "call" }>;

function readCall(node: CallNode, comments: readonly Comment[]): ForeignCall {
  const texts = node.arguments.map((argument) => {
    const { from, to } = argument.span;
    const inside = comments.filter(({ span }) => from <= span.from && span.to <= to);
    return printFormula(argument, inside);
  });
  return { name: node.name.toLowerCase(), arguments: node.arguments, texts };
}

/** An unknown call in our words where more than its name differs; null: renaming is all there is to do. */
export function rewriteCall(node: CallNode, comments: readonly Comment[]): string | null {
  const name = node.name.toLowerCase();
  const rewrite = rewrites.get(name) ?? (overBase(name) === null ? undefined : rewriteOver);
  return rewrite?.(readCall(node, comments)) ?? null;
}

type Rewrite = (call: ForeignCall) => string | null;

const asCondition = (range: string, criterion: Expression | undefined, text: string): string => {
  const written = criterion?.kind === "text" ? /^(<=|>=|<>|!=|=|<|>)\s*(.*)$/s.exec(criterion.value) : null;
  if (written === null) return `${range} = ${bracketed(criterion, text)}`;
  const [, sign = "=", value = ""] = written;
  const literal = /^-?\d+(?:\.\d+)?$/.test(value) ? value : writeTextLiteral(value);
  return `${range} ${sign === "<>" ? "!=" : sign} ${literal}`;
};

function bracketed(node: Expression | undefined, text: string): string {
  return node?.kind === "binary" || node?.kind === "unary" ? `(${text})` : text;
}

/** `[Region], "West", [Year], ">2020"` as conditions; null: these are no pairs. */
function conditionsOf({ arguments: nodes, texts }: ForeignCall, from: number): readonly string[] | null {
  const count = texts.length - from;
  if (count < 2 || count % 2 === 1) return null;
  return Array.from({ length: count / 2 }, (_one, pair) => {
    const at = from + pair * 2;
    return asCondition(bracketed(nodes[at], texts[at] ?? ""), nodes[at + 1], texts[at + 1] ?? "");
  });
}

function withConditions(name: string, hasField: boolean): Rewrite {
  return (call) => {
    const isPaired = call.arguments.every(
      ({ kind }, index) => index < (hasField ? 1 : 0) || (index + (hasField ? 1 : 0)) % 2 === 1 || kind === "reference",
    );
    const conditions = isPaired ? conditionsOf(call, hasField ? 1 : 0) : null;
    if (conditions === null) return null;
    return `${name}(${[...(hasField ? [call.texts[0] ?? ""] : []), ...conditions].join(", ")})`;
  };
}

/** Rows above count down from this one in other products: `-6` is six rows above. */
function moving(name: string): Rewrite {
  return ({ arguments: nodes, texts }) => {
    const [value = "", above = "", below = ""] = texts;
    if (texts.length === 1) return `GrandTotal(${value})`;
    if (texts.length !== 3) return null;
    const [, first] = nodes;
    if (first?.kind === "call") return first.name.toLowerCase() === "first" ? `Cumulative${name}(${value})` : null;
    const isNegative = first?.kind === "unary" && first.operator === "-";
    const rows = isNegative ? above.slice(1) : above === "0" ? above : `-${bracketed(first, above)}`;
    return `Moving${name}(${value}, ${rows}, ${below})`;
  };
}

/** Value, where to look, what to give back: our order is the other way round. */
const lookUp: Rewrite = ({ arguments: nodes, texts }) => {
  const [value = "", keys = "", result = "", otherwise] = texts;
  if (nodes[1]?.kind !== "reference" || nodes[2]?.kind !== "reference") return null;
  const call = `Lookup(${result}, ${value}, ${keys})`;
  const isFallback = otherwise !== undefined && nodes[3]?.kind !== "logical";
  return isFallback ? `Coalesce(${call}, ${otherwise})` : call;
};

/** The text that is looked for comes first elsewhere. */
const findWithin: Rewrite = ({ texts: [part, text, ...rest] }) =>
  part === undefined || text === undefined || rest.length > 0 ? null : `Find(${text}, ${part})`;

const rewrites: ReadonlyMap<string, Rewrite> = new Map<string, Rewrite>([
  ["sumifs", withConditions("SumIf", true)],
  ["averageif", (call) => conditionLast("AvgIf")(call, [])],
  ["averageifs", withConditions("AvgIf", true)],
  ["minifs", withConditions("MinIf", true)],
  ["maxifs", withConditions("MaxIf", true)],
  ["countifs", withConditions("CountIf", false)],
  ["window_sum", moving("Sum")],
  ["window_avg", moving("Avg")],
  ["window_min", moving("Min")],
  ["window_max", moving("Max")],
  ["window_count", moving("Count")],
  ["window_stdev", moving("StdDev")],
  ["window_var", moving("Variance")],
  ["xlookup", lookUp],
  ["vlookup", lookUp],
  ["charindex", findWithin],
  ["locate", findWithin],
  [
    "xor",
    ({ arguments: [a, b], texts: [left, right, ...rest] }) =>
      left === undefined || right === undefined || rest.length > 0
        ? null
        : `(${bracketed(a, left)} != ${bracketed(b, right)})`,
  ],
  ["nvl2", ({ texts }) => (texts.length === 3 ? `If(IsNotNull(${texts[0]}), ${texts[1]}, ${texts[2]})` : null)],
  [
    "divide",
    ({ arguments: [a, b], texts }) =>
      texts.length === 2 ? `(${bracketed(a, texts[0] ?? "")} / ${bracketed(b, texts[1] ?? "")})` : null,
  ],
  ["related", ({ arguments: [column], texts }) => (column?.kind === "reference" ? (texts[0] ?? null) : null)],
  ["blank", ({ texts }) => (texts.length === 0 ? "Null" : null)],
]);

const ranksOver: ReadonlyMap<string, string> = new Map([
  ["rank", "Rank"],
  ["denserank", "RankDense"],
  ["percentilerank", "RankPercentile"],
  ["percentrank", "RankPercentile"],
  ["rownumber", "RowNumber"],
]);

/** `SumOver(…)`, `RankOver(…)`: the partition is the parent grouping. */
function rewriteOver({ name, arguments: nodes, texts }: ForeignCall): string | null {
  const base = overBase(name);
  const [value] = texts;
  if (base === null || value === undefined) return null;
  const rank = ranksOver.get(base);
  if (rank !== undefined) return `${rank}(${value})`;
  const definition = findFunction(base === "average" ? "Avg" : base);
  const inner = nodes[0]?.kind === "call" ? findFunction(nodes[0].name) : undefined;
  if (definition === undefined) return null;
  const aggregate = inner?.levelKind === "aggregate" ? value : `${definition.name}(${value})`;
  return texts.length === 1 ? `GrandTotal(${aggregate})` : `Subtotal(${aggregate}, "parent_grouping")`;
}

/** `sum` of `sumOver`. */
export function overBase(name: string): string | null {
  const found = /^([a-z]+(?:_[a-z]+)*?)_?over$/.exec(name.toLowerCase());
  return found?.[1]?.replaceAll("_", "") ?? null;
}

/** A function of ours, called as other products call theirs; null: it is not. */
export function rewriteOwnCall(
  node: CallNode,
  operands: readonly CheckedExpression[],
  comments: readonly Comment[],
): { readonly text: string; readonly name: string } | null {
  const rewrite = operands.length < 2 ? undefined : ownRewrites.get(node.name.toLowerCase());
  const found = rewrite?.(readCall(node, comments), operands) ?? null;
  return found === null ? null : { text: found, name: found.slice(0, found.indexOf("(")) };
}

type OwnRewrite = (call: ForeignCall, operands: readonly CheckedExpression[]) => string | null;

/** Range, criterion and the column to aggregate, as spreadsheets have them. */
function conditionLast(name: string): OwnRewrite {
  return (call, operands) => {
    const [range, criterion, field] = call.arguments;
    const isCondition = operands[1]?.type === "logical" || operands[1]?.type === "unknown";
    if (range?.kind !== "reference" || criterion === undefined || isCondition || call.texts.length > 3) return null;
    const condition = asCondition(call.texts[0] ?? "", criterion, call.texts[1] ?? "");
    return `${name}(${field === undefined ? call.texts[0] : call.texts[2]}, ${condition})`;
  };
}

const ownRewrites: ReadonlyMap<string, OwnRewrite> = new Map<string, OwnRewrite>([
  ["sumif", conditionLast("SumIf")],
  ["avgif", conditionLast("AvgIf")],
  [
    "countif",
    (call, operands) => {
      const [range, criterion] = call.arguments;
      const isRange = range?.kind === "reference" && operands[0]?.type !== "logical" && operands[0]?.type !== "unknown";
      if (!isRange || criterion === undefined || call.texts.length !== 2) return null;
      return `CountIf(${asCondition(call.texts[0] ?? "", criterion, call.texts[1] ?? "")})`;
    },
  ],
  ["isnull", ({ texts }) => (texts.length === 2 ? `Coalesce(${texts.join(", ")})` : null)],
  ["date", ({ texts }) => (texts.length === 3 ? `MakeDate(${texts.join(", ")})` : null)],
  [
    "text",
    ({ texts }, operands) =>
      texts.length === 2 && operands[0]?.type === "date" ? `DateFormat(${texts.join(", ")})` : null,
  ],
  [
    "lookup",
    ({ arguments: [, offset], texts }) => {
      if (texts.length !== 2) return null;
      if (offset?.kind === "unary" && offset.operator === "-") return `Lag(${texts[0]}, ${texts[1]?.slice(1)})`;
      return offset?.kind === "number" ? `Lead(${texts[0]}, ${texts[1]})` : null;
    },
  ],
]);
