import {
  clockOf,
  convertZone,
  countBoundaries,
  dayOfYear,
  daysInMonth,
  daysOf,
  floorDivide,
  type Moment,
  microsOfTime,
  microsPerSecond,
  moment,
  momentOf,
  type Period,
  periods,
  shift,
  truncate,
  weekdayOf,
} from "../calendar.ts";
import {
  at,
  type Call,
  countAt,
  type Describe,
  day,
  decide,
  double,
  logical,
  loose,
  type RowFunction,
  type RowFunctions,
  strict,
  text,
  time,
  whole,
} from "../call.ts";
import { decimal } from "../decimal.ts";
import { type Description, momentIn, numberOf, textIn, type Value } from "../value.ts";
import { monthNames, readDate, weekdayNames, writeDate } from "./date-format.ts";

function wordAt(call: Call, index: number): string {
  return textIn(at(call, index)).toLowerCase();
}

function periodAt(call: Call, index: number): Period {
  const word = wordAt(call, index);
  const found = periods.find((period) => period === word);
  if (found === undefined) throw new Error(`${word} is no period.`);
  return found;
}

function inZone(call: Call, value: Moment, zoneIndex: number): Moment {
  const zone = call.values[zoneIndex];
  if (zone === undefined) return value;
  return converted(call, value, call.around.timeZone, textIn(zone));
}

/** Before 1970 zone tables differ. */
function converted(call: Call, value: Moment, from: string, to: string): Moment {
  const { year } = clockOf(value);
  if (year < 1971 || year > 2035) call.trace.isUnclear = true;
  return convertZone(value, from, to);
}

const shortPeriods: readonly string[] = ["hour", "minute", "second", "millisecond"];

function isShort(period: Description | undefined): boolean {
  return typeof period?.literal === "string" && shortPeriods.includes(period.literal.toLowerCase());
}

const grainOfPart: Describe = ([period]) => ({ type: "date", grain: isShort(period) ? "time" : "day" });
const grainOfShift: Describe = ([period, , value]) => ({
  type: "date",
  grain: isShort(period) ? "time" : (value?.grain ?? "day"),
});

const parts: Readonly<Record<string, (value: Moment, call: Call) => number | bigint>> = {
  year: (value) => clockOf(value).year,
  quarter: (value) => Math.ceil(clockOf(value).month / 3),
  month: (value) => clockOf(value).month,
  day: (value) => clockOf(value).day,
  day_of_year: dayOfYear,
  hour: (value) => clockOf(value).hour,
  minute: (value) => clockOf(value).minute,
  second: (value) => clockOf(value).second,
  millisecond: (value) => Math.floor(clockOf(value).micro / 1000),
  epoch: (value) => floorDivide(value.micros, microsPerSecond),
  weekday: (value) => weekdayOf(value) + 1,
  week: (value, call) => {
    const firstDay = momentOf(clockOf(value).year, 1, 1);
    const [from, to] = [firstDay, value].map((one) => daysOf(truncate(one, "week", call.around.weekStart)));
    return ((to ?? 0) - (from ?? 0)) / 7 + 1;
  },
};

function part(name: string): RowFunction {
  return strict(whole, (call) => partOf(name, inZone(call, momentIn(at(call, 0)), 1), call));
}

function partOf(name: string, value: Moment, call: Call): Value {
  const read = parts[name];
  if (read === undefined) throw new Error(`${name} is no part of a date.`);
  return decimal(read(value, call));
}

const limits: Readonly<Record<Period, number>> = {
  year: 4000,
  quarter: 16_000,
  month: 48_000,
  week: 200_000,
  day: 1_460_000,
  hour: 35_000_000,
  minute: 2_100_000_000,
  second: 126_000_000_000,
  millisecond: 126_000_000_000_000,
};

function added(call: Call): Value {
  const [period, amount] = [periodAt(call, 0), numberOf(at(call, 1))];
  const count = decide(amount, call.trace, (near) => Math.sign(near) * Math.floor(Math.abs(near) + 0.5));
  if (Math.abs(amount) > limits[period]) return null;
  return shift(momentIn(at(call, 2)), period, count);
}

function makeDate(call: Call): Value {
  const [year, month, date, hour, minute] = [0, 1, 2, 3, 4].map((index) =>
    call.values[index] === undefined ? 0 : countAt(call, index, -1, 99_999),
  );
  if (year == null || month == null || date == null || hour == null || minute == null) return null;
  const second = call.values[5] === undefined ? 0 : numberOf(at(call, 5));
  if (year < 1 || year > 9999 || month < 1 || month > 12 || date < 1 || date > daysInMonth(year, month)) return null;
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second >= 60) return null;
  const micros = BigInt(Math.round(second * 1_000_000));
  return momentOf(year, month, date, microsOfTime(hour, minute, 0) + micros);
}

function todayAt(call: Call, index: number): Value {
  return call.values[index] === undefined ? present(call) : (call.values[index] ?? null);
}

export function present({ around }: Call): Moment {
  const [year = 1, month = 1, date = 1] = around.asOf.split("-").map(Number);
  return momentOf(year, month, date);
}

function isBetween(value: Moment, from: Moment, until: Moment): boolean {
  return value.micros >= from.micros && value.micros < until.micros;
}

function inRange(call: Call): Value {
  const [direction, period] = [wordAt(call, 1), periodAt(call, 2)];
  const length = call.values[3] === undefined ? 1 : countAt(call, 3, -100_000, 100_000);
  const offset = call.values[4] === undefined ? 0 : countAt(call, 4, -100_000, 100_000);
  const today = todayAt(call, 5);
  const value = call.values[0] ?? null;
  if (value === null || today === null || offset === null) return null;
  const weekStart = call.around.weekStart;
  const start = truncate(momentIn(today), period, weekStart);
  const from = (count: number) => shift(start, period, count);
  const moment = momentIn(value);
  const unit = period === "hour" || period === "minute" ? period : "day";
  const last = shift(truncate(shift(momentIn(today), period, -offset), unit, weekStart), unit, 1);
  if (length === null) {
    // One end is known: what lies beyond it is outside all the same.
    if (direction === "next") return moment.micros < from(offset + 1).micros ? false : null;
    if (direction === "current") return moment.micros < from(-offset).micros ? false : null;
    return moment.micros >= (direction === "last" ? from(-offset) : last).micros ? false : null;
  }
  if (direction === "next") return isBetween(moment, from(offset + 1), from(offset + length + 1));
  if (direction === "last") return isBetween(moment, from(-offset - length), from(-offset));
  if (direction === "current") return isBetween(moment, from(-offset), from(length - offset));
  return isBetween(moment, from(1 - offset - length), last);
}

function inPriorRange(call: Call): Value {
  const [range, prior] = [periodAt(call, 1), periodAt(call, 2)];
  const offset = call.values[3] === undefined ? 1 : countAt(call, 3, -100_000, 100_000);
  const [value = null, today] = [call.values[0], todayAt(call, 4)];
  if (value === null || today === null || offset === null) return null;
  const start = truncate(shift(momentIn(today), prior, -offset), range, call.around.weekStart);
  return isBetween(momentIn(value), start, shift(start, range, 1));
}

function businessDays(call: Call): Value {
  const [start, end] = [daysOf(momentIn(at(call, 0))), daysOf(momentIn(at(call, 1)))];
  const [low, high] = [Math.min(start, end), Math.max(start, end)];
  const isWorkday = (one: number) => ![0, 6].includes((((one + 4) % 7) + 7) % 7);
  let rest = low;
  let count = Math.floor((high - low) / 7) * 5;
  for (rest = low + Math.floor((high - low) / 7) * 7; rest < high; rest += 1) if (isWorkday(rest)) count += 1;
  return start <= end ? count : count === 0 ? 0 : -count;
}

export function fromUnix(value: Value, perSecond: number, call: Call): Value {
  const seconds = numberOf(value) / perSecond;
  if (seconds < -62_135_596_800 || seconds > 253_402_300_799) return null;
  const micros = seconds * 1_000_000;
  if (Math.abs(micros) > 2 ** 52) call.trace.isUnclear = true;
  return moment(BigInt(Math.sign(micros) * Math.round(Math.abs(micros))));
}

const unix = (perSecond: number) => strict(time, (call) => fromUnix(at(call, 0), perSecond, call));

export const dateFunctions: RowFunctions = {
  DateTrunc: strict(grainOfPart, (call) =>
    truncate(inZone(call, momentIn(at(call, 1)), 2), wordAt(call, 0), call.around.weekStart),
  ),
  DatePart: strict(whole, (call) => partOf(wordAt(call, 0), inZone(call, momentIn(at(call, 1)), 2), call)),
  DateAdd: strict(grainOfShift, added),
  DateDiff: strict(whole, (call) =>
    decimal(countBoundaries(periodAt(call, 0), momentIn(at(call, 1)), momentIn(at(call, 2)), call.around.weekStart)),
  ),
  DateFormat: strict(text, (call) => writeDate(momentIn(at(call, 0)), textIn(at(call, 1)))),
  DateParse: strict(time, (call) => readDate(textIn(at(call, 0)), textIn(at(call, 1)))),
  Today: loose(day, present),
  Now: loose(time, present),
  Year: part("year"),
  Quarter: part("quarter"),
  Month: part("month"),
  Day: part("day"),
  Hour: part("hour"),
  Minute: part("minute"),
  Second: part("second"),
  Weekday: part("weekday"),
  DayOfYear: part("day_of_year"),
  MonthName: strict(text, (call) => monthNames[clockOf(momentIn(at(call, 0))).month - 1] ?? ""),
  WeekdayName: strict(text, (call) => weekdayNames[weekdayOf(momentIn(at(call, 0)))] ?? ""),
  MakeDate: strict((given) => ({ type: "date", grain: given.length > 3 ? "time" : "day" }), makeDate),
  EndOfMonth: strict(time, (call) => {
    const { year, month } = clockOf(momentIn(at(call, 0)));
    return momentOf(year, month, daysInMonth(year, month), microsOfTime(23, 59, 59));
  }),
  LastDay: strict(day, (call) => {
    const start = truncate(momentIn(at(call, 0)), wordAt(call, 1), call.around.weekStart);
    return shift(shift(start, periodAt(call, 1), 1), "day", -1);
  }),
  InDateRange: loose(logical, inRange),
  InPriorDateRange: loose(logical, inPriorRange),
  ConvertTimezone: strict(time, (call) => {
    const from = call.values[2] === undefined ? call.around.timeZone : textIn(at(call, 2));
    return converted(call, momentIn(at(call, 0)), from, textIn(at(call, 1)));
  }),
  DateFromUnix: unix(1),
  DateFromUnixMs: unix(1000),
  DateFromUnixUs: unix(1_000_000),
  BusinessDays: strict(double, businessDays),
};
