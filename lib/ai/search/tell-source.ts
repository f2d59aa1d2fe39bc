import "server-only";
import type { ColumnDescription } from "#lib/contract/ask-tools";
import { referenceText } from "#lib/worksheet/draft-columns";
import type { Source } from "#lib/worksheet/worksheet";
import type { SourceDescription } from "./describe-source.ts";
import { wordsOf } from "./words.ts";

/** A source as an outside model is told of it: what it costs stays the same however wide the source is. */
export type ToldSource = Omit<SourceDescription, "columns" | "aiContext"> & {
  /** The notes of admins, line by line. */
  readonly notes: readonly string[];
  /** `[Order Date] date: Day of the order. 2023-11-01 to 2026-10-31`; those that fit the question say most. */
  readonly columns: readonly string[];
  /** How many there was no room for. */
  readonly omittedColumns?: number;
};

/** Characters. */
const mostOfColumns = 7_000;
const mostOfOneColumn = 220;
const mostOfNotes = 8_000;
const mostOfDescription = 120;
const mostExamples = 5;

/** Every column in full when all fit; else those that share words with the question, then as many of the others as fit by name and type. */
export function tellSource(described: SourceDescription, source: Source, question: string): ToldSource {
  const { columns, aiContext, ...rest } = described;
  const { lines, omitted } = tellColumns(withoutRepeated(columns, source), new Set(wordsOf(question)));
  const unlisted = visibleCount(source) - columns.filter(({ relationship }) => relationship === undefined).length;
  const omittedColumns = omitted + unlisted;
  return {
    ...rest,
    notes: aiContext.slice(0, mostOfNotes).split("\n"),
    columns: lines,
    ...(omittedColumns === 0 ? {} : { omittedColumns }),
  };
}

function visibleCount({ columns }: Source): number {
  return columns.filter(({ hidden }) => !hidden).length;
}

/** A column of a relationship that the source shows under a name of its own is told once. */
function withoutRepeated(columns: readonly ColumnDescription[], source: Source): readonly ColumnDescription[] {
  const shown = new Set(source.columns.flatMap(({ formula }) => formula ?? []));
  return columns.filter((column) => column.relationship === undefined || !shown.has(pathOf(column)));
}

function tellColumns(
  columns: readonly ColumnDescription[],
  asked: ReadonlySet<string>,
): { readonly lines: readonly string[]; readonly omitted: number } {
  const whole = columns.map(wholeLine);
  if (lengthOf(whole) <= mostOfColumns) return { lines: whole, omitted: 0 };
  const relevance = columns.map(
    ({ name, description }) => wordsOf(`${name} ${description}`).filter((word) => asked.has(word)).length,
  );
  const order = columns
    .map((_, index) => index)
    .toSorted((left, right) => (relevance[right] ?? 0) - (relevance[left] ?? 0));
  const lines = new Map<number, string>();
  let left = mostOfColumns;
  for (const index of order) {
    const column = columns[index];
    if (column === undefined) continue;
    const isRoomy = left > mostOfColumns / 2 && (relevance[index] ?? 0) > 0;
    const line = isRoomy ? (whole[index] ?? "") : shortLine(column);
    if (line.length > left) continue;
    lines.set(index, line);
    left -= line.length;
  }
  return {
    lines: columns.flatMap((_, index) => lines.get(index) ?? []),
    omitted: columns.length - lines.size,
  };
}

function shortLine(column: ColumnDescription): string {
  return `${pathOf(column)} ${column.type}${column.withheld === true ? ", withheld" : ""}`;
}

function wholeLine(column: ColumnDescription): string {
  const { description, unit } = column;
  const said = [
    description.length > mostOfDescription ? `${description.slice(0, mostOfDescription - 1)}…` : description,
    ...(unit === undefined ? [] : [`in ${unit}`]),
    ...valuesOf(column),
  ].filter((part) => part !== "");
  const line = said.length === 0 ? shortLine(column) : `${shortLine(column)}: ${said.join(" · ")}`;
  return line.slice(0, mostOfOneColumn);
}

function valuesOf({ type, distinctCount, min, max, examples = [] }: ColumnDescription): string[] {
  if (examples.length > 0) {
    const some = examples.slice(0, mostExamples).map((value) => JSON.stringify(value));
    return [`${distinctCount ?? "?"} values, such as ${some.join(", ")}`];
  }
  if (type !== "text" && min !== undefined && min !== null && max !== null) return [`${min} to ${max}`];
  return distinctCount === undefined ? [] : [`${distinctCount} values`];
}

function pathOf({ name, relationship }: ColumnDescription): string {
  return referenceText(relationship === undefined ? [name] : [relationship, name]);
}

function lengthOf(lines: readonly string[]): number {
  return lines.reduce((sum, line) => sum + line.length, 0);
}
