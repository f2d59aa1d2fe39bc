import type { Cell, ResultColumn } from "../../worksheet/result.ts";

export const periodUnits = ["year", "quarter", "month", "week", "day"] as const;
export type PeriodUnit = (typeof periodUnits)[number];

const dayMs = 86_400_000;

/** What a time column counts in; null when its values are moments. */
export function periodUnit({ type, format, formula, name }: ResultColumn): PeriodUnit | null {
  if (type === "number") return /year/i.test(`${name} ${formula}`) ? "year" : null;
  const said = `${/DateTrunc\(\s*"(\w+)"/i.exec(formula)?.[1] ?? ""} ${format?.datePattern ?? ""}`.toLowerCase();
  return periodUnits.find((unit) => said.includes(unit)) ?? null;
}

/** The number of the period that a cell begins, so that neighbours differ by one; null for what is no date. */
export function periodAt(cell: Cell, unit: PeriodUnit): number | null {
  if (typeof cell === "number") return unit === "year" ? cell : null;
  const date = dateOf(cell);
  if (date === null) return null;
  const month = date.getUTCFullYear() * 12 + date.getUTCMonth();
  if (unit === "year") return date.getUTCFullYear();
  if (unit === "quarter") return Math.floor(month / 3);
  if (unit === "month") return month;
  const day = Math.floor(date.getTime() / dayMs);
  return unit === "week" ? Math.floor(day / 7) : day;
}

/** Between 0 and 1 while `asOf` lies inside the period that begins with `cell`; null outside, and near its end. */
export function shareOfPeriod(cell: Cell, unit: PeriodUnit, asOf: string): number | null {
  const start = typeof cell === "number" ? dateOf(`${cell}-01-01`) : dateOf(cell);
  const now = dateOf(asOf);
  if (start === null || now === null || unit === "day") return null;
  const end = endOf(start, unit);
  // The day of the data's date has passed.
  const share = (Math.floor(now.getTime() / dayMs) * dayMs + dayMs - start.getTime()) / (end - start.getTime());
  return share > 0 && share < 0.97 ? share : null;
}

function endOf(start: Date, unit: Exclude<PeriodUnit, "day">): number {
  if (unit === "week") return start.getTime() + 7 * dayMs;
  const months = { year: 12, quarter: 3, month: 1 }[unit];
  return Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + months, start.getUTCDate());
}

/** 0 is January; null for what is no date. */
export function monthOf(iso: string): number | null {
  return dateOf(iso)?.getUTCMonth() ?? null;
}

function dateOf(cell: Cell): Date | null {
  if (typeof cell !== "string" || !/^\d{4}-\d{2}-\d{2}/.test(cell)) return null;
  const date = new Date(/T\d/.test(cell) ? `${cell.replace(/Z$/, "")}Z` : `${cell.slice(0, 10)}T00:00:00Z`);
  return Number.isNaN(date.getTime()) ? null : date;
}
