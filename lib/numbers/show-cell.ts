import type { DateGrain, Format, ValueType } from "../formula/types.ts";
import type { Cell } from "../worksheet/result.ts";

export type Shown = {
  readonly type: ValueType;
  readonly grain?: DateGrain | undefined;
  readonly format?: Format | undefined;
};
export type Reader = { readonly locale: string; readonly currency: string };

/** A cell as a reader of this locale expects it in a sentence. Empty: `no value`. */
export function showCell(cell: Cell, column: Shown, reader: Reader): string {
  if (cell === null) return "no value";
  if (column.type === "date") return showDate(String(cell), column, reader.locale);
  if (column.type === "number") return showNumber(Number(cell), column.format, reader);
  return String(cell);
}

/** A number in its column's format; without decimals of its own, as many as its size deserves. */
export function showNumber(value: number, format: Format | undefined, { locale, currency }: Reader): string {
  const size = Math.abs(value);
  if (format?.kind === "percent")
    return formatter(locale, { style: "percent", ...digits(format.decimals ?? 1) }).format(value);
  const isCompact = format?.compact === true && size >= 10_000;
  const options: Intl.NumberFormatOptions = isCompact
    ? { notation: "compact", maximumSignificantDigits: 4 }
    : digits(format?.decimals ?? decimalsOf(size, format?.kind === "currency"));
  if (format?.kind !== "currency") return formatter(locale, options).format(value);
  return formatter(locale, { style: "currency", currency: format.currency ?? currency, ...options }).format(value);
}

function decimalsOf(size: number, isCurrency: boolean): number {
  if (Number.isInteger(size)) return 0;
  if (isCurrency) return size >= 1_000 ? 0 : 2;
  if (size >= 1_000) return 1;
  return size >= 1 ? 2 : 4;
}

function digits(decimals: number): Intl.NumberFormatOptions {
  return { maximumFractionDigits: decimals };
}

const formatters = new Map<string, Intl.NumberFormat>();

function formatter(locale: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${locale} ${JSON.stringify(options)}`;
  const known = formatters.get(key) ?? new Intl.NumberFormat(locale, options);
  formatters.set(key, known);
  return known;
}

type DatePattern = NonNullable<Format["datePattern"]>;

const dateOptions: Record<Exclude<DatePattern, "quarter">, Intl.DateTimeFormatOptions> = {
  year: { year: "numeric" },
  month: { year: "numeric", month: "long" },
  week: { dateStyle: "medium" },
  day: { dateStyle: "medium" },
  hour: { dateStyle: "medium", timeStyle: "short" },
  minute: { dateStyle: "medium", timeStyle: "short" },
  second: { dateStyle: "medium", timeStyle: "medium" },
};

function showDate(iso: string, { grain, format }: Shown, locale: string): string {
  const date = new Date(iso.length <= 10 ? `${iso}T00:00:00Z` : `${iso}Z`);
  if (Number.isNaN(date.getTime())) return iso;
  const pattern = format?.datePattern ?? (grain === "time" ? "minute" : "day");
  if (pattern === "quarter") return `Q${Math.floor(date.getUTCMonth() / 3) + 1} ${date.getUTCFullYear()}`;
  return new Intl.DateTimeFormat(locale, { ...dateOptions[pattern], timeZone: "UTC" }).format(date);
}
