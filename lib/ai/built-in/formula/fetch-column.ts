import type { FormulaModelInput } from "#lib/contract/formula-model";
import { wordsOf } from "../column-words.ts";
import { referenceTo } from "../draft/names.ts";
import { mainDateOf } from "../interpret/read-dates.ts";
import type { KnownColumn, KnownSource } from "../source.ts";
import type { Token } from "../text/tokens.ts";
import type { Mode } from "./grammar.ts";
import { call, type Node } from "./node.ts";

type Other = FormulaModelInput["others"][number];
type Pair = { readonly local: string; readonly external: string; readonly isCode: boolean };

/** Finds a column of a source that no relationship reaches, by keys of the same names: Lookup for codes, Rollup for what adds up. */
export function createFetcher(
  source: KnownSource,
  others: readonly Other[],
): (tokens: readonly Token[], mode: Mode) => Node | null {
  return (tokens, mode) => {
    if (mode !== "row") return null;
    const words = tokens.filter(({ kind }) => kind === "word").map(({ lemma }) => lemma);
    const edge = edges.get(words[0] ?? "");
    const said = edge === undefined ? words : words.slice(1);
    for (const other of others) {
      const named = other.columns.filter(
        ({ name, type }) =>
          isNamed(name, other, said) && !isOwn(name, source) && (edge === undefined || type === "date"),
      );
      const place = (name: string): number => said.indexOf(wordsOf(name, [])[0]?.lemma ?? "");
      const column = named.toSorted((left, right) => place(left.name) - place(right.name))[0];
      const pairs = column === undefined ? [] : pairsOf(source, other, column.name);
      if (column !== undefined && pairs.length > 0) return fetched(other, column, pairs, edge);
    }
    return null;
  };
}

/** "first order date": of the many rows that belong to one of ours. */
const edges: ReadonlyMap<string, "Min" | "Max"> = new Map([
  ["first", "Min"],
  ["earliest", "Min"],
  ["oldest", "Min"],
  ["last", "Max"],
  ["late", "Max"],
  ["latest", "Max"],
  ["recent", "Max"],
]);

/** What the source itself says is fetched from nowhere. */
function isOwn(wanted: string, { columns }: KnownSource): boolean {
  return columns.some(({ name }) => name.toLowerCase() === wanted.toLowerCase());
}

/** All words of the column were said, and what else was said names its source. */
function isNamed(column: string, { name: owner, columns }: Other, said: readonly string[]): boolean {
  const words = wordsOf(column, []).map(({ lemma }) => lemma);
  const keys = columns.filter(({ name, type }) => name !== column && type !== "number").map(({ name }) => name);
  const named = [owner, ...keys].flatMap((name) => wordsOf(name, []).map(({ lemma }) => lemma));
  const around = new Set([...named, "of", "the", "from", "in", "and", "per", "for", "each", "by"]);
  return words.every((word) => said.includes(word)) && said.every((word) => words.includes(word) || around.has(word));
}

function pairsOf(source: KnownSource, { name: owner, columns }: Other, wanted: string): readonly Pair[] {
  const pairs = columns.flatMap(({ name, type }): Pair[] => {
    if (name === wanted) return [];
    const external = `[${owner}/${name}]`;
    const own = source.columns.find(
      (column) => column.type === type && column.role !== "metric" && isSame(column, name),
    );
    if (own !== undefined && (type === "text" || own.role === "identifier" || /\bno\b|number/i.test(name)))
      return [{ local: referenceTo(own), external, isCode: own.role === "identifier" }];
    const period = /^(month|quarter|year|week)$/i.exec(name)?.[1];
    const date = mainDateOf(source);
    if (period === undefined || type !== "date" || date === null) return [];
    return [{ local: `DateTrunc("${period.toLowerCase()}", ${referenceTo(date)})`, external, isCode: false }];
  });
  // A name that both say tells no more than the code.
  const codes = pairs.filter(({ local, isCode }) => isCode || /\bno\b|number/i.test(local));
  return codes.some(({ isCode }) => isCode) ? codes : pairs;
}

/** `Target Region` of the other is our `Region`. */
function isSame(column: KnownColumn, name: string): boolean {
  const [own, other] = [column.name.toLowerCase(), name.toLowerCase()];
  return own === other || other.endsWith(` ${own}`);
}

function fetched(
  other: Other,
  { name, type }: Other["columns"][number],
  pairs: readonly Pair[],
  edge: "Min" | "Max" | undefined,
): Node {
  const keys = pairs.flatMap(({ local, external }) => [local, external]);
  const reference = `[${other.name}/${name}]`;
  if (edge !== undefined) return call("Rollup", type, `${edge}(${reference})`, ...keys);
  const isLookup = type !== "number" || pairs.some(({ isCode }) => isCode);
  return isLookup ? call("Lookup", type, reference, ...keys) : call("Rollup", "number", `Sum(${reference})`, ...keys);
}
