import type { Format } from "../formula/types.ts";
import { type CellColumn, formatCell } from "../worksheet/format-cell.ts";
import type { Cell, ResultColumn } from "../worksheet/result.ts";
import { cellAt, isAdditive, labelColumns, type NumberScope, numberOf, type ScopeResult } from "./number-scope.ts";
import type { CellReference, Operation, Reference } from "./reference.ts";

/** Where a number comes from: the row it stands in, when it stands in one, and the names that row or fact goes by. */
export type Origin = { readonly resultId: string; readonly row: number | null; readonly labels: readonly string[] };

export type Resolved =
  | {
      readonly ok: true;
      /** As shown. */
      readonly text: string;
      /** Text cells are names, not numbers. */
      readonly isNumber: boolean;
      readonly label: string;
      readonly definition: string | null;
      readonly origins: readonly Origin[];
    }
  | { readonly ok: false; readonly reason: string };

type Value = {
  readonly cell: Cell;
  readonly shown: CellColumn;
  readonly label: string;
  readonly definition: string | null;
  readonly origin: Origin;
  readonly result: ScopeResult | null;
  readonly column: ResultColumn | null;
};
type Failure = { readonly reason: string };

/** What a reference stands for, in the reader's format, with its provenance; or why it stands for nothing. */
export function resolveReference(reference: Reference, scope: NumberScope): Resolved {
  const values: Value[] = [];
  for (const cell of reference.cells) {
    const value = resolveCell(cell, scope);
    if ("reason" in value) return { ok: false, reason: value.reason };
    values.push(value);
  }
  const [first, second] = values;
  if (first === undefined) return { ok: false, reason: "The reference names no cell." };
  if (reference.operation === null) return showValue(first, scope);
  return derive(reference.operation, first, second ?? null, scope);
}

function showValue({ cell, shown, label, definition, origin }: Value, scope: NumberScope): Resolved {
  const isNumber = shown.type === "number" || shown.type === "date";
  return { ok: true, text: show(cell, shown, scope), isNumber, label, definition, origins: [origin] };
}

export function show(cell: Cell, column: CellColumn, { locale, currency }: NumberScope): string {
  return cell === null ? "no value" : formatCell(cell, column, locale, { currency });
}

function resolveCell(reference: CellReference, scope: NumberScope): Value | Failure {
  if (reference.kind === "fact") return resolveFact(reference.id, scope);
  const result = scope.results.find(({ name }) => name === reference.result);
  if (result === undefined) return { reason: `There is no result ${reference.result}.` };
  const column = result.schema.find(({ key }) => key === reference.key);
  if (column === undefined) return { reason: `${reference.result} has no column ${reference.key}.` };
  if (reference.kind === "total") return resolveTotal(result, column);
  const row = reference.kind === "row" ? reference.row - 1 : findRow(result, reference.labels, scope);
  const cell = row === null ? undefined : cellAt(result, row, column);
  if (row === null || cell === undefined) return { reason: `${reference.result} has no such row.` };
  return cellValue(result, column, row, cell, scope);
}

function cellValue(result: ScopeResult, column: ResultColumn, row: number, cell: Cell, scope: NumberScope): Value {
  const labels = rowLabels(result, row, scope).filter(({ key }) => key !== column.key);
  return {
    cell,
    shown: column,
    label: labels.length === 0 ? column.name : `${column.name} of ${labels.map(({ text }) => text).join(", ")}`,
    definition: column.formula,
    origin: { resultId: result.resultId, row, labels: textLabels(result, row) },
    result,
    column,
  };
}

function resolveFact(id: string, { facts }: NumberScope): Value | Failure {
  const fact = facts.find((candidate) => candidate.id === id);
  if (fact === undefined) return { reason: `There is no fact ${id}.` };
  return {
    cell: fact.value,
    shown: { type: "number", format: fact.format },
    label: fact.text,
    definition: null,
    origin: { resultId: fact.resultId, row: null, labels: fact.labels },
    result: null,
    column: null,
  };
}

function resolveTotal(result: ScopeResult, column: ResultColumn): Value | Failure {
  const total = totalOf(result, column);
  if (total === null) return { reason: `${column.name} of ${result.name} has no total.` };
  return {
    cell: total,
    shown: column,
    label: `Total of ${column.name}`,
    definition: column.formula,
    origin: { resultId: result.resultId, row: null, labels: [] },
    result,
    column,
  };
}

/** The sum over all rows; null when the column may not be summed or not all rows are here. */
export function totalOf(result: ScopeResult, column: ResultColumn): number | null {
  if (!isAdditive(column) || result.rows.rowCount < result.rowCount) return null;
  return numbersOf(result, column).reduce((sum, value) => sum + value, 0);
}

function numbersOf(result: ScopeResult, column: ResultColumn): number[] {
  const cells = result.rows.columns[result.schema.indexOf(column)] ?? [];
  return cells.flatMap((cell) => numberOf(cell, column) ?? []);
}

/** The row's labels as a reader sees them and as they are stored. */
export function rowLabels(
  result: ScopeResult,
  row: number,
  scope: NumberScope,
): readonly { readonly key: string; readonly text: string; readonly raw: string }[] {
  return labelColumns(result).flatMap((column) => {
    const cell = cellAt(result, row, column);
    return cell === undefined ? [] : [{ key: column.key, text: show(cell, column, scope), raw: String(cell ?? "") }];
  });
}

/** The names in a row's text columns, as stored. */
export function textLabels(result: ScopeResult, row: number): string[] {
  return result.schema.flatMap((column) => {
    const cell = column.type === "text" ? cellAt(result, row, column) : undefined;
    return typeof cell === "string" ? [cell] : [];
  });
}

function findRow(result: ScopeResult, labels: readonly string[], scope: NumberScope): number | null {
  const wanted = labels.map(fold);
  for (let row = 0; row < result.rows.rowCount; row += 1) {
    const present = rowLabels(result, row, scope);
    if (wanted.every((label, index) => isLabel(present[index], label))) return row;
  }
  return null;
}

function isLabel(present: { readonly text: string; readonly raw: string } | undefined, wanted: string): boolean {
  if (present === undefined) return false;
  const isShortDate = /^\d{4}(?:-\d{2})?$/.test(wanted) && present.raw.startsWith(`${wanted}-`);
  return isShortDate || fold(present.text) === wanted || fold(present.raw) === wanted;
}

function fold(text: string): string {
  return text.normalize("NFKC").trim().toLowerCase();
}

type Derivation = (first: number, second: number) => number | null;

const percent: Format = { kind: "percent", decimals: 1 };
const plain: Format = { kind: "number", decimals: 2 };

/** A second cell compares two; without one, `share`, `sum`, `mean` and `rank` take the column of the first. */
const derivations: Record<
  Operation,
  { readonly compute: Derivation; readonly format: Format | "own"; readonly words: string }
> = {
  delta: { compute: (first, second) => first - second, format: "own", words: "minus" },
  ratio: { compute: (first, second) => divide(first, second), format: plain, words: "divided by" },
  share: { compute: (first, second) => divide(first, second), format: percent, words: "as a share of" },
  growth: {
    compute: (first, second) => (second > 0 ? first / second - 1 : null),
    format: percent,
    words: "compared with",
  },
  sum: { compute: (first, second) => first + second, format: "own", words: "plus" },
  mean: { compute: (first, second) => (first + second) / 2, format: "own", words: "and, on average," },
  rank: { compute: () => null, format: { kind: "number", decimals: 0 }, words: "" },
};

function divide(first: number, second: number): number | null {
  return second === 0 ? null : first / second;
}

function derive(operation: Operation, first: Value, second: Value | null, scope: NumberScope): Resolved {
  const left = asNumber(first);
  if (left === null) return { ok: false, reason: `${first.label} is not a number.` };
  if (second === null) return deriveFromColumn(operation, first, left, scope);
  const right = asNumber(second);
  if (right === null) return { ok: false, reason: `${second.label} is not a number.` };
  const { compute, format, words } = derivations[operation];
  const value = compute(left, right);
  if (value === null) return { ok: false, reason: `The ${operation} of these two cannot be computed.` };
  const shownFormat = format === "own" ? first.shown.format : format;
  return {
    ok: true,
    text: show(value, { type: "number", format: shownFormat }, scope),
    isNumber: true,
    label: `${first.label} ${words} ${second.label}`,
    definition: first.definition,
    origins: [first.origin, second.origin],
  };
}

function deriveFromColumn(operation: Operation, first: Value, value: number, scope: NumberScope): Resolved {
  const { result, column } = first;
  if (result === null || column === null) return { ok: false, reason: `A ${operation} needs a cell of a result.` };
  const computed = columnDerivation(operation, value, result, column);
  if (computed === null) return { ok: false, reason: `The ${operation} of ${first.label} cannot be computed.` };
  const format = operation === "share" || operation === "rank" ? derivations[operation].format : "own";
  return {
    ok: true,
    text: show(computed, { type: "number", format: format === "own" ? column.format : format }, scope),
    isNumber: true,
    label:
      operation === "sum" || operation === "mean"
        ? `${titles[operation]} of ${column.name}`
        : `${titles[operation]} of ${first.label}`,
    definition: first.definition,
    origins:
      operation === "sum" || operation === "mean" ? [{ ...first.origin, row: null, labels: [] }] : [first.origin],
  };
}

const titles: Record<Operation, string> = {
  delta: "Difference",
  ratio: "Ratio",
  share: "Share",
  growth: "Growth",
  sum: "Sum",
  mean: "Mean",
  rank: "Rank",
};

function columnDerivation(
  operation: Operation,
  value: number,
  result: ScopeResult,
  column: ResultColumn,
): number | null {
  const values = numbersOf(result, column);
  const sum = values.reduce((total, next) => total + next, 0);
  if (operation === "share") return divide(value, totalOf(result, column) ?? 0);
  if (operation === "sum") return sum;
  if (operation === "mean") return divide(sum, values.length);
  if (operation === "rank") return values.filter((other) => other > value).length + 1;
  return null;
}

function asNumber({ cell, shown }: Value): number | null {
  if (shown.type !== "number" || cell === null || typeof cell === "boolean") return null;
  const value = Number(cell);
  return Number.isFinite(value) ? value : null;
}
