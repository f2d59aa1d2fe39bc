import type { Key, Measure } from "../interpret/reading.ts";
import type { KnownColumn, KnownSource } from "../source.ts";

/** What columns of the worksheet are called. */
export function nameOfMeasure(measure: Measure, source: KnownSource): string {
  const { column, over, of } = measure;
  if (of !== undefined) return `Rank by ${nameOfMeasure(of, source)}`;
  if (over !== undefined) return `${displayName(column?.name ?? "")} per ${displayName(over.column?.name ?? "")}`;
  if (column === null) return `${measure.aggregate === "share" ? "Share" : "Number"} of ${rowsOf(source)}`;
  if (column.role === "metric") return column.name;
  const name = displayName(column.name);
  const thing = column.role === "identifier" ? name.replace(/\s*(id|key|code|number|no)$/i, "").toLowerCase() : "";
  if (measure.aggregate === "countDistinct" && thing !== "") return `Number of ${plural(thing)}`;
  return measureNames[measure.aggregate](name, source);
}

const measureNames: Readonly<Record<Measure["aggregate"], (name: string, source: KnownSource) => string>> = {
  count: (_name, source) => `Number of ${rowsOf(source)}`,
  total: (_name, source) => `Number of ${rowsOf(source)}`,
  countDistinct: (name) => `Number of different ${plural(name)}`,
  sum: (name) => (/^total\b/i.test(name) ? name : `Total ${name}`),
  avg: (name) => `Average ${name}`,
  max: (name) => `Highest ${name}`,
  min: (name) => `Lowest ${name}`,
  median: (name) => `Median ${name}`,
  stddev: (name) => `Standard deviation of ${name}`,
  variance: (name) => `Variance of ${name}`,
  share: (name) => `Share of ${name}`,
  cumulative: (name) => `Running total of ${name}`,
  growth: (name) => `Growth of ${name}`,
  ratio: (name) => `Ratio of ${name}`,
  rank: (name) => `Rank by ${name}`,
};

export function nameOfKey({ column, bucket }: Key): string {
  const name = displayName(column.name);
  if (bucket === null) return name;
  if (bucket === "bins") return `${name} range`;
  if (bucket === "month of year" || bucket === "quarter of year") return `${name} ${bucket.split(" ")[0]} of the year`;
  return `${name.replace(/\s*date$/i, "").trim() || name} ${bucket}`.replace(/^(.)/, (first) => first.toUpperCase());
}

/** "orders", "order lines": what the rows of the source are. */
export function rowsOf({ entity }: KnownSource): string {
  const words = entity.join(" ");
  return words === "" ? "rows" : plural(words);
}

export function displayName(name: string): string {
  return /^[a-z0-9_]+$/.test(name) || name.includes("_") ? name.replaceAll("_", " ").trim() : name;
}

export function plural(noun: string): string {
  if (/(s|x|ch|sh)$/i.test(noun)) return /ss$|x$|ch$|sh$/i.test(noun) ? `${noun}es` : noun;
  return /[^aeiou]y$/i.test(noun) ? `${noun.slice(0, -1)}ies` : `${noun}s`;
}

/** A reference in a formula. */
export function referenceTo(column: KnownColumn): string {
  return bracket(column.path);
}

export function bracket(path: string): string {
  return `[${path.replaceAll("\\", "\\\\").replaceAll("]", "\\]")}]`;
}
