import { clockOf, dayOfYear, daysInMonth, type Moment, microsOfTime, momentOf, pad, weekdayOf } from "../calendar.ts";

export const monthNames = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];
export const weekdayNames = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

const shorthands: Readonly<Record<string, string>> = {
  "%F": "%Y-%m-%d",
  "%T": "%H:%M:%S",
  "%R": "%H:%M",
  "%D": "%m/%d/%y",
  "%h": "%b",
};

function spelledOut(format: string): readonly string[] {
  const long = format.replaceAll(/%[\s\S]/g, (sign) => shorthands[sign] ?? sign);
  return long.match(/%-?[\s\S]|[^%]/gu) ?? [];
}

type Write = (value: Moment) => string;

const half = (hour: number) => ((hour + 11) % 12) + 1;

const writers: Readonly<Record<string, Write>> = {
  "%Y": (value) => pad(clockOf(value).year, 4),
  "%y": (value) => pad(clockOf(value).year % 100),
  "%m": (value) => pad(clockOf(value).month),
  "%-m": (value) => String(clockOf(value).month),
  "%B": (value) => monthNames[clockOf(value).month - 1] ?? "",
  "%b": (value) => (monthNames[clockOf(value).month - 1] ?? "").slice(0, 3),
  "%d": (value) => pad(clockOf(value).day),
  "%-d": (value) => String(clockOf(value).day),
  "%e": (value) => pad(clockOf(value).day, 2, " "),
  "%A": (value) => weekdayNames[weekdayOf(value)] ?? "",
  "%a": (value) => (weekdayNames[weekdayOf(value)] ?? "").slice(0, 3),
  "%H": (value) => pad(clockOf(value).hour),
  "%-H": (value) => String(clockOf(value).hour),
  "%I": (value) => pad(half(clockOf(value).hour)),
  "%-I": (value) => String(half(clockOf(value).hour)),
  "%M": (value) => pad(clockOf(value).minute),
  "%-M": (value) => String(clockOf(value).minute),
  "%S": (value) => pad(clockOf(value).second),
  "%-S": (value) => String(clockOf(value).second),
  "%f": (value) => pad(clockOf(value).micro, 6),
  "%L": (value) => pad(Math.floor(clockOf(value).micro / 1000), 3),
  "%p": (value) => (clockOf(value).hour < 12 ? "AM" : "PM"),
  "%j": (value) => pad(dayOfYear(value), 3),
  "%q": (value) => String(Math.ceil(clockOf(value).month / 3)),
  "%u": (value) => String(weekdayOf(value) === 0 ? 7 : weekdayOf(value)),
  "%w": (value) => String(weekdayOf(value)),
  "%%": () => "%",
};

export function writeDate(value: Moment, format: string): string {
  return spelledOut(format)
    .map((piece) => {
      if (!piece.startsWith("%")) return piece;
      const write = writers[piece];
      if (write === undefined) throw new Error(`${piece} is no part of a date format.`);
      return write(value);
    })
    .join("");
}

const readers: Readonly<Record<string, string>> = {
  "%Y": "(?<year>[0-9]{4})",
  "%m": "(?<month>[0-9]{1,2})",
  "%d": "(?<day>[0-9]{1,2})",
  "%B": "(?<name>[A-Za-z]{3,9})",
  "%b": "(?<name>[A-Za-z]{3})",
  "%H": "(?<hour>[0-9]{1,2})",
  "%M": "(?<minute>[0-9]{1,2})",
  "%S": "(?<second>[0-9]{1,2})",
};

/** By the specifiers that occur once in a format; Null where the text does not fit. */
export function readDate(text: string, format: string): Moment | null {
  const pattern = spelledOut(format).map((piece) => readers[piece] ?? piece.replaceAll(/[\\^$.|?*+()[\]{}]/g, "\\$&"));
  const groups = new RegExp(`^${pattern.join("")}$`, "u").exec(text)?.groups;
  if (groups === undefined) return null;
  const number = (name: string, fallback: number) => Number(groups[name] ?? fallback);
  const name = groups["name"]?.toLowerCase();
  const named = monthNames.findIndex((one) => one.toLowerCase() === name || one.slice(0, 3).toLowerCase() === name) + 1;
  const [year, month, day] = [number("year", 1970), name === undefined ? number("month", 1) : named, number("day", 1)];
  const [hour, minute, second] = [number("hour", 0), number("minute", 0), number("second", 0)];
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return null;
  if (hour > 23 || minute > 59 || second > 59) return null;
  return momentOf(year, month, day, microsOfTime(hour, minute, second));
}
