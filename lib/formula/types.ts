/** The types of the formula language. In SQL every Date is a TIMESTAMP without zone: `scan` casts once. */
export const valueTypes = ["text", "number", "date", "logical", "variant"] as const;
export type ValueType = (typeof valueTypes)[number];

/** Days are shown without a time of day. */
export type DateGrain = "day" | "time";

/** The type of an expression: `null` is the literal Null, which fits everywhere; `unknown` follows an error and silences others. */
export type FormulaType = ValueType | "null" | "unknown";

/**
 * How a Number is held in SQL: exactly, with at most `digits` digits of which `scale` are decimals, or in floating point.
 * Absent: not known, and then nothing is promised about exactness. `precisionOf` reads it from an engine's type.
 */
export type Precision =
  | { readonly kind: "integer" | "decimal"; readonly digits: number; readonly scale: number }
  | { readonly kind: "double" };

export type WeekStart = "sunday" | "monday";

/** How a number or date is shown, rendered by Intl. */
export type Format = {
  readonly kind: "number" | "percent" | "currency" | "date";
  readonly decimals?: number | undefined;
  readonly currency?: string | undefined;
  readonly compact?: boolean | undefined;
  readonly datePattern?: "day" | "week" | "month" | "quarter" | "year" | "hour" | "minute" | "second" | undefined;
};
