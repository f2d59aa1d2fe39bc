import { parseFormula } from "#lib/formula/parse";
import { printFormula } from "#lib/formula/print";
import type { Expression } from "#lib/formula/syntax";
import { aggregates } from "./aggregates.ts";
import { held, type RowFunctions } from "./call.ts";
import { parseDecimal } from "./decimal.ts";
import type { Element, ElementColumn, RowColumn, Rows, Unit } from "./element.ts";
import { conversions, literalNumber, systemFunctions, Unknown } from "./functions/convert.ts";
import { dateFunctions } from "./functions/date.ts";
import { logicalFunctions } from "./functions/logical.ts";
import { mathFunctions } from "./functions/math.ts";
import { operators } from "./functions/operators.ts";
import { textFunctions } from "./functions/text.ts";
import { compareValues, type Description, numberOf, type Value } from "./value.ts";
import { windows } from "./windows.ts";

/** Where a formula is asked: at a row of a level of an element, for a column or for the source itself. */
export type Place = {
  readonly element: Element;
  readonly unit: Unit;
  /** The column that the formula belongs to: its name does not mean itself. */
  readonly self: string | null;
  /** Only names of the source are meant: in metrics and inside Lookup and Rollup. */
  readonly ofSource?: boolean;
  /** A total is computed again here; the level that it was asked at. */
  readonly totalFrom?: number;
};

const rowFunctions: RowFunctions = {
  ...operators,
  ...logicalFunctions,
  ...mathFunctions,
  ...textFunctions,
  ...dateFunctions,
  ...conversions,
  ...systemFunctions,
};

export const knownFunctions: ReadonlySet<string> = new Set([
  ...Object.keys(rowFunctions),
  ...Object.keys(aggregates),
  ...Object.keys(windows),
  "Subtotal",
  "GrandTotal",
  "PercentOfTotal",
  "Lookup",
  "Rollup",
  "CurrentUserAttributeText",
]);

/** Operators as calls of their sign, other spellings by the name that is meant. */
type Asked = { readonly name: string; readonly parts: readonly Expression[] };

const spellings: Readonly<Record<string, string>> = { Ndv: "CountDistinct", Substring: "Mid" };

function askedIn(node: Expression): Asked | null {
  if (node.kind === "call") return { name: spellings[node.name] ?? node.name, parts: node.arguments };
  if (node.kind === "unary") return { name: node.operator === "Not" ? "Not" : "Negate", parts: [node.operand] };
  if (node.kind === "binary") return { name: node.operator, parts: [node.left, node.right] };
  return null;
}

type Kind = "row" | "aggregate" | "window" | "total" | "join";

const edges: ReadonlySet<string> = new Set(["First", "Last", "FirstNonNull", "LastNonNull"]);

function kindOf({ name, parts }: Asked, place: Place): Kind {
  if (name === "Lookup" || name === "Rollup") return "join";
  if (name === "Subtotal" || name === "GrandTotal" || name === "PercentOfTotal") return "total";
  if (edges.has(name)) return parts.every((part) => hasOneValue(part, place)) ? "window" : "aggregate";
  if (name in aggregates) return "aggregate";
  return name in windows ? "window" : "row";
}

/** Whether a formula has one value on each row where it is asked, not many of finer rows. */
function hasOneValue(node: Expression, place: Place): boolean {
  const { element, unit } = place;
  if (unit.depth >= element.base || isKeyAgain(node, place)) return true;
  if (node.kind === "reference") {
    const meaning = meaningOf(node.path, place);
    if (meaning.kind === "metric") return true;
    return meaning.kind === "column" && meaning.column.depth <= unit.depth;
  }
  const asked = askedIn(node);
  if (asked === null) return true;
  const kind = kindOf(asked, place);
  if (kind === "aggregate" || kind === "total") return true;
  return ownParts(asked).every((part) => hasOneValue(part, place));
}

/** Whether a formula says a key of the level again. */
function isKeyAgain(node: Expression, { element, unit }: Place): boolean {
  if (node.kind !== "reference" && node.kind !== "call") return false;
  const written = printFormula(node, []);
  return element.columns.some(
    ({ role, depth, expression }) => role === "key" && depth <= unit.depth && printFormula(expression, []) === written,
  );
}

/** Without what Lookup and Rollup read of the other source. */
function ownParts({ name, parts }: Asked): readonly Expression[] {
  const isJoin = name === "Lookup" || name === "Rollup";
  return isJoin ? parts.filter((_part, index) => index % 2 === 1) : parts;
}

/** What a name means. */
type Meaning =
  | { readonly kind: "column"; readonly column: ElementColumn }
  | { readonly kind: "metric"; readonly expression: Expression }
  | { readonly kind: "stored"; readonly column: RowColumn };

const key = (name: string): string => name.trim().toLowerCase();

function meaningOf(path: readonly string[], { element, self, ofSource }: Place): Meaning {
  const [owner = "", name] = path;
  if (name !== undefined) {
    const related = element.rows.related.get(key(owner));
    if (related === undefined || ofSource === true) return stored(element.rows, name);
    return { kind: "stored", column: relatedColumn(element, related, name) };
  }
  const own =
    ofSource === true ? undefined : element.columns.find((one) => one.id !== self && key(one.name) === key(owner));
  if (own !== undefined) return { kind: "column", column: own };
  const metric = element.rows.metrics.get(key(owner));
  if (metric !== undefined) return { kind: "metric", expression: parseFormula(metric).expression };
  return stored(element.rows, owner);
}

function stored(rows: Rows, name: string): Meaning {
  const column = rows.columns.get(key(name));
  if (column === undefined) throw new Error(`There is no column ${name}.`);
  return { kind: "stored", column };
}

/** The smallest value among the rows of the one side. */
function relatedColumn(
  element: Element,
  related: { rows: Rows; local: string; foreign: string },
  name: string,
): RowColumn {
  const [local, foreign, wanted] = [
    element.rows.columns.get(key(related.local)),
    related.rows.columns.get(key(related.foreign)),
    related.rows.columns.get(key(name)),
  ];
  if (local === undefined || foreign === undefined || wanted === undefined)
    throw new Error(`There is no column ${name}.`);
  return {
    description: wanted.description,
    at: (row) => {
      const wantedKey = local.at(row);
      const found = rowNumbers(related.rows).filter((other) => isSame(wantedKey, foreign.at(other), element));
      return smallest(found.map(wanted.at), element);
    },
  };
}

function rowNumbers(rows: Rows): readonly number[] {
  return Array.from({ length: rows.count }, (_, row) => row);
}

function isSame(left: Value, right: Value, { trace }: Element): boolean {
  return left !== null && right !== null && compareValues(left, right, trace) === 0;
}

function smallest(values: readonly Value[], { trace }: Element): Value {
  return values.reduce<Value>(
    (best, value) => (value === null ? best : best === null || compareValues(value, best, trace) < 0 ? value : best),
    null,
  );
}

export function describe(node: Expression, place: Place): Description {
  switch (node.kind) {
    case "number":
      return literalNumber(parseDecimal(node.text));
    case "text":
      return { type: "text", literal: node.value };
    case "logical":
      return { type: "logical", literal: node.value };
    case "null":
      return { type: "null", literal: null };
    case "reference":
      return describeReference(node.path, place);
    default:
      return describeCall(node, place);
  }
}

function describeReference(path: readonly string[], place: Place): Description {
  const meaning = meaningOf(path, place);
  if (meaning.kind === "metric") return describe(meaning.expression, { ...place, ofSource: true });
  const { literal: _literal, ...description } =
    meaning.kind === "column" ? place.element.descriptionOf(meaning.column) : meaning.column.description;
  return description;
}

function describeCall(node: Expression, place: Place): Description {
  const asked = askedIn(node);
  if (asked === null) throw new Unknown(node.kind);
  const { name, parts } = asked;
  const kind = kindOf(asked, place);
  if (kind === "join") return describe(parts[0] ?? node, externalPlace(asked, place, []));
  if (name === "PercentOfTotal") return { type: "number", scale: null };
  const given = parts.map((part) => describe(part, place));
  if (kind === "total") return withoutLiteral(given[0]);
  const known = kind === "aggregate" ? aggregates[name] : kind === "window" ? windows[name] : rowFunctions[name];
  if (name === "CurrentUserAttributeText") return { type: "text" };
  if (known === undefined) throw new Unknown(name);
  return known.describe(given, name);
}

function withoutLiteral(description: Description | undefined): Description {
  const { literal: _literal, ...rest } = description ?? { type: "null" };
  return rest;
}

export function evaluate(node: Expression, place: Place): Value {
  const description = describe(node, place);
  switch (node.kind) {
    case "number":
      return held(parseDecimal(node.text), description, place.element.trace);
    case "text":
    case "logical":
      return node.value;
    case "null":
      return null;
    case "reference":
      return valueOfReference(node.path, place);
    default:
      return held(valueOfCall(node, description, place), description, place.element.trace);
  }
}

function valueOfReference(path: readonly string[], place: Place): Value {
  const { element, unit, totalFrom } = place;
  const meaning = meaningOf(path, place);
  if (meaning.kind === "metric") return evaluate(meaning.expression, { ...place, ofSource: true });
  if (meaning.kind === "stored") return meaning.column.at(unit.rows[0] ?? -1);
  const { column } = meaning;
  const isAgain =
    column.role === "calculation" && totalFrom !== undefined && column.depth <= totalFrom && column.depth > unit.depth;
  if (isAgain) return evaluate(column.expression, { ...place, self: column.id });
  return element.valueOf(column, unit);
}

function valueOfCall(node: Expression, result: Description, place: Place): Value {
  const asked = askedIn(node);
  if (asked === null) throw new Unknown(node.kind);
  const { name, parts } = asked;
  const kind = kindOf(asked, place);
  if (kind === "join") return valueOfJoin(asked, place);
  if (kind === "total") return valueOfTotal(asked, place);
  if (name === "CurrentUserAttributeText") return attribute(parts, place);
  const { element } = place;
  const given = parts.map((part) => describe(part, place));
  const shared = { name, given, result, around: element.around, trace: element.trace };
  if (kind === "aggregate") return aggregates[name]?.of({ ...shared, rows: inputRows(asked, place) }) ?? null;
  if (kind === "window") return valueOfWindow(asked, shared, place);
  const known = rowFunctions[name];
  if (known === undefined) throw new Unknown(name);
  const values = parts.map((part, index) => held(evaluate(part, place), given[index] ?? result, element.trace));
  return known.of({ ...shared, values });
}

function attribute(parts: readonly Expression[], { element }: Place): Value {
  const [part] = parts;
  return part?.kind === "text" ? (element.around.person.attributes[part.value] ?? null) : null;
}

/** The finest level among the columns that an aggregate names, below its own; base when it names none. */
function inputDepth(parts: readonly Expression[], place: Place): number {
  const depths: number[] = [];
  const note = (node: Expression): void => {
    if (node.kind === "reference") {
      const meaning = meaningOf(node.path, place);
      if (meaning.kind === "metric") note(meaning.expression);
      else depths.push(meaning.kind === "stored" ? place.element.base : meaning.column.depth);
      return;
    }
    for (const part of askedIn(node)?.parts ?? []) note(part);
  };
  for (const part of parts) note(part);
  const finer = depths.filter((depth) => depth > place.unit.depth);
  return finer.length === 0 ? place.element.base : Math.max(...finer);
}

const ordered: ReadonlySet<string> = new Set([...edges, "ListAgg", "ArrayAgg"]);

/** The rows that an aggregate sees; where order matters by the element's sort, else by value. */
function inputRows({ name, parts }: Asked, place: Place): readonly (readonly Value[])[] {
  const { element, unit } = place;
  const depth = inputDepth(parts, place);
  const { totalFrom: _total, ...rest } = place;
  const rowOf = (one: Unit) => parts.map((part) => evaluate(part, { ...rest, unit: one }));
  const sorted = ordered.has(name) ? element.sortAt(depth) : null;
  const units = element.units(depth).filter((one) => unit.depth === 0 || unit.rows.includes(one.rows[0] ?? -1));
  if (!ordered.has(name)) return units.map(rowOf);
  // Ties of the sort, or all rows without one, go by value.
  const order = sorted ?? ((): number => 0);
  return units
    .map((one) => ({ one, row: rowOf(one) }))
    .toSorted(
      (left, right) => order(left.one, right.one) || compareNulls(left.row[0] ?? null, right.row[0] ?? null, element),
    )
    .map(({ row }) => row);
}

function compareNulls(left: Value, right: Value, { trace }: Element): number {
  if (left === null || right === null) return Number(left === null) - Number(right === null);
  return compareValues(left, right, trace);
}

type Shared = {
  name: string;
  given: readonly Description[];
  result: Description;
  around: Element["around"];
  trace: Element["trace"];
};

/** Rows of the same level within the same row of the level above. */
function valueOfWindow({ name, parts }: Asked, shared: Shared, place: Place): Value {
  const { element, unit } = place;
  const partition = element.within(element.above(unit, Math.max(0, unit.depth - 1)), unit.depth);
  const rows = partition.map((one) => parts.map((part) => evaluate(part, { ...place, unit: one })));
  const index = partition.findIndex((one) => one.rows[0] === unit.rows[0]);
  return windows[name]?.of({ ...shared, rows, place: index }) ?? null;
}

function valueOfTotal({ name, parts }: Asked, place: Place): Value {
  const { element, unit } = place;
  const [aggregate, written] = parts;
  if (aggregate === undefined) throw new Error(`${name} needs an aggregate.`);
  const mode = written?.kind === "text" ? written.value.toLowerCase() : "grand_total";
  const depth = mode === "parent_grouping" ? Math.max(0, unit.depth - 1) : 0;
  const total = evaluate(aggregate, { ...place, unit: element.above(unit, depth), totalFrom: unit.depth });
  if (name !== "PercentOfTotal") return total;
  const own = evaluate(aggregate, place);
  return own === null || total === null || numberOf(total) === 0 ? null : numberOf(own) / numberOf(total);
}

/** Rows of the other source whose keys are those of this row: Null is no key. */
function valueOfJoin(asked: Asked, place: Place): Value {
  const { element } = place;
  const { rows } = otherRows(asked, place);
  const keys = asked.parts.slice(1);
  const matches = rowNumbers(rows).filter((row) =>
    keys.every((part, index) => {
      const foreign = keys[index + 1];
      if (index % 2 === 1 || foreign === undefined) return true;
      return isSame(evaluate(part, place), evaluate(foreign, externalPlace(asked, place, [row], 1)), element);
    }),
  );
  const [formula] = asked.parts;
  if (formula === undefined || matches.length === 0) return null;
  if (asked.name === "Rollup") return evaluate(formula, externalPlace(asked, place, matches));
  return smallest(
    matches.map((row) => evaluate(formula, externalPlace(asked, place, [row]))),
    element,
  );
}

function otherRows(asked: Asked, { element }: Place): { readonly rows: Rows } {
  const owner = asked.parts.filter((_part, index) => index % 2 === 0).flatMap(ownersIn)[0] ?? "";
  const rows = element.sources.get(key(owner)) ?? element.rows.related.get(key(owner))?.rows;
  if (rows === undefined) throw new Error(`There is no source ${owner}.`);
  return { rows };
}

function ownersIn(node: Expression): readonly string[] {
  if (node.kind === "reference") return node.path.length > 1 ? node.path.slice(0, 1) : [];
  return (askedIn(node)?.parts ?? []).flatMap(ownersIn);
}

/** Inside of Lookup and Rollup: the other source alone, all `matches` as one group or a single row. */
function externalPlace(
  asked: Asked,
  place: Place,
  matches: readonly number[],
  depth = asked.name === "Rollup" ? 0 : 1,
): Place {
  const { rows } = otherRows(asked, place);
  const single = matches.map((row) => ({ depth: 1, rows: [row] }));
  const element: Element = {
    ...place.element,
    rows,
    base: 1,
    columns: [],
    units: (wantedDepth) => (wantedDepth === 0 ? [{ depth: 0, rows: matches }] : single),
    above: (unit) => unit,
    sortAt: () => null,
  };
  return { element, unit: { depth, rows: matches }, self: null, ofSource: true };
}

/** Whether a formula, or a column that it reads, holds a function of one of these kinds. A calculation is an aggregate. */
export function readsKind(node: Expression, place: Place, kinds: readonly string[]): boolean {
  if (node.kind === "reference") {
    const meaning = meaningOf(node.path, place);
    if (meaning.kind === "metric") return readsKind(meaning.expression, { ...place, ofSource: true }, kinds);
    if (meaning.kind === "stored") return false;
    const { role, expression, id } = meaning.column;
    const isCalculated = role === "calculation" || role === "summary";
    return (isCalculated && kinds.includes("aggregate")) || readsKind(expression, { ...place, self: id }, kinds);
  }
  const asked = askedIn(node);
  if (asked === null) return false;
  return kinds.includes(kindOf(asked, place)) || ownParts(asked).some((part) => readsKind(part, place, kinds));
}

/** The columns of the element that a column's formula names. */
export function columnsIn(column: ElementColumn, element: Element): readonly ElementColumn[] {
  const place: Place = { element, unit: { depth: column.depth, rows: [] }, self: column.id };
  const named = (node: Expression): readonly ElementColumn[] => {
    if (node.kind !== "reference") return (askedIn(node)?.parts ?? []).flatMap(named);
    const meaning = node.path.length === 1 ? meaningOf(node.path, place) : null;
    return meaning?.kind === "column" ? [meaning.column] : [];
  };
  return named(column.expression);
}
