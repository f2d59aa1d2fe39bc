import { parseFormula } from "../../formula/parse.ts";
import { findReferences } from "../../formula/rename.ts";
import { referenceText } from "../../worksheet/draft-columns.ts";
import { nameKey } from "../../worksheet/names.ts";
import { placementOf } from "../../worksheet/row-level.ts";
import type { Worksheet, WorksheetColumn } from "../../worksheet/worksheet.ts";
import { freeName } from "../edit/free-name.ts";
import { keepReferences } from "../edit/worksheet-columns.ts";

/** Changes of a worksheet's columns. What names a column that does not exist changes nothing. */

export type NewColumn = { readonly id: string; readonly name: string; readonly formula: string };

/** A column where another lives: among the calculations of the same grouping, the summaries, else the base rows. */
export function addColumnBeside(worksheet: Worksheet, besideId: string, column: NewColumn): Worksheet {
  const { role, levelName } = placementOf(worksheet, besideId);
  const added = withColumn(worksheet, column);
  if (role === "calculation") return inGrouping(added, levelName, column.id);
  return role === "summary" ? { ...added, summaries: [...added.summaries, column.id] } : added;
}

export const aggregates = ["Sum", "Avg", "Min", "Max", "Median", "Count", "CountDistinct"] as const;
export type Aggregate = (typeof aggregates)[number];

/** `into`: a grouping, or the summaries of all rows. */
export type AggregateInto = { readonly groupingId: string } | "summary";

/** An aggregate of a column as a calculation of a grouping, or as a summary. */
export function addAggregate(
  worksheet: Worksheet,
  columnId: string,
  aggregate: Aggregate,
  into: AggregateInto,
  id: string,
): Worksheet {
  const column = findColumn(worksheet, columnId);
  if (column === undefined) return worksheet;
  const formula = `${aggregate}(${referenceText([column.name])})`;
  const added = withColumn(worksheet, { id, name: `${aggregateNames[aggregate]} of ${column.name}`, formula });
  if (into === "summary") return { ...added, summaries: [...added.summaries, id] };
  return inGrouping(added, into.groupingId, id);
}

export const aggregateNames: Readonly<Record<Aggregate, string>> = {
  Sum: "Sum",
  Avg: "Average",
  Min: "Minimum",
  Max: "Maximum",
  Median: "Median",
  Count: "Count",
  CountDistinct: "Distinct count",
};

export function setFormula(worksheet: Worksheet, columnId: string, formula: string): Worksheet {
  return changeColumn(worksheet, columnId, (column) => ({ ...column, formula }));
}

/** Null: as its formula has it. */
export function setFormat(worksheet: Worksheet, columnId: string, format: WorksheetColumn["format"] | null): Worksheet {
  return changeColumn(worksheet, columnId, ({ format: _, ...column }) =>
    format == null ? column : { ...column, format },
  );
}

export function setDescription(worksheet: Worksheet, columnId: string, text: string): Worksheet {
  const description = text.trim().slice(0, 2000);
  return changeColumn(worksheet, columnId, ({ description: _, ...column }) =>
    description === "" ? column : { ...column, description },
  );
}

export const conversions = ["Text", "Number", "Date", "Logical"] as const;
export type Conversion = (typeof conversions)[number];

/** The column as another type. A conversion that stands there already is replaced, and one back to what it was goes. */
export function convertColumn(worksheet: Worksheet, columnId: string, to: Conversion): Worksheet {
  return changeColumn(worksheet, columnId, ({ format: _, ...column }) => ({
    ...column,
    formula: `${to}(${unwrapped(column.formula, conversions) ?? column.formula})`,
  }));
}

export const periods = ["year", "quarter", "month", "week", "day", "hour"] as const;
export type Period = (typeof periods)[number];

/** A date cut to a period; null: in full again. */
export function truncateDate(worksheet: Worksheet, columnId: string, period: Period | null): Worksheet {
  return changeColumn(worksheet, columnId, ({ format: _, ...column }) => {
    const inner = truncated(column.formula)?.date ?? column.formula;
    return { ...column, formula: period === null ? inner : `DateTrunc("${period}", ${inner})` };
  });
}

/** The period that a column's formula cuts its date to. */
export function periodOf(formula: string): string | null {
  return truncated(formula)?.period ?? null;
}

/** Names of the columns whose formulas need this one. */
export function usersOf(worksheet: Worksheet, columnId: string): readonly string[] {
  const column = findColumn(worksheet, columnId);
  if (column === undefined) return [];
  const isNamed = (formula: string): boolean =>
    findReferences(parseFormula(formula).expression).some(({ path }) => nameKey(path) === nameKey([column.name]));
  return worksheet.columns.flatMap((other) => (other.id !== columnId && isNamed(other.formula) ? [other.name] : []));
}

/** Its keys, sorts and filters go with it; a grouping without keys goes too. */
export function removeColumn(worksheet: Worksheet, columnId: string): Worksheet {
  return keepReferences({ ...worksheet, columns: worksheet.columns.filter(({ id }) => id !== columnId) });
}

function findColumn({ columns }: Worksheet, columnId: string): WorksheetColumn | undefined {
  return columns.find(({ id }) => id === columnId);
}

function withColumn(worksheet: Worksheet, { id, name, formula }: NewColumn): Worksheet {
  const free = freeName(
    name,
    worksheet.columns.map((column) => column.name),
  );
  return { ...worksheet, columns: [...worksheet.columns, { id, name: free, formula }] };
}

function inGrouping(worksheet: Worksheet, groupingId: string, columnId: string): Worksheet {
  const groupings = worksheet.groupings.map((grouping) =>
    grouping.id === groupingId ? { ...grouping, calculations: [...grouping.calculations, columnId] } : grouping,
  );
  return { ...worksheet, groupings };
}

function changeColumn(
  worksheet: Worksheet,
  columnId: string,
  change: (column: WorksheetColumn) => WorksheetColumn,
): Worksheet {
  const columns = worksheet.columns.map((column) => (column.id === columnId ? change(column) : column));
  return { ...worksheet, columns };
}

/** What stands inside when the whole formula is one call of one of these functions. */
function unwrapped(formula: string, names: readonly string[]): string | null {
  const { expression } = parseFormula(formula);
  if (expression?.kind !== "call" || expression.arguments.length !== 1) return null;
  const [only] = expression.arguments;
  const isNamed = names.some((name) => name.toLowerCase() === expression.name.toLowerCase());
  return isNamed && only !== undefined ? formula.slice(only.span.from, only.span.to) : null;
}

function truncated(formula: string): { readonly period: string; readonly date: string } | null {
  const { expression } = parseFormula(formula);
  if (expression?.kind !== "call" || expression.name.toLowerCase() !== "datetrunc") return null;
  const [period, date, ...rest] = expression.arguments;
  if (rest.length > 0 || date === undefined || period?.kind !== "text") return null;
  return { period: period.value.toLowerCase(), date: formula.slice(date.span.from, date.span.to) };
}
