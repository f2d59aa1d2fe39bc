import { repeatedKey } from "../interpret/count-rows.ts";
import type { Condition, Key, Measure } from "../interpret/reading.ts";
import type { KnownColumn, KnownSource } from "../source.ts";
import { lemmaOf } from "../text/lemma.ts";

/** What columns of the worksheet are called. */
export function nameOfMeasure(measure: Measure, source: KnownSource): string {
  const { over, of, condition } = measure;
  if (of !== undefined && measure.aggregate === "share") return "Share of change";
  if (of !== undefined && measure.aggregate === "growth")
    return nameOfPlain({ ...measure, of: undefined, over: undefined }, source);
  if (of !== undefined) return over === undefined ? `Rank by ${nameOfMeasure(of, source)}` : "Change";
  if (over !== undefined) return nameOfRatio(measure, over, source);
  const name = nameOfPlain({ ...measure, condition: undefined }, source);
  const label = condition?.kind === "dates" || condition?.kind === "values" ? conditionLabel(condition) : "";
  if (label !== "") return `${name.replace(/^Total /, "")} ${label}`;
  return name;
}

function nameOfPlain(measure: Measure, source: KnownSource): string {
  const { column } = measure;
  if (column === null && measure.aggregate !== "share" && repeatedKey(source) !== null) return "Number of lines";
  if (column === null) return `${measure.aggregate === "share" ? "Share" : "Number"} of ${rowsOf(source)}`;
  if (column.role === "metric") return column.name;
  const name = displayName(column.name);
  const thing = column.role === "identifier" ? thingOf(column) : "";
  if (measure.aggregate === "countDistinct" && thing !== "") return `Number of ${plural(thing)}`;
  return measureNames[measure.aggregate](name, source);
}

/** "customer" of Customer Id and of Cust. Nr. */
function thingOf({ names, name }: KnownColumn): string {
  const plain = displayName(name).replace(/\s*(id|key|code|number|no|nr)\.?$/i, "");
  const words = (names[0] ?? []).slice(0, -1).map(({ lower }) => lower);
  return (/\.$/.test(plain) && words.length > 0 ? words.join(" ") : plain).toLowerCase();
}

/** "Sales per order", "Profit per Sales", "Share of East". */
function nameOfRatio({ column, condition }: Measure, over: Measure, source: KnownSource): string {
  if (condition?.kind === "values" && over.condition === undefined) return `Share of ${conditionLabel(condition)}`;
  const isCounted = over.aggregate === "count" || over.aggregate === "countDistinct";
  const per = isCounted
    ? singular(nameOfPlain(over, source).replace(/^Number of (different )?/, ""))
    : (over.column?.name ?? "");
  const label = condition?.kind === "dates" || condition?.kind === "values" ? ` ${conditionLabel(condition)}` : "";
  return `${displayName(column?.name ?? "")} per ${displayName(per)}${label}`;
}

function conditionLabel(condition: Extract<Condition, { kind: "dates" | "values" }>): string {
  if (condition.kind === "dates") return condition.label;
  return condition.column.role === "logical" ? displayName(condition.column.name) : condition.values.join(", ");
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
  delta: (name) => `Change of ${name}`,
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

/** "orders" → "order": the words come from `plural` or from names of sources. */
export function singular(noun: string): string {
  const last = /\S+$/.exec(noun)?.[0] ?? "";
  return noun.slice(0, noun.length - last.length) + lemmaOf(last);
}

export function plural(noun: string): string {
  if (/(s|x|ch|sh)$/i.test(noun)) return /ss$|x$|ch$|sh$/i.test(noun) ? `${noun}es` : noun;
  return /[^aeiou]y$/i.test(noun) ? `${noun.slice(0, -1)}ies` : `${noun}s`;
}

/** A reference in a formula. */
export function referenceTo(column: KnownColumn): string {
  return column.formula ?? bracket(column.path);
}

export function bracket(path: string): string {
  return `[${path.replaceAll("\\", "\\\\").replaceAll("]", "\\]")}]`;
}

/** "a", "a and b", "a, b and c". */
export function listOf(words: readonly string[]): string {
  if (words.length <= 1) return words[0] ?? "";
  return `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}
