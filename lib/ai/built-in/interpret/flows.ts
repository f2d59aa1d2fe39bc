import type { KnownColumn, KnownSource } from "../source.ts";
import { findHinted } from "./workings.ts";

const flowWords =
  /sale|revenue|profit|amount|quantity|cost|spend|spent|income|gross|units|volume|donation|payment|votes|goals|points/i;
const rateWords =
  /rate|ratio|percent|pct|average|avg|mean|price|score|rating|age|height|weight|temperature|speed|mpg|index|per |density|duration|length|budget/i;

/** What is measured stands over all such columns: Jan 2025, Q3, Total 2025. */
const periodName =
  /^((jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*|q[1-4]|total|actual|target|plan)([ ._-]*(\d{2}|\d{4}))?$/i;

/** Something that adds up over rows: sales, quantities. */
export function isFlow(column: KnownColumn): boolean {
  if (column.formula !== undefined) return false;
  if (column.role === "measure" && periodName.test(column.name.trim())) return true;
  const name = column.names[0]?.map(({ lower }) => lower).join(" ") ?? column.name;
  return column.role === "metric" || (flowWords.test(name) && !/unit price|list price|average|rate\b/.test(name));
}

export function implicitAggregate(column: KnownColumn): "sum" | "avg" {
  if (isFlow(column)) return "sum";
  if (column.formula !== undefined) return "avg";
  return rateWords.test(column.name) ? "avg" : column.description.unit !== undefined ? "sum" : "avg";
}

/** What is meant when nothing is named: what was sold and earned. */
export function worthOf(source: KnownSource): KnownColumn | null {
  const best = findHinted(source, ["sale", "revenue", "turnover", "amount", "profit"]);
  return best !== null && best.role === "measure" ? best : null;
}
