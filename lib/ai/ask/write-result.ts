import "server-only";
import { type ColumnRole, findRoles, type Roles } from "#lib/chart/roles";
import type { SessionResult } from "./session.ts";

/**
 * One or two sentences about any result, from its columns and rows alone: for worksheets that no model wrote. Every figure is a
 * reference, so that it is proved like a model's.
 */
export function writeResult(result: SessionResult): string {
  if (result.rowCount === 0) return "No rows match.";
  const roles = findRoles(result.schema, result.rows);
  const [measure] = roles.measures;
  if (result.rows.rowCount === 1 && measure !== undefined) return writeOne(result, roles);
  const labels = roles.time === null ? roles.categories : [roles.time, ...roles.categories];
  const isWhole = result.rows.rowCount === result.rowCount && !result.summary.truncated;
  if (measure === undefined || labels.length === 0 || roles.isListing || !isWhole)
    return `The table ${quoted(result.created.worksheet.name)} shows the answer.`;
  return roles.time !== null && labels.length === 1
    ? writeTime(result, roles.time, measure)
    : writeGroups(result, labels, measure);
}

function writeOne(result: SessionResult, { measures, categories, time }: Roles): string {
  const labels = [...(time === null ? [] : [time]), ...categories].map((label) => reference(result, 0, label));
  const parts = measures.map((measure) => `${measure.column.name} is ${reference(result, 0, measure)}`);
  return `${labels.length === 0 ? "" : `${labels.join(", ")}: `}${joined(parts)}.`;
}

function writeGroups(result: SessionResult, labels: readonly ColumnRole[], measure: ColumnRole): string {
  const order = rankRows(measure);
  const [first, second] = order;
  const last = order.at(-1);
  if (first === undefined || last === undefined) return `No row has a ${measure.column.name}.`;
  const name = (row: number): string => labels.map((label) => reference(result, row, label)).join(", ");
  const lead =
    second !== undefined && amountOf(measure, second) > 0 && amountOf(measure, first) > amountOf(measure, second)
      ? `, {{growth ${cell(result, first, measure)} ${cell(result, second, measure)}}} above ${name(second)}`
      : "";
  const high = `${name(first)} has the highest ${measure.column.name} with ${reference(result, first, measure)}${lead}.`;
  if (order.length < 3) return high;
  return `${high} ${name(last)} has the lowest with ${reference(result, last, measure)}.`;
}

function writeTime(result: SessionResult, time: ColumnRole, measure: ColumnRole): string {
  const rows = rankRows(measure).toSorted((left, right) =>
    String(time.cells[left] ?? "").localeCompare(String(time.cells[right] ?? ""), "en", { numeric: true }),
  );
  const [first] = rows;
  const last = rows.at(-1);
  const peak = rankRows(measure)[0];
  if (first === undefined || last === undefined || peak === undefined || first === last)
    return writeGroups(result, [time], measure);
  const at = (row: number): string => `${reference(result, row, measure)} in ${reference(result, row, time)}`;
  const change = `{{growth ${cell(result, last, measure)} ${cell(result, first, measure)}}}`;
  return `${measure.column.name} went from ${at(first)} to ${at(last)}, a change of ${change}. It was highest in ${reference(result, peak, time)} with ${reference(result, peak, measure)}.`;
}

/** Positions of the rows that have a value, the largest first. */
function rankRows(measure: ColumnRole): number[] {
  return measure.cells
    .flatMap((value, row) => (value === null ? [] : [row]))
    .toSorted((left, right) => amountOf(measure, right) - amountOf(measure, left));
}

function amountOf({ cells }: ColumnRole, row: number): number {
  return Number(cells[row] ?? 0);
}

function cell({ name }: SessionResult, row: number, { column }: ColumnRole): string {
  return `${name}:${row + 1}.${column.key}`;
}

function reference(result: SessionResult, row: number, column: ColumnRole): string {
  return `{{${cell(result, row, column)}}}`;
}

function joined(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join("") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
}

function quoted(name: string): string {
  return `“${name}”`;
}
