/** The proleptic Gregorian calendar by counting days; a moment is so many microseconds after the start of 1970. */
export type Moment = { readonly kind: "moment"; readonly micros: bigint };

export type Clock = {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly micro: number;
};

export const microsPerSecond = 1_000_000n;
export const microsPerDay = 86_400n * microsPerSecond;

export function moment(micros: bigint): Moment {
  return { kind: "moment", micros };
}

export function isLeap(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

export function daysInMonth(year: number, month: number): number {
  const lengths = [31, isLeap(year) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  return lengths[month - 1] ?? 0;
}

/** Days from the start of the year 1 to the start of a year. */
function daysBeforeYear(year: number): number {
  const past = year - 1;
  return past * 365 + Math.floor(past / 4) - Math.floor(past / 100) + Math.floor(past / 400);
}

const epochDays = daysBeforeYear(1970);

/** Days since 1970. The month may lie outside 1 to 12. */
export function dayNumber(year: number, month: number, day: number): number {
  const shifted = year + Math.floor((month - 1) / 12);
  const inYear = ((((month - 1) % 12) + 12) % 12) + 1;
  let days = daysBeforeYear(shifted) - epochDays;
  for (let before = 1; before < inYear; before += 1) days += daysInMonth(shifted, before);
  return days + day - 1;
}

export function floorDivide(value: bigint, divisor: bigint): bigint {
  const cut = value / divisor;
  return value % divisor < 0n ? cut - 1n : cut;
}

export function daysOf({ micros }: Moment): number {
  return Number(floorDivide(micros, microsPerDay));
}

export function clockOf(value: Moment): Clock {
  const days = daysOf(value);
  let year = 1970 + Math.floor(days / 366);
  while (dayNumber(year + 1, 1, 1) <= days) year += 1;
  while (dayNumber(year, 1, 1) > days) year -= 1;
  let month = 1;
  while (month < 12 && dayNumber(year, month + 1, 1) <= days) month += 1;
  const rest = Number(value.micros - BigInt(days) * microsPerDay);
  const seconds = Math.floor(rest / 1_000_000);
  return {
    year,
    month,
    day: days - dayNumber(year, month, 1) + 1,
    hour: Math.floor(seconds / 3600),
    minute: Math.floor(seconds / 60) % 60,
    second: seconds % 60,
    micro: rest % 1_000_000,
  };
}

export function momentOf(year: number, month: number, day: number, micros = 0n): Moment {
  return moment(BigInt(dayNumber(year, month, day)) * microsPerDay + micros);
}

export function microsOfTime(hour: number, minute: number, second: number, micro = 0): bigint {
  return BigInt(hour * 3600 + minute * 60 + second) * microsPerSecond + BigInt(micro);
}

/** 0 is Sunday. */
export function weekdayOf(value: Moment): number {
  return (((daysOf(value) + 4) % 7) + 7) % 7;
}

export function dayOfYear(value: Moment): number {
  return daysOf(value) - dayNumber(clockOf(value).year, 1, 1) + 1;
}

export type WeekStart = "sunday" | "monday";

export const periods = ["year", "quarter", "month", "week", "day", "hour", "minute", "second", "millisecond"] as const;
export type Period = (typeof periods)[number];

export function truncate(value: Moment, period: string, weekStart: WeekStart): Moment {
  const { year, month } = clockOf(value);
  if (period === "year") return momentOf(year, 1, 1);
  if (period === "quarter") return momentOf(year, month - ((month - 1) % 3), 1);
  if (period === "month") return momentOf(year, month, 1);
  if (period.startsWith("week")) {
    const start = period === "week" ? weekStart : period.replace("week_starting_", "");
    const back = (weekdayOf(value) + (start === "monday" ? 6 : 0)) % 7;
    return moment(BigInt(daysOf(value) - back) * microsPerDay);
  }
  const length = milliseconds[period] ?? 1n;
  const micros = length * 1000n;
  return moment(floorDivide(value.micros, micros) * micros);
}

const monthsIn: Readonly<Record<string, number>> = { year: 12, quarter: 3, month: 1 };
const milliseconds: Readonly<Record<string, bigint>> = {
  week: 604_800_000n,
  day: 86_400_000n,
  hour: 3_600_000n,
  minute: 60_000n,
  second: 1000n,
};

/** A month later stays within the month. */
export function shift(value: Moment, period: Period, count: number): Moment {
  const months = monthsIn[period];
  if (months !== undefined) {
    const { year, month, day } = clockOf(value);
    const first = clockOf(momentOf(year, month + months * count, 1));
    const ofDay = value.micros - BigInt(daysOf(value)) * microsPerDay;
    return momentOf(first.year, first.month, Math.min(day, daysInMonth(first.year, first.month)), ofDay);
  }
  const micros = (milliseconds[period] ?? 1n) * 1000n;
  return moment(value.micros + BigInt(count) * micros);
}

/** Boundaries crossed on the way from the start to the end. */
export function countBoundaries(period: Period, start: Moment, end: Moment, weekStart: WeekStart): bigint {
  const [first, last] = [clockOf(start), clockOf(end)];
  if (period === "year") return BigInt(last.year - first.year);
  const months = (last.year - first.year) * 12 + last.month - first.month;
  if (period === "month") return BigInt(months);
  if (period === "quarter")
    return BigInt((last.year - first.year) * 4 + Math.ceil(last.month / 3) - Math.ceil(first.month / 3));
  const length = milliseconds[period];
  const micros = (length ?? 1n) * 1000n;
  return (truncate(end, period, weekStart).micros - truncate(start, period, weekStart).micros) / micros;
}

/** How far a zone is ahead of UTC at an instant of UTC, in microseconds. */
function offsetAt(zone: string, utc: bigint): bigint {
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  const seconds = floorDivide(utc, microsPerSecond);
  const parts = Object.fromEntries(
    format.formatToParts(new Date(Number(seconds) * 1000)).map(({ type, value }) => [type, Number(value)]),
  );
  const wall = momentOf(parts["year"] ?? 1, parts["month"] ?? 1, parts["day"] ?? 1).micros;
  const time = microsOfTime(parts["hour"] ?? 0, parts["minute"] ?? 0, parts["second"] ?? 0);
  return wall + time - seconds * microsPerSecond;
}

/** A wall clock as an instant: a time that is skipped goes by the offset before, one that comes twice is the later. */
function instantOf(wall: bigint, zone: string): bigint {
  const before = offsetAt(zone, wall - microsPerDay);
  const after = offsetAt(zone, wall + microsPerDay);
  const fits = [before, after].map((offset) => wall - offset).filter((utc) => offsetAt(zone, utc) === wall - utc);
  const latest = fits.reduce<bigint | null>((best, utc) => (best === null || utc > best ? utc : best), null);
  return latest ?? wall - before;
}

export function convertZone(value: Moment, from: string, to: string): Moment {
  const utc = instantOf(value.micros, from);
  return moment(utc + offsetAt(to, utc));
}

export function pad(value: number, width = 2, fill = "0"): string {
  return String(value).padStart(width, fill);
}

/** `2024-01-31`, with ` 10:58:00[.25]` unless it is a day. */
export function formatMoment(value: Moment, isDay: boolean): string {
  const { year, month, day, hour, minute, second, micro } = clockOf(value);
  const date = `${pad(year, 4)}-${pad(month)}-${pad(day)}`;
  if (isDay) return date;
  const fraction = micro === 0 ? "" : `.${pad(micro, 6).replace(/0+$/, "")}`;
  return `${date} ${pad(hour)}:${pad(minute)}:${pad(second)}${fraction}`;
}

/** ISO text without a zone; null for what is no date. `isDay`: it has no time. */
export function parseMoment(text: string): { readonly value: Moment; readonly isDay: boolean } | null {
  const match =
    /^\s*(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ](\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.(\d{1,6})\d*)?)?)?\s*$/.exec(text);
  if (match === null) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match
    .slice(1, 7)
    .map((one) => Number(one ?? 0));
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return null;
  if (hour > 23 || minute > 59 || second > 59) return null;
  const micro = Number((match[7] ?? "").padEnd(6, "0"));
  return {
    value: momentOf(year, month, day, microsOfTime(hour, minute, second, micro)),
    isDay: match[4] === undefined,
  };
}
