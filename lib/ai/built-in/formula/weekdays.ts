import { call, infix, type Node, number } from "./node.ts";

/** Days of the week in words, and as a condition on a date. */

const names = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];
const weekend: readonly number[] = [1, 7];
const workdays: readonly number[] = [2, 3, 4, 5, 6];

/** "mondays", "monday to friday", "saturdays and sundays", "weekends": numbers from 1 for Sunday; null: something else. */
export function weekdaysAt(words: readonly string[]): readonly number[] | null {
  const said = words.join(" ");
  if (/^weekends?$/.test(said)) return weekend;
  if (/^(weekdays?|workdays?|(working|business) days?)$/.test(said)) return workdays;
  const [first, joint, last] = words;
  if (words.length === 3 && /^(to|through|-)$/.test(joint ?? "")) return rangeOf(dayNamed(first), dayNamed(last));
  const joined = words.filter((word) => !/^(and|or|,)$/.test(word));
  const days = joined.map(dayNamed);
  const isList = words.length === joined.length ? joined.length === 1 : joined.length > 1;
  if (!isList || days.some((day) => day === null)) return null;
  return days.flatMap((day) => day ?? []).toSorted((left, right) => left - right);
}

function dayNamed(word: string | undefined): number | null {
  const index = names.findIndex((name) => word === name || word === `${name}s`);
  return index < 0 ? null : index + 1;
}

function rangeOf(from: number | null, to: number | null): readonly number[] | null {
  if (from === null || to === null || from === to) return null;
  const count = ((to - from + 7) % 7) + 1;
  return Array.from({ length: count }, (_one, index) => ((from - 1 + index) % 7) + 1).toSorted(
    (left, right) => left - right,
  );
}

export function onWeekdays(date: Node, days: readonly number[]): Node {
  const day = call("Weekday", "number", date);
  const [first = 1] = days;
  if (days.length === 1) return infix("=", day, number(first));
  const isRun = days.length > 2 && days.every((one, index) => one === first + index);
  return isRun
    ? call("Between", "logical", day, number(first), number(first + days.length - 1))
    : call("In", "logical", day, ...days.map(number));
}

/** Words that tell of them. */
export const weekdayCues: readonly string[] = [
  ...names.flatMap((name) => [name, `${name}s`]),
  "weekend",
  "weekends",
  "weekday",
  "weekdays",
  "workdays",
  "working",
  "business",
];
