import type { RunOutput } from "../ask/conversation.ts";
import { displayName, rowsOf } from "../draft/names.ts";
import { labelOf } from "../draft/write-title.ts";
import type { Reading } from "../interpret/reading.ts";
import type { KnownSource } from "../source.ts";

type Column = RunOutput["columns"][number];

/** One to three plain sentences. Every figure is a reference to its cell, so that the server proves it. */
export function writeAnswer(reading: Reading, source: KnownSource, output: RunOutput): string {
  const { rowCount, columns } = output;
  if (rowCount === 0) return `No ${rowsOf(source)} match${conditionText(reading)}.`;
  const measures = columns.filter((column) => isMeasureColumn(column, reading, source));
  const labels = columns.filter((column) => !measures.includes(column));
  if (rowCount === 1) return writeOne(reading, source, output, labels, measures);
  if (labels.length === 0 || measures.length === 0) return writeList(reading, source, output);
  return labels.some(({ type }) => type === "date")
    ? writeTime(output, labels, measures)
    : writeGroups(output, labels, measures);
}

function isMeasureColumn({ name, type }: Column, reading: Reading, source: KnownSource): boolean {
  if (type !== "number") return false;
  const known = source.columns.find((column) => column.name === name);
  if (reading.keys.length > 0 || reading.measures.length > 0) return known === undefined || known.role === "metric";
  return known?.role === "measure";
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
    const isCount = reading.measures.length === 1 && reading.measures[0]?.column === null;
    if (isCount) return `There are ${cell(output, 1, measure)} ${rowsOf(source)}${where}.`;
    const parts = measures.map((one) => `${lowerFirst(one.name)} is ${cell(output, 1, one)}`);
    return `${upperFirst(`the ${joinAnd(parts)}`)}${where}.`;
  }
  if (label === undefined) return `One row matches${where}.`;
  const rest = [...labels.slice(1), ...measures].map((one) => `${displayName(one.name)} ${cell(output, 1, one)}`);
  const name = cell(output, 1, label);
  return rest.length === 0 ? `The answer is ${name}${where}.` : `${name}: ${rest.join(", ")}${where}.`;
}

function writeGroups(output: RunOutput, labels: readonly Column[], measures: readonly Column[]): string {
  const [measure] = measures;
  if (measure === undefined) return "";
  const order = rankRows(output, measure);
  const [first, second] = order;
  const last = order.at(-1);
  if (first === undefined || last === undefined) return "";
  const name = (row: number): string => labels.map((label) => cell(output, row, label)).join(", ");
  const lead =
    second !== undefined && isAbove(output, measure, first, second)
      ? `, {{growth ${reference(output, first, measure)} ${reference(output, second, measure)}}} above ${name(second)}`
      : "";
  const high = `${name(first)} has the highest ${measure.name} with ${cell(output, first, measure)}${lead}.`;
  const low = order.length > 2 ? ` ${name(last)} has the lowest with ${cell(output, last, measure)}.` : "";
  return high + low;
}

function writeTime(output: RunOutput, labels: readonly Column[], measures: readonly Column[]): string {
  const [measure] = measures;
  const time = labels.find(({ type }) => type === "date");
  if (measure === undefined || time === undefined || labels.length > 1) return writeGroups(output, labels, measures);
  const position = output.columns.indexOf(time);
  const rows = output.rows
    .map((row, index) => ({ at: String(row[position] ?? ""), row: index + 1 }))
    .toSorted((a, b) => a.at.localeCompare(b.at));
  const [first] = rows;
  const last = rows.at(-1);
  const peak = rankRows(output, measure)[0];
  if (first === undefined || last === undefined || peak === undefined) return "";
  const change = `{{growth ${reference(output, last.row, measure)} ${reference(output, first.row, measure)}}}`;
  const span = `${measure.name} went from ${cell(output, first.row, measure)} in ${cell(output, first.row, time)} to ${cell(output, last.row, measure)} in ${cell(output, last.row, time)}, a change of ${change}.`;
  return `${span} It was highest in ${cell(output, peak, time)} with ${cell(output, peak, measure)}.`;
}

function writeList(reading: Reading, source: KnownSource, output: RunOutput): string {
  const what =
    reading.keys.length > 0 || reading.isDistinct
      ? joinAnd(output.columns.map(({ name }) => displayName(name)))
      : rowsOf(source);
  const more = output.truncated ? "More rows match than are shown" : `${output.rowCount} rows of ${what} match`;
  return `${more}${conditionText(reading)}.`;
}

function conditionText({ conditions }: Reading): string {
  const labels = conditions.flatMap((condition) => labelOf(condition) ?? []);
  return labels.length === 0 ? "" : ` (${labels.join("; ")})`;
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

function joinAnd(words: readonly string[]): string {
  return words.length <= 1 ? (words[0] ?? "") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}

function lowerFirst(text: string): string {
  return /^[A-Z][a-z]/.test(text) ? text.slice(0, 1).toLowerCase() + text.slice(1) : text;
}

function upperFirst(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
