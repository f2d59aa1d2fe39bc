import type { CheckedExpression } from "../formula/checked.ts";
import type { FormulaType } from "../formula/types.ts";
import { dateLiteral, literal, numberLiteral } from "./expression.ts";
import type { Control } from "./worksheet.ts";

/** Values of filters: literals of the filter itself or what a control holds, as expressions of the column's type. */

export type Scalar = string | number | boolean | null;
type FromControl = { readonly controlId: string };

export function isFromControl(value: unknown): value is FromControl {
  return typeof value === "object" && value !== null && "controlId" in value;
}

function findControl(value: FromControl, controls: readonly Control[]): Control | undefined {
  return controls.find((control) => control.id === value.controlId);
}

/** The values of a list; undefined: nothing is chosen, so the filter restricts nothing. */
export function listValues(
  values: readonly Scalar[] | FromControl,
  controls: readonly Control[],
): readonly Scalar[] | undefined {
  if (!isFromControl(values)) return values.length === 0 ? undefined : values;
  const control = findControl(values, controls);
  if (control?.kind === "list") return control.value.length === 0 ? undefined : control.value;
  if (control?.kind === "text" || control?.kind === "number")
    return control.value === null ? undefined : [control.value];
  return control?.kind === "switch" ? [control.value] : undefined;
}

/** One number, text or bound; null: none is set. `part` says which end of a range control is meant. */
export function scalarValue(
  value: Scalar | FromControl,
  part: "min" | "max" | "start" | "end" | "value",
  controls: readonly Control[],
): Scalar {
  if (!isFromControl(value)) return value;
  const control = findControl(value, controls);
  if (control === undefined) return null;
  if (control.kind === "numberRange") return part === "min" || part === "max" ? control[part] : null;
  if (control.kind === "dateRange") return part === "start" || part === "end" ? control[part] : null;
  return control.kind === "list" ? (control.value[0] ?? null) : control.value;
}

/** The value as an expression of the wanted type; undefined when it cannot be one. */
export function typedLiteral(value: Scalar, type: FormulaType): CheckedExpression | undefined {
  if (value === null) return literal(null);
  if (type === "text") return literal(String(value));
  if (type === "number") return parseNumber(value);
  if (type === "logical") return logicalLiteral(value);
  if (type === "date") return typeof value === "string" && isIsoDate(value) ? dateLiteral(value) : undefined;
  return undefined;
}

function parseNumber(value: string | number | boolean): CheckedExpression | undefined {
  if (typeof value === "boolean") return undefined;
  if (typeof value === "number") return literal(value);
  const text = value.trim();
  return /^[+-]?\d+(\.\d+)?$/.test(text) ? numberLiteral(text.replace("+", "")) : undefined;
}

function logicalLiteral(value: string | number | boolean): CheckedExpression | undefined {
  if (typeof value === "boolean") return literal(value);
  const text = String(value).toLowerCase();
  return text === "true" || text === "false" ? literal(text === "true") : undefined;
}

const isoPattern = /^(\d{4})-(\d{2})-(\d{2})(?:[T ]([01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,6})?)?)?$/;

export function isIsoDate(text: string): boolean {
  const match = isoPattern.exec(text.trim());
  if (match === null) return false;
  const [, year, month, day] = match;
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
}

/** A bound without a time of day means the whole day. */
export function isWholeDay(iso: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(iso.trim());
}

export function nextDay(iso: string): string {
  const date = new Date(`${iso.trim()}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + 1);
  return date.toISOString().slice(0, 10);
}
