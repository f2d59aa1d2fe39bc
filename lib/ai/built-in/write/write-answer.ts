import type { RunOutput } from "../ask/conversation.ts";
import { displayName, listOf, nameOfMeasure, rowsOf } from "../draft/names.ts";
import { repeatedKey } from "../interpret/count-rows.ts";
import { isMeasure, type Reading } from "../interpret/reading.ts";
import { isQuantity } from "../interpret/workings.ts";
import type { KnownSource } from "../source.ts";
import { membersOf } from "../why/compare-rows.ts";
import { writePart } from "../why/write-why.ts";
import { labelTextOf } from "./condition-text.ts";

type Column = RunOutput["columns"][number];

/** One to three plain sentences. Every figure is a reference to its cell, so that the server proves it. */
export function writeAnswer(reading: Reading, source: KnownSource, output: RunOutput): string {
  const { rowCount, rows } = output;
  if (rowCount === 0) return `No ${rowsOf(source)} match${conditionText(reading)}.`;
  const { labels, measures } = splitColumns(reading, source, output);
  if (rowCount === 1) return writeOne(reading, source, output, labels, measures);
  const change = writeChange(reading, output);
  if (change !== null) return change;
  const isWhole = rows.length === rowCount && (reading.keys.length > 0 || reading.limit !== null);
  if (!isWhole || labels.length === 0 || measures.length === 0) return writeList(reading, source, output);
  if (isTimed(reading)) return writeTime(output, labels, measures, conditionText(reading));
  const isFromBottom = reading.limit !== null && reading.sort[0]?.direction === "ascending";
  const isRate = reading.measures[0]?.aggregate === "growth" || reading.measures[0]?.aggregate === "share";
  const groups = { labels, measures, isRate, where: conditionText(reading) };
  return isFromBottom ? writeBottom(output, groups) : writeGroups(output, groups);
}

/** Of a worksheet about a change: who contributed the most. Null: it is about none. */
function writeChange({ keys, measures, conditions }: Reading, output: RunOutput): string | null {
  const [key] = keys;
  if (keys.length !== 1 || key === undefined || measures[2]?.aggregate !== "delta") return null;
  const total = membersOf(output).reduce((sum, { change }) => sum + change, 0);
  const part = writePart({ column: key.column, output }, total);
  return part === null ? null : `${part.replace(/\.$/, "")}${labelTextOf(conditions)}.`;
}

type Columns = { readonly labels: readonly Column[]; readonly measures: readonly Column[] };

/** Keys come first in a grouped result; of rows, quantities are what is measured. */
function splitColumns(reading: Reading, source: KnownSource, { columns }: RunOutput): Columns {
  if (reading.keys.length > 0)
    return { labels: namesOf(reading, columns), measures: columns.slice(reading.keys.length) };
  if (reading.measures.length > 0) return { labels: [], measures: columns };
  const isMeasured = ({ name }: Column): boolean =>
    source.columns.some((column) => column.name === name && isQuantity(column));
  return { labels: columns.filter((column) => !isMeasured(column)), measures: columns.filter(isMeasured) };
}

/** A code that stands beside its name is no label. */
function namesOf({ keys }: Reading, columns: readonly Column[]): readonly Column[] {
  const names = keys.flatMap(({ column }, index) => (column.role === "identifier" ? [] : (columns[index] ?? [])));
  return names.length > 0 ? names : columns.slice(0, keys.length);
}

function isTimed({ keys }: Reading): boolean {
  return (
    keys.length === 1 &&
    keys.some(
      ({ column, bucket }) =>
        column.role === "year" || (column.role === "time" && bucket !== "weekday" && bucket !== "month of year"),
    )
  );
}

function writeOne(
  reading: Reading,
  source: KnownSource,
  output: RunOutput,
  labels: readonly Column[],
  measures: readonly Column[],
): string {
  const where = conditionText(reading);
  const [label] = labels;
  const [measure] = measures;
  if (label === undefined && measure !== undefined) {
    const isCount =
      reading.measures.length === 1 &&
      reading.measures[0]?.column === null &&
      reading.measures[0].aggregate === "count";
    const rows = repeatedKey(source) === null ? rowsOf(source) : "lines";
    if (isCount) return `There are ${cell(output, 1, measure)} ${rows}${where}.`;
    const parts = measures.map((one) => `${lowerFirst(one.name)} is ${cell(output, 1, one)}`);
    return `${upperFirst(`the ${listOf(parts)}`)}${where}.`;
  }
  if (label === undefined) return `One row matches${where}.`;
  const rest = [...labels.slice(1), ...measures].map((one) => `${displayName(one.name)} ${cell(output, 1, one)}`);
  const name = cell(output, 1, label);
  const rank = reading.limit === 1 ? rankText(reading, source) : null;
  const [measured] = measures;
  if (rank !== null && measured !== undefined && rest.length === 1)
    return `${name} has ${rank} with ${cell(output, 1, measured)}${where}.`;
  if (rank !== null) return `${name} has ${rank}${where}${rest.length === 0 ? "" : `: ${rest.join(", ")}`}.`;
  return rest.length === 0 ? `The answer is ${name}${where}.` : `${name}: ${rest.join(", ")}${where}.`;
}

/** "the most stations", "the lowest Price": what the only row leads in. */
function rankText({ sort }: Reading, source: KnownSource): string | null {
  const [term] = sort;
  if (term === undefined) return null;
  const isTop = term.direction === "descending";
  const { by } = term;
  if (!isMeasure(by))
    return `the ${isTop ? "highest" : "lowest"} ${displayName("column" in by ? by.column.name : by.name)}`;
  if (by.column === null && by.condition === undefined && by.aggregate !== "share")
    return `the ${isTop ? "most" : "fewest"} ${rowsOf(source)}`;
  return `the ${isTop ? "highest" : "lowest"} ${nameOfMeasure(by, source).replace(/^(Highest|Lowest) /, "")}`;
}

/** How much one rate is above another says nothing as a rate of its own. */
type Groups = Columns & { readonly where: string; readonly isRate: boolean };

/** "bottom 10": the lowest first. */
function writeBottom(output: RunOutput, { labels, measures, where }: Groups): string {
  const [measure] = measures;
  const order = measure === undefined ? [] : rankRows(output, measure).toReversed();
  const [first, last] = [order[0], order.at(-1)];
  if (measure === undefined || first === undefined || last === undefined) return "";
  const name = (row: number): string => labels.map((label) => cell(output, row, label)).join(", ");
  const low = `${name(first)} has the lowest ${measure.name} with ${cell(output, first, measure)}${where}.`;
  return order.length < 2
    ? low
    : `${low} Of those listed, ${name(last)} has the highest with ${cell(output, last, measure)}.`;
}

function writeGroups(output: RunOutput, { labels, measures, where, isRate }: Groups): string {
  const [measure] = measures;
  if (measure === undefined) return "";
  const order = rankRows(output, measure);
  const [first, second] = order;
  const last = order.at(-1);
  if (first === undefined || last === undefined) return "";
  const name = (row: number): string => labels.map((label) => cell(output, row, label)).join(", ");
  const isPlain = !isRate && labels.every(({ type }) => type !== "date");
  const lead =
    isPlain && second !== undefined && isAbove(output, measure, first, second)
      ? `, {{growth ${reference(output, first, measure)} ${reference(output, second, measure)}}} above ${name(second)}`
      : "";
  const high = `${name(first)} has the highest ${measure.name} with ${cell(output, first, measure)}${lead}${where}.`;
  const low = order.length > 2 ? ` ${name(last)} has the lowest with ${cell(output, last, measure)}.` : "";
  return high + low;
}

function writeTime(output: RunOutput, labels: readonly Column[], measures: readonly Column[], where: string): string {
  const [measure] = measures;
  const [time] = labels;
  if (measure === undefined || time === undefined) return "";
  const position = output.columns.indexOf(time);
  const rows = output.rows
    .map((row, index) => ({ at: String(row[position] ?? ""), row: index + 1 }))
    .toSorted((a, b) => a.at.localeCompare(b.at, "en", { numeric: true }));
  const [first] = rows;
  const last = rows.at(-1);
  const peak = rankRows(output, measure)[0];
  if (first === undefined || last === undefined || peak === undefined) return "";
  const change = `{{growth ${reference(output, last.row, measure)} ${reference(output, first.row, measure)}}}`;
  const span = `${measure.name} went from ${cell(output, first.row, measure)} in ${cell(output, first.row, time)} to ${cell(output, last.row, measure)} in ${cell(output, last.row, time)}, a change of ${change}${where}.`;
  return `${span} It was highest in ${cell(output, peak, time)} with ${cell(output, peak, measure)}.`;
}

function writeList(reading: Reading, source: KnownSource, output: RunOutput): string {
  const where = conditionText(reading);
  const noun = nounOfRows(reading, source, output);
  if (output.truncated) return `More ${noun} match than are shown${where}.`;
  return `The result lists ${output.rowCount} ${noun}${where}.${writeFirst(reading, output)}`;
}

function nounOfRows(reading: Reading, source: KnownSource, output: RunOutput): string {
  const labels = namesOf(reading, output.columns).map(({ name }) => displayName(name));
  if (labels.length === 0) return rowsOf(source);
  return labels.length === 1 ? `different values of ${labels[0]}` : `combinations of ${listOf(labels)}`;
}

/** Where the rows are sorted by a measure, the first is the largest or smallest even when not all are at hand. */
function writeFirst(reading: Reading, output: RunOutput): string {
  const { keys, sort } = reading;
  const [term] = sort;
  const measure = output.columns[keys.length];
  const [label, ...others] = namesOf(reading, output.columns);
  if (term === undefined || !isMeasure(term.by) || keys.length === 0 || others.length > 0) return "";
  if (measure === undefined || label === undefined || output.rows.length === 0) return "";
  const rank = term.direction === "descending" ? "highest" : "lowest";
  return ` ${cell(output, 1, label)} has the ${rank} ${measure.name} with ${cell(output, 1, measure)}.`;
}

function conditionText({ conditions }: Reading): string {
  return labelTextOf(conditions);
}

/** Row numbers, counted from 1, by falling measure. Empty cells are left out. */
function rankRows({ rows, columns }: RunOutput, measure: Column): number[] {
  const position = columns.indexOf(measure);
  const values = rows.flatMap((row, index) =>
    row[position] === null || row[position] === undefined ? [] : [{ row: index + 1, value: Number(row[position]) }],
  );
  return values.toSorted((a, b) => b.value - a.value).map(({ row }) => row);
}

function isAbove({ rows, columns }: RunOutput, measure: Column, first: number, second: number): boolean {
  const position = columns.indexOf(measure);
  const [a, b] = [first, second].map((row) => Number(rows[row - 1]?.[position] ?? 0));
  return a !== undefined && b !== undefined && b > 0 && a > b;
}

function cell(output: RunOutput, row: number, column: Column): string {
  return `{{${reference(output, row, column)}}}`;
}

function reference({ result }: RunOutput, row: number, { key }: Column): string {
  return `${result}:${row}.${key}`;
}

function lowerFirst(text: string): string {
  return /^[A-Z][a-z]/.test(text) ? text.slice(0, 1).toLowerCase() + text.slice(1) : text;
}

function upperFirst(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
