import type { AskToolOutput, ColumnDescription } from "#lib/contract/ask-tools";
import { type ColumnWord, splitName, wordsOf } from "./column-words.ts";
import { findDurations, startOf } from "./durations.ts";
import { lemmaOf } from "./text/lemma.ts";

export type DescribedSource = Extract<AskToolOutput<"describe-source">, { ok: true }>;

/** `metric` is an aggregate that the source defines; the others are row columns. */
export type ColumnRole = "identifier" | "time" | "year" | "measure" | "category" | "logical" | "metric";

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
  /** Only of what no source has: computed from its columns. */
  readonly formula?: string;
};

export type KnownSource = {
  readonly described: DescribedSource;
  readonly columns: readonly KnownColumn[];
  /** Lemmas of what one row is: `["order", "line"]`; the last is the noun. */
  readonly entity: readonly string[];
  /** What a row is called by: its name or title. Null when only codes and numbers are there. */
  readonly display: KnownColumn | null;
  /** The date that a question goes by, where it says which. */
  readonly time?: KnownColumn;
};

/** Prepares what describe-source tells for matching. */
export function prepareSource(described: DescribedSource): KnownSource {
  const entity = entityOf(described);
  const rows = described.columns.map((column, position) => prepareColumn(column, position, entity, described));
  const metrics = described.metrics.map((metric, index) =>
    prepareMetric(metric.name, metric.description, rows.length + index, entity),
  );
  const own = withWorth([...rows, ...metrics], entity);
  const columns = [...own, ...findDurations(own)];
  return { described, columns, entity, display: findDisplay(columns, entity) };
}

/** The only amount of a source that has no sales or revenue is what people mean by them. */
function withWorth(columns: readonly KnownColumn[], entity: readonly string[]): readonly KnownColumn[] {
  const has = ({ names }: KnownColumn, words: RegExp): boolean =>
    names.some((name) => name.some(({ lemma }) => words.test(lemma)));
  const amounts = columns.filter((column) => column.role === "measure" && has(column, /^amount$/));
  const [amount] = amounts;
  const isNamed = columns.some((column) => column.type === "number" && has(column, /^(sale|revenue|turnover|income)$/));
  if (amount === undefined || amounts.length > 1 || isNamed) return columns;
  const names = [...amount.names, ...["revenue", "sales", "turnover"].map((word) => wordsOf(word, entity))];
  return columns.map((column) => (column === amount ? { ...amount, names } : column));
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
  const own = names.map((text) => withOwner(wordsOf(text, entity), text === name)).filter((words) => words.length > 0);
  const path = relationship === undefined ? name : `${relationship}/${name}`;
  const withRelationship = relationship === undefined ? [] : [wordsOf(`${relationship} ${name}`, entity)];
  const words = uniqueLists([...own, ...withRelationship]);
  return { path, name, type: description.type, role: roleOf(description, words), description, position, names: words };
}

/** "country of the customer" describes a country: the customer is hardly said by it. */
function withOwner(words: readonly ColumnWord[], isName: boolean): readonly ColumnWord[] {
  const of = isName
    ? -1
    : words.findIndex(
        ({ lower }, index) => index > 0 && lower === "of" && /^(the|an?)$/.test(words[index + 1]?.lower ?? ""),
      );
  return of < 0 ? words : words.map((word, index) => (index > of ? { ...word, weight: word.weight * 0.25 } : word));
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

/** Of a file called "Export 2026-10 FINAL v2" the event of its first date tells what a row is, else it is a row. */
function entityOf({ name, columns }: DescribedSource): readonly string[] {
  const all = splitName(name);
  const words = all.filter((word) => !layerWords.has(word));
  const telling = words.filter(
    (word) => !/^(\d+|v\d+|export|final|copy|draft|upload|sheet\d*|file|new|old|neu|kopie)$/.test(word),
  );
  const isTelling = telling.some((word) => word.length > 2);
  const known = words.length === 0 ? all : words;
  return (isTelling ? known : (eventsOf(columns.filter(({ type }) => type === "date")) ?? known)).map(lemmaOf);
}

function eventsOf(dates: readonly ColumnDescription[]): readonly string[] | null {
  const event = dates.map(({ name }) => startOf(wordsOf(name, []))).find((word) => word !== null);
  return event === undefined || event === null ? null : [event];
}

function roleOf(description: ColumnDescription, names: readonly (readonly ColumnWord[])[]): ColumnRole {
  const words = new Set(names.flat().map(({ lemma }) => lemma));
  const last = names[0]?.at(-1)?.lemma;
  if (description.type === "date") return "time";
  if (description.type === "logical") return "logical";
  if (/(^|[\s_.])(nr|no)\.?\s*$/i.test(description.name)) return "identifier";
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
