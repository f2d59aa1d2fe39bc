import type { DateGrain, Format, ValueType } from "../formula/types.ts";
import type { Cell } from "./result.ts";

/** What formatting needs to know of a column. A name that says year, ID or code keeps its digits together. */
export type CellColumn = {
  readonly type: ValueType;
  readonly grain?: DateGrain | undefined;
  readonly format?: Format | undefined;
  readonly name?: string | undefined;
};

export type FormatCellOptions = {
  /** For amounts whose format names no currency. ISO 4217. */
  readonly currency?: string;
  /** Short, as on an axis: `1.2M`. */
  readonly compact?: boolean;
};

/** A cell in the reader's words: digits grouped, dates in the locale's order. Null is the empty text. */
export function formatCell(cell: Cell, column: CellColumn, locale: string, options: FormatCellOptions = {}): string {
  return cell === null ? "" : formatters[column.type](cell, column, locale, options);
}

type Value = Exclude<Cell, null>;
type Formatter = (value: Value, column: CellColumn, locale: string, options: FormatCellOptions) => string;

const formatters: Readonly<Record<ValueType, Formatter>> = {
  text: String,
  variant: String,
  logical: (value) => (value === true || value === "true" ? "True" : "False"),
  number: formatNumber,
  date: formatDate,
};

function formatNumber(value: Value, column: CellColumn, locale: string, options: FormatCellOptions): string {
  const digits = typeof value === "number" ? value : String(value);
  if (typeof digits === "string" && !isDecimal(digits)) return digits;
  return numberFormat(locale, numberOptions(column, digits, options)).format(digits);
}

/** Decimals come as text when a JS number would lose digits; Intl keeps all of them. */
function isDecimal(text: string): text is `${number}` {
  return /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text);
}

function numberOptions(
  { format, name }: CellColumn,
  digits: number | string,
  options: FormatCellOptions,
): Intl.NumberFormatOptions {
  if (isIdentifier({ type: "number", format, name })) return { useGrouping: false, maximumFractionDigits: 2 };
  const isCompact = options.compact ?? format?.compact ?? false;
  const kind = format?.kind ?? "number";
  const decimals = isCompact ? undefined : format?.decimals;
  return {
    ...(isCompact && kind !== "percent" ? { notation: "compact", maximumFractionDigits: 1 } : {}),
    ...numberStyles[kind](format, options, isCompact),
    ...(decimals === undefined ? {} : { minimumFractionDigits: decimals, maximumFractionDigits: decimals }),
    ...(format === undefined && !isCompact ? plainOptions(Math.abs(Number(digits))) : {}),
  };
}

const numberStyles: Readonly<
  Record<Format["kind"], (format: Format | undefined, options: FormatCellOptions, isCompact: boolean) => object>
> = {
  number: (_format, _options, isCompact) => (isCompact ? {} : { maximumFractionDigits: 2 }),
  date: () => ({ maximumFractionDigits: 2 }),
  percent: (_format, _options, isCompact) => ({ style: "percent", maximumFractionDigits: isCompact ? 0 : 1 }),
  currency: (format, options) => ({ style: "currency", currency: format?.currency ?? options.currency ?? "USD" }),
};

/** Whole numbers stay whole; others show two decimals, so that a mean of 4.003 does not look counted. */
function plainOptions(size: number): Intl.NumberFormatOptions {
  if (size !== 0 && size < 0.1) return { maximumSignificantDigits: 3 };
  return { minimumFractionDigits: Number.isInteger(size) ? 0 : 2, maximumFractionDigits: 2 };
}

/** Numbers that name rather than measure, by their column's name: years, IDs and codes. */
export function isIdentifier({ type, format, name }: CellColumn): boolean {
  if (type !== "number" || format !== undefined || name === undefined) return false;
  return /(^|[\s_])(year|id|code|zip|postcode|sku)$/i.test(name);
}

/** Wire dates have no zone: they are read and shown as UTC, so that no reader's zone moves them. */
function formatDate(value: Value, { grain, format }: CellColumn, locale: string): string {
  const text = String(value);
  const date = new Date(text.includes("T") ? `${text}Z` : `${text}T00:00:00Z`);
  if (Number.isNaN(date.getTime())) return text;
  const pattern = format?.datePattern ?? (grain === "day" ? "day" : "minute");
  if (pattern === "quarter") return `Q${Math.floor(date.getUTCMonth() / 3) + 1} ${formatYear(date, locale)}`;
  return dateFormat(locale, datePatterns[pattern]).format(date);
}

function formatYear(date: Date, locale: string): string {
  return dateFormat(locale, datePatterns.year).format(date);
}

const day = { year: "numeric", month: "short", day: "numeric" } as const;
const hour = { ...day, hour: "numeric" } as const;
const minute = { ...hour, minute: "2-digit" } as const;

const datePatterns: Readonly<Record<Exclude<NonNullable<Format["datePattern"]>, "quarter">, object>> = {
  year: { year: "numeric" },
  month: { year: "numeric", month: "short" },
  week: day,
  day,
  hour,
  minute,
  second: { ...minute, second: "2-digit" },
};

const numberFormats = new Map<string, Intl.NumberFormat>();
const dateFormats = new Map<string, Intl.DateTimeFormat>();

/** Formatters are slow to make and used for every cell. */
function numberFormat(locale: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${locale} ${JSON.stringify(options)}`;
  const known = numberFormats.get(key) ?? new Intl.NumberFormat(locale, options);
  numberFormats.set(key, known);
  return known;
}

function dateFormat(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${JSON.stringify(options)}`;
  const known = dateFormats.get(key) ?? new Intl.DateTimeFormat(locale, { ...options, timeZone: "UTC" });
  dateFormats.set(key, known);
  return known;
}
