import type { Comparison } from "../lexicon/operators.ts";
import { addDays, type DateRange } from "../mentions/find-dates.ts";
import type { MentionOf } from "../mentions/mention.ts";
import type { KnownColumn, KnownSource } from "../source.ts";
import { isNegated } from "./negation.ts";
import type { Condition } from "./reading.ts";
import {
  at,
  bestWhere,
  fillerAt,
  findAll,
  findHinted,
  isFree,
  isMarker,
  skip,
  take,
  type Workings,
} from "./workings.ts";

/** Takes date phrases with the date column that they are about: the one named beside them, else the source's main date. */
export function readDates(workings: Workings): readonly Condition[] {
  return findAll(workings, "date").flatMap(([index, date]) => {
    if (!isFree(workings, index)) return [];
    const named = columnBeside(workings, index);
    const column = named?.column ?? mainDate(workings);
    if (column === null) return [];
    const before = skip(workings, index, -1);
    const comparison = at(workings, before, "comparison");
    const second = secondEnd(workings, index, comparison?.comparison ?? null);
    const range = combine(
      date.range,
      comparison?.comparison.operator ?? null,
      second?.date.range ?? null,
      workings.asOf,
    );
    if (range === null) return [];
    const exclude = isNegated(workings, index);
    take(
      workings,
      index,
      ...(comparison === null ? [] : [before]),
      ...(second?.indexes ?? []),
      ...(named === null ? [] : [named.index]),
    );
    const label =
      second === null
        ? `${openLabels[comparison?.comparison.operator ?? "="]}${date.label}`
        : `${date.label} to ${second.date.label}`;
    return column.role === "year"
      ? yearCondition(column, range, exclude)
      : [{ kind: "dates", column, range, exclude, label }];
  });
}

const openLabels: Readonly<Record<Comparison["operator"], string>> = {
  ">": "after ",
  ">=": "since ",
  "<": "before ",
  "<=": "until ",
  "=": "",
  "!=": "",
  between: "",
};

/** The date a question without a date column's name means: the source's notes say, else the first date that is no update stamp. */
export function mainDate({ source }: Workings): KnownColumn | null {
  return mainDateOf(source);
}

export function mainDateOf(source: KnownSource): KnownColumn | null {
  if (source.time !== undefined) return source.time;
  const dates = source.columns.filter(({ role }) => role === "time");
  const noted = dates.find(({ name }) => source.described.aiContext.toLowerCase().includes(name.toLowerCase()));
  const own = dates.filter(({ description }) => description.relationship === undefined);
  const entity = own.find(({ names }) =>
    names.some((words) => words.some(({ lemma }) => source.entity.includes(lemma))),
  );
  return noted ?? entity ?? own[0] ?? dates[0] ?? findHinted(source, ["time"]);
}

function columnBeside(
  workings: Workings,
  index: number,
): { readonly index: number; readonly column: KnownColumn } | null {
  const before = skip(workings, index, -1, ["comparison"]);
  const after = skip(workings, index, 1);
  for (const position of [before, after]) {
    const mention = at(workings, position, "column");
    const column =
      mention === null ? null : bestWhere(mention.candidates, ({ role }) => role === "time" || role === "year");
    if (column !== null) return { index: position, column };
  }
  return null;
}

/** "between March and May 2025", "from 2024-01-01 to 2024-03-31". */
function secondEnd(
  workings: Workings,
  index: number,
  comparison: Comparison | null,
): { readonly date: MentionOf<"date">; readonly indexes: readonly number[] } | null {
  const isOpen =
    comparison?.operator === "between" || comparison?.operator === ">=" || fillerAt(workings, index - 1) === "from";
  const joint = index + 1;
  const isJoint =
    isMarker(workings.mentions[joint], "and", "to") || ["to", "through"].includes(fillerAt(workings, joint) ?? "");
  const until = at(workings, joint, "comparison");
  if (!isOpen || !(isJoint || until?.comparison.operator === "<" || until?.comparison.operator === "<=")) return null;
  const date = at(workings, joint + 1, "date");
  return date === null ? null : { date, indexes: [joint, joint + 1] };
}

function combine(
  range: DateRange,
  operator: Comparison["operator"] | null,
  second: DateRange | null,
  asOf: string,
): DateRange | null {
  if (range.kind === "relative") return range;
  if (second !== null && second.kind === "between") return { kind: "between", start: range.start, end: second.end };
  const { start, end } = range;
  if (operator === null || operator === "=" || operator === "between") return range;
  if (operator === ">") return { kind: "between", start: end === null ? null : addDays(end, 1), end: null };
  if (operator === ">=") return { kind: "between", start, end: start !== null && start <= asOf ? null : end };
  if (operator === "<") return { kind: "between", start: null, end: start === null ? null : addDays(start, -1) };
  return { kind: "between", start: null, end };
}

/** A column of year numbers can only take whole years. */
function yearCondition(column: KnownColumn, range: DateRange, exclude: boolean): Condition[] {
  if (range.kind !== "between") return [];
  const [start, end] = [range.start, range.end].map((day) => (day === null ? null : Number(day.slice(0, 4))));
  if (start !== null && start !== undefined && end !== null && end !== undefined) {
    return [{ kind: "between", column, min: start, max: end, exclude }];
  }
  if (start !== null && start !== undefined) return [{ kind: "compare", column, operator: ">=", value: start }];
  return end === null || end === undefined ? [] : [{ kind: "compare", column, operator: "<=", value: end }];
}
