import type { KnownColumn } from "../source.ts";

const flowWords =
  /sale|revenue|profit|amount|quantity|cost|spend|spent|income|gross|units|volume|donation|payment|votes|goals|points/i;
const rateWords =
  /rate|ratio|percent|pct|average|avg|mean|price|score|rating|age|height|weight|temperature|speed|mpg|index|per |density|duration|length|budget/i;

/** Something that adds up over rows: sales, quantities. */
export function isFlow(column: KnownColumn): boolean {
  const name = column.names[0]?.map(({ lower }) => lower).join(" ") ?? column.name;
  return column.role === "metric" || (flowWords.test(name) && !/unit price|list price|average|rate\b/.test(name));
}

export function implicitAggregate(column: KnownColumn): "sum" | "avg" {
  if (isFlow(column)) return "sum";
  return rateWords.test(column.name) ? "avg" : column.description.unit !== undefined ? "sum" : "avg";
}
