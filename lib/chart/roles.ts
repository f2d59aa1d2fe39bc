import type { Cell, ResultColumn, ResultRows } from "../worksheet/result.ts";

/** What the columns of a result are for: labels say what a row is about, measures say how much. Positions are those of the schema. */
export type ColumnRole = { readonly column: ResultColumn; readonly position: number; readonly cells: readonly Cell[] };

export type Roles = {
  /** The label that orders rows in time: a date, or a number that counts years. */
  readonly time: ColumnRole | null;
  /** The other labels. */
  readonly categories: readonly ColumnRole[];
  readonly measures: readonly ColumnRole[];
  /** Rows of the source themselves, not groups of them. */
  readonly isListing: boolean;
};

const aggregateCall =
  /\b(Sum|SumIf|Avg|AvgIf|Count|CountIf|CountDistinct|CountDistinctIf|Min|MinIf|Max|MaxIf|Median|PercentileCont|PercentileDisc|StdDev|Variance|VariancePop|Corr|SumProduct|PercentOfTotal|GrandTotal|Subtotal|Cumulative\w+|Moving\w+|Rank\w*|Lag|Lead)\s*\(/i;
const additiveCall = /^\s*(Sum|SumIf|Count|CountIf|SumProduct)\s*\(/i;
const identifierName = /(^|[\s_])(id|code|number|no|key|zip|phone|postcode|zipcode)$/i;
const placeName = /(^|[\s_])(lat|latitude|lng|lon|long|longitude)$/i;
/** An identifier, a year or a place on the globe that is summed or averaged says nothing; counted, or in a sum of others, it may. */
const aggregateOfOne = /^\s*(Sum|Avg|Min|Max|Median|StdDev|Variance|VariancePop)\s*\(\s*\[((?:\\.|[^\]])*)\]\s*\)\s*$/i;

export function findRoles(schema: readonly ResultColumn[], rows: ResultRows): Roles {
  const all = schema
    .map((column, position) => ({ column, position, cells: rows.columns[position] ?? [] }))
    .filter(({ column }) => !isRepeatedTotal(column, schema));
  const isListing = all.every(({ column }) => !isAggregate(column));
  const measures = all.filter(({ column }) => (isListing ? isQuantity(column) : isMeasure(column)));
  const labels = all.filter(
    (role) => !measures.includes(role) && (isListing || role.column.type !== "number" || !isAggregate(role.column)),
  );
  const time = labels.find(isTime) ?? null;
  return { time, categories: labels.filter((label) => label !== time), measures, isListing };
}

/** One value of all rows beside rows of groups: it tells neither what a row is about nor how much it is. */
function isRepeatedTotal({ level }: ResultColumn, schema: readonly ResultColumn[]): boolean {
  return level === "summary" && schema.some((other) => other.level !== "summary");
}

export function isAggregate(column: ResultColumn): boolean {
  return column.isAggregate === true || aggregateCall.test(withoutNamesAndTexts(column.formula));
}

/** The measure of all rows together is the sum of the rows' measures. */
export function isAdditive(column: ResultColumn): boolean {
  const formula = withoutNamesAndTexts(column.formula);
  return additiveCall.test(formula) && !/[/*%^]/.test(formula) && column.format?.kind !== "percent";
}

/** Shares of a pie: what adds up, shares themselves, and metrics, whose formula does not stand here. */
export function isPartOfWhole(column: ResultColumn): boolean {
  const formula = withoutNamesAndTexts(column.formula);
  return isAdditive(column) || /\bPercentOfTotal\s*\(/i.test(formula) || !aggregateCall.test(formula);
}

/** Whether a column can be measured at all: its sizes mean something. */
export function isQuantity(column: ResultColumn): boolean {
  if (column.type !== "number") return false;
  const of = aggregateOfOne.exec(column.formula)?.[2];
  if (of !== undefined) return !isNominal(of.split("/").at(-1) ?? of);
  return isAggregate(column) || !(isNominal(column.name) || isYearName(column));
}

function isMeasure(column: ResultColumn): boolean {
  return isQuantity(column) && isAggregate(column);
}

/** Numbers that name rather than measure. */
function isNominal(name: string): boolean {
  return identifierName.test(name) || placeName.test(name) || /(^|[\s_])year$/i.test(name);
}

function isTime({ column, cells }: ColumnRole): boolean {
  if (column.type === "date") return true;
  return column.type === "number" && isYearName(column) && cells.every((cell) => cell === null || isYear(cell));
}

function isYearName(column: ResultColumn): boolean {
  return /(^|[\s_])year$/i.test(column.name) || /^\s*Year\s*\(/i.test(column.formula);
}

function isYear(cell: Cell): boolean {
  return typeof cell === "number" && Number.isInteger(cell) && cell >= 0 && cell <= 2200;
}

function withoutNamesAndTexts(formula: string): string {
  return formula.replace(/\[(\\.|[^\]])*\]/g, "x").replace(/"(\\.|[^"])*"/g, "s");
}
