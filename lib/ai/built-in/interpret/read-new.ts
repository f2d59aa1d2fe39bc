import { wordsOf } from "../column-words.ts";
import { rollUp } from "../draft/roll-up.ts";
import { isPartnerNoun } from "../lexicon/function-words.ts";
import type { Mention } from "../mentions/mention.ts";
import type { KnownColumn, KnownSource } from "../source.ts";
import { lemmaOf } from "../text/lemma.ts";
import { mainDateOf } from "./read-dates.ts";
import type { Measure } from "./reading.ts";
import { at, bestColumn, findAll, take, textAt, type Workings } from "./workings.ts";

/** The question seen from who is new: its time is the first date of each of them. */
export type NewcomersRead = { readonly workings: Workings; readonly measures: readonly Measure[] };

/**
 * "new customers per month": those with their first order in it. Only where nothing else is asked, since of what a first order was for,
 * or who brought the most, the rows of later orders tell otherwise.
 */
export function readNewcomers(workings: Workings): NewcomersRead {
  const plain = { workings, measures: [] };
  const [index] = findAll(workings, "unknown").find(([, { word }]) => /^new$/i.test(word)) ?? [];
  if (index === undefined || !isPartnerNoun(lemmaOf(textAt(workings, index + 1)))) return plain;
  if (!workings.mentions.every((mention, other) => other === index || other === index + 1 || isPlain(mention)))
    return plain;
  if (at(workings, index + 1, "entity") !== null) return takeOwn(workings, index) ?? plain;
  const mention = at(workings, index + 1, "column");
  const thing = mention === null ? null : bestColumn(mention.candidates);
  const first = thing === null ? null : firstDateOf(thing, workings.source);
  if (thing === null || first === null) return plain;
  take(workings, index);
  const { source } = workings;
  const seen = { ...workings, source: { ...source, time: first, columns: [first, ...source.columns] } };
  if (!workings.mentions.some(({ kind }) => kind === "bucket" || kind === "aggregate"))
    return { workings: seen, measures: [] };
  const counts = findAll(workings, "aggregate").map(([position]) => position);
  take(workings, index + 1, ...counts);
  return { workings: seen, measures: [{ aggregate: "countDistinct", column: thing }] };
}

const plainKinds: ReadonlySet<Mention["kind"]> = new Set([
  "filler",
  "bucket",
  "date",
  "number",
  "symbol",
  "chart",
  "channel",
]);

function isPlain(mention: Mention): boolean {
  if (mention.kind === "aggregate") return mention.aggregate === "count" || mention.aggregate === "total";
  if (mention.kind === "marker") return ["each", "by", "all"].includes(mention.marker);
  return plainKinds.has(mention.kind);
}

/** A table of customers that says since when each is one. */
function takeOwn(workings: Workings, index: number): NewcomersRead | null {
  const dates = workings.source.columns.filter(({ role }) => role === "time");
  const [since, ...others] = dates;
  const isSince = since?.names.some((words) => words.some(({ lower }) => beginnings.test(lower)));
  if (isSince !== true || others.length > 0) return null;
  take(workings, index);
  return { workings, measures: [] };
}

const beginnings = /^(since|sign|signed|signup|join|joined|created|registered|registration|start|first|added)$/;

/** Who stands in one row only has no first one. */
function firstDateOf(thing: KnownColumn, source: KnownSource): KnownColumn | null {
  const date = mainDateOf(source);
  const { distinctCount } = thing.description;
  const { rowCount } = source.described;
  const isRepeated = distinctCount !== undefined && rowCount !== undefined && distinctCount < rowCount;
  if (date?.role !== "time" || !isRepeated || !(thing.role === "identifier" || thing.role === "category")) return null;
  const formula = rollUp({ aggregate: "min", column: date }, thing, source);
  if (formula === null) return null;
  const name = `First ${date.name}`;
  return { ...date, name, path: name, formula, position: source.columns.length, names: [wordsOf(name, [])] };
}
