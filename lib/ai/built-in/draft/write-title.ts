import { type Condition, isKey, isMeasure, type Measure, type Reading } from "../interpret/reading.ts";
import type { KnownSource } from "../source.ts";
import { displayName, nameOfKey, nameOfMeasure, plural, rowsOf } from "./names.ts";

const maxLength = 90;

/** "Sales by Region · Q3 2026", "Top 5 products by Sales": a heading for the result. */
export function writeTitle(reading: Reading, source: KnownSource): string {
  const subject = rankingOf(reading, source) ?? groupsOf(reading, source);
  const labels = reading.conditions.flatMap((condition) => labelOf(condition) ?? []).slice(0, 3);
  const title = [subject, ...labels].join(" · ");
  const text = title.length > maxLength ? `${title.slice(0, maxLength - 1).trimEnd()}…` : title;
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

function groupsOf(reading: Reading, source: KnownSource): string {
  const subject = subjectOf(reading, source);
  const keys = reading.keys.map(nameOfKey).join(" and ");
  const beyond = reading.having.find(({ measure }) => measure.aggregate === "rank");
  const rest = beyond === undefined ? "" : ` beyond the first ${beyond.value - 1}`;
  return keys !== "" && reading.measures.length > 0 ? `${subject} by ${keys}${rest}` : subject;
}

/** Null: nothing is ranked. */
function rankingOf({ limit, sort, keys, columns, isLimitOfEach }: Reading, source: KnownSource): string | null {
  const [term] = sort;
  if (limit === null || term === undefined || isKey(term.by)) return null;
  const rankedBy = isMeasure(term.by) ? null : displayName(term.by.name);
  const names = keys.length > 0 ? keys.map(nameOfKey) : columns.map(({ name }) => displayName(name));
  const thing = names.find((name) => name !== rankedBy);
  const what = thing === undefined ? rowsOf(source) : thingOf(thing, limit);
  const isOfEach = isLimitOfEach === true && keys.length > 1;
  const also = isOfEach ? [] : keys.slice(1).map((key) => ` and ${thingOf(nameOfKey(key), limit)}`);
  const by = isMeasure(term.by) ? nameOfMeasure(term.by, source).replace(/^Total /, "") : rankedBy;
  const end = term.direction === "descending" ? "Top" : "Bottom";
  if (isOfEach) {
    const ranked = thingOf(names.at(-1) ?? "", limit);
    return `${end}${limit === 1 ? "" : ` ${limit}`} ${ranked} of each ${thingOf(names[0] ?? "", 1)} by ${by}`;
  }
  return `${end}${limit === 1 ? "" : ` ${limit}`} ${what}${also.join("")} by ${by}`;
}

/** "Customer Name" names customers. */
function thingOf(name: string, count: number): string {
  const noun = name.replace(/(?<=\S) (name|title)$/i, "").toLowerCase();
  return count === 1 ? noun : plural(noun);
}

function subjectOf(reading: Reading, source: KnownSource): string {
  const change = reading.measures.find(({ aggregate }) => aggregate === "delta");
  if (change !== undefined)
    return `Change of ${nameOfMeasure({ aggregate: change.of?.aggregate ?? "sum", column: change.column, over: plainOf(change.of?.over) }, source).replace(/^Total /, "")}`;
  const share = reading.measures.find(
    ({ over, condition }) => over !== undefined && over.condition === undefined && condition !== undefined,
  );
  if (share !== undefined) return nameOfMeasure(share, source);
  if (reading.measures.length > 0) {
    return reading.measures.map((measure) => nameOfMeasure(measure, source).replace(/^Total /, "")).join(" and ");
  }
  const columns = [...reading.keys.map(nameOfKey), ...reading.columns.map(({ name }) => displayName(name))];
  const shown = columns.slice(0, 3).join(", ");
  const rank = reading.limit === null ? "" : reading.limit === 1 ? "First " : `First ${reading.limit} `;
  return `${rank}${shown === "" ? rowsOf(source) : shown}`;
}

/** Without the rows that it is of. */
function plainOf(measure: Measure | undefined): Measure | undefined {
  return measure === undefined ? undefined : { ...measure, condition: undefined };
}

/** A short name of a condition, as it stands on a chip. */
export function labelOf(condition: Condition): string | null {
  switch (condition.kind) {
    case "values":
      return `${condition.exclude ? "not " : ""}${valuesText(condition)}`;
    case "dates":
      return `${condition.exclude ? "not " : ""}${condition.label}`;
    case "compare":
      return `${displayName(condition.column.name)} ${condition.operator} ${condition.value}`;
    case "between":
      return `${displayName(condition.column.name)} ${condition.min ?? "…"} to ${condition.max ?? "…"}`;
    case "formula":
      return condition.label ?? null;
    case "text":
      return `${condition.operator === "equals" ? "" : "…"}${condition.text}`;
    case "missing":
      return `${condition.exclude ? "with" : "without"} ${displayName(condition.column.name)}`;
    case "average":
      return `${displayName(condition.column.name)} ${condition.operator} average`;
    case "any":
      return condition.conditions.flatMap((one) => labelOf(one) ?? []).join(" or ") || null;
  }
}

/** A yes-or-no column is told by its name. */
function valuesText({ column, values }: Extract<Condition, { kind: "values" }>): string {
  if (column.role === "logical")
    return values[0] === false ? `not ${displayName(column.name)}` : displayName(column.name);
  return values.slice(0, 3).join(", ");
}
