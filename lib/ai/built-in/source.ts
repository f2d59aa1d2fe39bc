import type { AskToolOutput, ColumnDescription } from "#lib/contract/ask-tools";
import { expandAbbreviation, splitJoined } from "./lexicon/abbreviations.ts";
import { lemmaOf, stemOf } from "./text/lemma.ts";

export type DescribedSource = Extract<AskToolOutput<"describe-source">, { ok: true }>;

/** `metric` is an aggregate that the source defines; the others are row columns. */
export type ColumnRole = "identifier" | "time" | "year" | "measure" | "category" | "logical" | "metric";

export type ColumnWord = {
  readonly lower: string;
  readonly lemma: string;
  readonly stem: string;
  readonly weight: number;
};

/** A column with the words it may be called by. */
export type KnownColumn = {
  /** As formulas write it between brackets. */
  readonly path: string;
  readonly name: string;
  readonly type: ColumnDescription["type"];
  readonly role: ColumnRole;
  readonly description: ColumnDescription;
  readonly position: number;
  /** Each list is one name of the column: its own, its description's when that is short, synonyms of the source's notes. */
  readonly names: readonly (readonly ColumnWord[])[];
};

export type KnownSource = {
  readonly described: DescribedSource;
  readonly columns: readonly KnownColumn[];
  /** Lemmas of what one row is: `["order", "line"]`; the last is the noun. */
  readonly entity: readonly string[];
  /** What a row is called by: its name or title. Null when only codes and numbers are there. */
  readonly display: KnownColumn | null;
};

const genericWeights: ReadonlyMap<string, number> = new Map(
  Object.entries({
    id: 0.6,
    name: 0.6,
    code: 0.5,
    number: 0.6,
    type: 0.7,
    date: 0.6,
    detail: 0.4,
    description: 0.6,
    status: 0.8,
    value: 0.5,
    total: 0.6,
    amount: 0.6,
    of: 0.05,
    the: 0.05,
    in: 0.1,
    to: 0.2,
    from: 0.3,
    and: 0.1,
    is: 0.1,
    has: 0.2,
    f: 0.2,
    or: 0.1,
    other: 0.6,
    a: 0.1,
  }),
);
const entityWeight = 0.25;

/** Prepares what describe-source tells for matching. */
export function prepareSource(described: DescribedSource): KnownSource {
  const entity = entityOf(described.name);
  const rows = described.columns.map((column, position) => prepareColumn(column, position, entity, described));
  const metrics = described.metrics.map((metric, index) =>
    prepareMetric(metric.name, metric.description, rows.length + index, entity),
  );
  const columns = [...rows, ...metrics];
  return { described, columns, entity, display: findDisplay(columns, entity) };
}

function prepareColumn(
  description: ColumnDescription,
  position: number,
  entity: readonly string[],
  described: DescribedSource,
): KnownColumn {
  const { name, relationship } = description;
  const plain = [name, ...aliasesOf(description), ...synonymsOf(name, described.aiContext)];
  const names = plain.flatMap((text) =>
    /(phone|telephone|fax|mobile)$/i.test(text) ? [text, `${text} number`] : [text],
  );
  const own = names.map((text) => wordsOf(text, entity)).filter((words) => words.length > 0);
  const path = relationship === undefined ? name : `${relationship}/${name}`;
  const withRelationship = relationship === undefined ? [] : [wordsOf(`${relationship} ${name}`, entity)];
  const words = uniqueLists([...own, ...withRelationship]);
  return { path, name, type: description.type, role: roleOf(description, words), description, position, names: words };
}

function prepareMetric(name: string, text: string, position: number, entity: readonly string[]): KnownColumn {
  const description: ColumnDescription = { name, type: "number", description: text };
  return { path: name, name, type: "number", role: "metric", description, position, names: [wordsOf(name, entity)] };
}

/** A short description is another name: "student grade point average" for `stu_gpa`. */
function aliasesOf({ description, name }: ColumnDescription): string[] {
  const text = description.replace(/[.]\s*$/, "");
  const words = text.split(/\s+/);
  return text !== "" && words.length <= 5 && text.toLowerCase() !== name.toLowerCase() ? [text] : [];
}

/** Notes such as `revenue = Sales`, `"turnover" means Sales`, `Sales: also called revenue, turnover`. */
function synonymsOf(name: string, aiContext: string): string[] {
  const lower = name.toLowerCase();
  return aiContext.split(/[\n.;]/).flatMap((note) => {
    const match =
      /^\s*["“]?([^"”=:]+?)["”]?\s*(?:=|means?|is called|stands for|refers to|→|->)\s*["[]?([^\]"]+?)[\]"]?\s*$/i.exec(
        note,
      );
    if (match?.[1] !== undefined && match[2]?.toLowerCase() === lower)
      return match[1].split(/\s*,\s*|\s+(?:or|and)\s+/);
    const called = /^\s*\[?([^\]:]+?)\]?\s*(?::|is|are)?\s*(?:also (?:called|known as)|synonyms?:?)\s+(.+)$/i.exec(
      note,
    );
    return called?.[1]?.toLowerCase() === lower ? (called[2] ?? "").split(/\s*,\s*|\s+or\s+/) : [];
  });
}

function uniqueLists(lists: readonly (readonly ColumnWord[])[]): readonly (readonly ColumnWord[])[] {
  const seen = new Map(lists.map((words) => [words.map(({ lower }) => lower).join(" "), words]));
  return [...seen.values()];
}

/** The words of a name, short forms written out: `dept_name` → department, name. */
export function wordsOf(name: string, entity: readonly string[]): readonly ColumnWord[] {
  const parts = splitName(name)
    .flatMap(splitJoined)
    .flatMap((part) => expandAbbreviation(part) ?? [part]);
  return parts.map((lower) => {
    const lemma = lemmaOf(lower);
    const weight = genericWeights.get(lemma) ?? (entity.includes(lemma) ? entityWeight : 1);
    return { lower, lemma, stem: stemOf(lower), weight };
  });
}

export function splitName(name: string): string[] {
  const spaced = name.replace(/(\p{Ll}|\p{N})(\p{Lu})/gu, "$1 $2").replace(/(\p{Lu}+)(\p{Lu}\p{Ll})/gu, "$1 $2");
  return spaced
    .replace(/#/g, " number ")
    .replace(/%/g, " percent ")
    .toLowerCase()
    .split(/[^\p{L}\p{N}.]+/u)
    .map((part) => part.replace(/^\.+|\.+$/g, ""))
    .filter((part) => part !== "");
}

const layerWords: ReadonlySet<string> = new Set([
  "details",
  "detail",
  "information",
  "info",
  "list",
  "ref",
  "tbl",
  "dim",
  "fact",
  "table",
  "view",
  "csv",
  "data",
  "v",
  "t",
]);

function entityOf(name: string): readonly string[] {
  const words = splitName(name).filter((word) => !layerWords.has(word));
  return (words.length === 0 ? splitName(name) : words).map(lemmaOf);
}

function roleOf(description: ColumnDescription, names: readonly (readonly ColumnWord[])[]): ColumnRole {
  const words = new Set(names.flat().map(({ lemma }) => lemma));
  const last = names[0]?.at(-1)?.lemma;
  if (description.type === "date") return "time";
  if (description.type === "logical") return "logical";
  if (last === "id" || last === "key" || (words.has("id") && names[0]?.length === 1)) return "identifier";
  if (description.type !== "number") return "category";
  if (words.has("year") && isYearRange(description)) return "year";
  return words.has("code") || words.has("zip") || words.has("phone") || last === "ssn" ? "identifier" : "measure";
}

/** Numbers of years; below 1000 only a column that is called nothing but Year, such as 70 to 82. */
function isYearRange({ name, min, max }: ColumnDescription): boolean {
  if (typeof min !== "number" || typeof max !== "number") return true;
  return max <= 2200 && (min >= 1000 || (min >= 0 && /^year$/i.test(name)));
}

/** The name or title of the rows: best a plain `name`, then the entity's own word, then the first text. */
function findDisplay(columns: readonly KnownColumn[], entity: readonly string[]): KnownColumn | null {
  const head = entity.at(-1) ?? "";
  const texts = columns.filter((column) => column.type === "text" && column.description.relationship === undefined);
  const score = (column: KnownColumn): number => {
    const words = (column.names[0] ?? []).map(({ lemma }) => lemma);
    const others = words.filter((word) => word !== "name" && word !== "title" && !entity.includes(word));
    if (column.role === "identifier" || others.length > 0) return 0;
    if (words.length === 1 && (words[0] === "name" || words[0] === "title")) return 5;
    if (words.includes("name") || words.includes("title")) return 4;
    return words.includes(head) ? 3 : 0;
  };
  const best = texts.toSorted((a, b) => score(b) - score(a) || a.position - b.position)[0];
  return best !== undefined && score(best) > 0 ? best : null;
}
