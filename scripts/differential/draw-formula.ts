import {
  type ArgumentDefinition,
  acceptsCount,
  argumentAt,
  type FunctionDefinition,
} from "#lib/formula/functions/definition";
import { functionTable } from "#lib/formula/functions/table";
import { writeTextLiteral } from "#lib/formula/parse/literals";
import type { Random } from "#tests/support/random";
import { knownFunctions } from "#tests/support/reference/evaluate";
import type { NamedColumn } from "./tables.ts";

/** Random formulas of a wanted type, drawn from the signatures of the function table. */
export type DrawType = NamedColumn["type"];

export type DrawScope = {
  /** What may be named as it is. */
  readonly columns: readonly NamedColumn[];
  /** What aggregates may name; null: there are no aggregates here. */
  readonly lower: DrawScope | null;
  readonly hasWindows: boolean;
  /** Also functions that the reference does not know. */
  readonly hasUnknown: boolean;
};

/** Functions that formulas are not drawn from, and why. Everything else of the table is. */
export const notDrawn: Readonly<Record<string, string>> = {
  DateLookback: "drawn by worksheets only, over a key that is a plain DateTrunc",
  Lookup: "drawn by worksheets only, with keys that fit",
  Rollup: "drawn by worksheets only, with keys that fit",
  Subtotal: "drawn by worksheets only, over an aggregate",
  GrandTotal: "drawn by worksheets only, over an aggregate",
  PercentOfTotal: "drawn by worksheets only, over an aggregate",
  ValueInGroup: "internal: what FillDown becomes in PostgreSQL",
  Item: "written as [0] and .field, which only JSON has; vectors hold it",
  Record: "written as { }, which only JSON has; vectors hold it",
  CurrentUserAttributeText: "a constant of the person; vectors hold it",
};

const scalars: readonly DrawType[] = ["text", "number", "date", "logical"];

export function drawFormula(type: DrawType, depth: number, scope: DrawScope, random: Random): string {
  if (depth <= 0 || random.integer(1, 6) === 1) return drawLeaf(type, scope, random);
  const candidates = candidatesFor(type, scope);
  const own = scope.lower === null ? candidates : preferAggregates(candidates, depth, random);
  if (own.length === 0) return drawLeaf(type, scope, random);
  return drawCall(random.pick(own), type, depth, scope, random);
}

function preferAggregates(
  candidates: readonly FunctionDefinition[],
  depth: number,
  random: Random,
): readonly FunctionDefinition[] {
  const aggregates = candidates.filter(({ levelKind }) => levelKind === "aggregate");
  const isPreferred = aggregates.length > 0 && (depth <= 1 || random.integer(0, 1) === 0);
  return isPreferred ? aggregates : candidates;
}

function candidatesFor(type: DrawType, scope: DrawScope): readonly FunctionDefinition[] {
  return [...functionTable.values()].filter((definition) => {
    const { name, result, levelKind, lowering } = definition;
    if (name in notDrawn || Object.values(lowering).includes(null)) return false;
    if (!scope.hasUnknown && !knownFunctions.has(name)) return false;
    if (levelKind === "aggregate" && scope.lower === null) return false;
    if (levelKind === "window" && !scope.hasWindows) return false;
    if (levelKind === "either" && scope.lower === null && !scope.hasWindows) return false;
    return result === type || ((result === "T" || result === "U") && type !== "variant");
  });
}

function drawCall(
  definition: FunctionDefinition,
  type: DrawType,
  depth: number,
  scope: DrawScope,
  random: Random,
): string {
  const count = drawCount(definition, random);
  const isOwn = definition.result === "T";
  const types = { type: isOwn ? type : random.pick(scalars), other: random.pick(scalars) };
  const inner = innerScope(definition, scope);
  const parts = Array.from({ length: count }, (_, index) => {
    const argument = argumentAt(definition.signature, index, count);
    return argument === undefined
      ? "Null"
      : drawArgument(definition, argument, { ...types, depth: depth - 1, scope: inner, random });
  });
  return write(definition, parts);
}

function innerScope({ levelKind }: FunctionDefinition, scope: DrawScope): DrawScope {
  const isAggregate = levelKind === "aggregate" || (levelKind === "either" && scope.lower !== null);
  return isAggregate && scope.lower !== null ? scope.lower : scope;
}

/** Optional arguments now and then; of the least that the signature accepts up to four more. */
function drawCount({ signature }: FunctionDefinition, random: Random): number {
  const least = signature.required.length;
  const counts = [0, 1, 2, 3, 4].map((more) => least + more).filter((count) => acceptsCount(signature, count));
  return random.integer(0, 2) === 0 ? random.pick(counts) : (counts[0] ?? least);
}

type Drawing = {
  readonly type: DrawType;
  readonly other: DrawType;
  readonly depth: number;
  readonly scope: DrawScope;
  readonly random: Random;
};

/** Written values for arguments of these names, where a drawn one would mostly be nonsense. */
const pools: Readonly<Record<string, readonly string[]>> = {
  timezone: ['"America/New_York"', '"UTC"', '"Asia/Kolkata"', '"Europe/Berlin"'],
  "from timezone": ['"UTC"', '"Europe/London"', '"America/New_York"'],
  fraction: ["0", "0.25", "0.5", "0.9", "1"],
  format: ['"%Y-%m-%d"', '"%d.%m.%Y %H:%M"', '"%B %-d, %Y"', '"%a %b"'],
  separator: ['", "', '""', '"-"', '"|"'],
  delimiter: ['","', '" "', '"-"', '""', '"a"'],
  above: ["0", "1", "2", "5", "-1"],
  below: ["0", "1", "3", "-1"],
  ranks: ["1", "2", "3", "4"],
  bins: ["1", "2", "3", "10", "0"],
  url: ['"https://ada:x@example.com:8080/a/b?q=1#top"', '"example"', '""'],
  team: ['"Sales"', '"Finance"'],
};
const patterns: readonly string[] = ['"[a-z]+"', '"^a"', '"([0-9]+)-?"', '"(?i)b|x"', '"."', '"\\\\d"', '"é"'];
const likes: readonly string[] = ['"a%"', '"%b"', '"_"', '"%"', '""', '"A__%"', '"%\\\\%"', '"%é%"'];
const replacements: readonly string[] = ['"_"', '""', '"<\\\\0>"'];
const smallNumbers: ReadonlySet<string> = new Set(
  "count length start position digits offset n amount step index exponent factor end".split(" "),
);

function drawArgument(definition: FunctionDefinition, argument: ArgumentDefinition, drawing: Drawing): string {
  const { random } = drawing;
  if (argument.values !== undefined) return writeTextLiteral(random.pick(argument.values));
  const pool = poolOf(definition, argument);
  const isFree =
    argument.literal !== true && argument.name !== "above" && argument.name !== "below" && argument.name !== "ranks";
  if (pool !== undefined && (!isFree || random.integer(0, 4) > 0)) return random.pick(pool);
  if (argument.literal === true) return drawLiteral(typeOf(argument, drawing), random);
  if (smallNumbers.has(argument.name) && random.integer(0, 3) > 0) return drawSmall(random);
  return drawFormula(typeOf(argument, drawing), drawing.depth, drawing.scope, random);
}

function poolOf({ name }: FunctionDefinition, argument: ArgumentDefinition): readonly string[] | undefined {
  if (argument.name === "pattern") return name.endsWith("Like") ? likes : patterns;
  if (name === "RegexpReplace" && argument.name === "replacement") return replacements;
  if (name === "DateParse" && argument.name === "format") return pools["format"]?.slice(0, 2);
  return pools[argument.name];
}

function typeOf({ type }: ArgumentDefinition, drawing: Drawing): DrawType {
  if (type === "T") return drawing.type;
  if (type === "U") return drawing.other;
  if (type === "any") return drawing.random.pick(scalars);
  return typeof type === "string" ? type : drawing.random.pick(type);
}

function drawSmall(random: Random): string {
  const value = random.integer(-3, 6);
  return random.integer(0, 5) === 0 ? `${value}.5` : String(value);
}

function drawLeaf(type: DrawType, scope: DrawScope, random: Random): string {
  const named = scope.columns.filter((column) => column.type === type);
  if (named.length > 0 && random.integer(0, 3) > 0) return random.pick(named).name;
  if (scope.lower !== null && random.integer(0, 3) > 0) {
    const aggregates = candidatesFor(type, scope).filter(({ levelKind }) => levelKind === "aggregate");
    if (aggregates.length > 0) return drawCall(random.pick(aggregates), type, 1, scope, random);
  }
  return drawLiteral(type, random);
}

const literals: Readonly<Record<DrawType, readonly string[]>> = {
  text: ['""', '"a"', '"ab"', '"é"', '"10"', '"A"', '"x-y"', '"true"', '"2024-02-29"', '" "', '"😀"', "Null"],
  number: ["0", "1", "2", "-1", "0.5", "2.5", "10", "100.25", "-3.75", "1000000", "0.001", "3", "7", "Null"],
  date: ['Date("2024-02-29")', 'Date("2024-01-31 10:58:00")', 'Date("2023-12-31")', "Today()", "Now()"],
  logical: ["True", "False", "Null"],
  variant: ['Array(1, "a", Null)', "Array(1, 2, 2)", 'Json("{\\"a\\": [1, 2]}")', "Array()"],
};

function drawLiteral(type: DrawType, random: Random): string {
  return random.pick(literals[type]);
}

function write({ name, category }: FunctionDefinition, parts: readonly string[]): string {
  if (name === "Negate") return `(-${parts[0] ?? "0"})`;
  if (name === "Not") return `(Not ${parts[0] ?? "Null"})`;
  if (category === "operator") return `(${parts.join(` ${name} `)})`;
  return `${name}(${parts.join(", ")})`;
}
