import type { Condition, Reading } from "../interpret/reading.ts";
import type { KnownSource } from "../source.ts";
import { displayName, nameOfKey, nameOfMeasure, rowsOf } from "./names.ts";

const maxLength = 90;

/** "Sales by Region · Q3 2026": a heading for the result. */
export function writeTitle(reading: Reading, source: KnownSource): string {
  const subject = subjectOf(reading, source);
  const keys = reading.keys.map(nameOfKey).join(" and ");
  const by = keys !== "" && reading.measures.length > 0 ? `${subject} by ${keys}` : subject;
  const labels = reading.conditions.flatMap((condition) => labelOf(condition) ?? []).slice(0, 3);
  const title = [by, ...labels].join(" · ");
  const text = title.length > maxLength ? `${title.slice(0, maxLength - 1).trimEnd()}…` : title;
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

function subjectOf(reading: Reading, source: KnownSource): string {
  if (reading.measures.length > 0) {
    return reading.measures.map((measure) => nameOfMeasure(measure, source).replace(/^Total /, "")).join(" and ");
  }
  const columns = [...reading.keys.map(nameOfKey), ...reading.columns.map(({ name }) => displayName(name))];
  const shown = columns.slice(0, 3).join(", ");
  const rank = reading.limit === null ? "" : reading.limit === 1 ? "Top " : `Top ${reading.limit} `;
  return `${rank}${shown === "" ? rowsOf(source) : shown}`;
}

/** A short name of a condition, as it stands on a chip. */
export function labelOf(condition: Condition): string | null {
  switch (condition.kind) {
    case "values":
      return `${condition.exclude ? "not " : ""}${condition.values.slice(0, 3).join(", ")}`;
    case "dates":
      return `${condition.exclude ? "not " : ""}${condition.label}`;
    case "compare":
      return `${displayName(condition.column.name)} ${condition.operator} ${condition.value}`;
    case "between":
      return `${displayName(condition.column.name)} ${condition.min ?? "…"} to ${condition.max ?? "…"}`;
    case "formula":
      return null;
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
