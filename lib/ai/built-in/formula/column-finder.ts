import { referenceTo } from "../draft/names.ts";
import { implicitAggregate } from "../interpret/flows.ts";
import { type ColumnSpan, findColumnSpans } from "../mentions/match-columns.ts";
import type { KnownColumn, KnownSource } from "../source.ts";
import { type Token, tokenize } from "../text/tokens.ts";
import type { Mode } from "./grammar.ts";
import { atom, call, type Node } from "./node.ts";
import { trim } from "./phrase.ts";

/** Which columns the words of a sentence name. */
export type ColumnFinder = {
  candidatesAt(mode: Mode, from: number, to: number): Candidates;
  columnAt(from: number, to: number, mode?: Mode): KnownColumn | null;
  /** The word is a column's name, and means it. */
  isNamed(position: number): boolean;
};

export function createColumnFinder(
  tokens: readonly Token[],
  source: KnownSource,
  /** Of columns that hold aggregates: no row has a value of its own for them. */
  aggregated: ReadonlySet<string>,
): ColumnFinder {
  const spans = indexSpans(findColumnSpans(tokens, source));

  function columnAt(from: number, to: number, mode: Mode = "row"): KnownColumn | null {
    const [start, end] = trim(tokens, from, to);
    const measured = end - start === 1 ? byUnit(tokens[start]) : null;
    const best = candidatesAt(mode, start, end)[0];
    if (measured !== null && (best === undefined || best.coverage < 0.9)) return measured;
    if (best === undefined || best.quality < 0.7) return null;
    // "store sales" is no size of a store.
    if (best.coverage < 0.9 && end - start > 1 && isOfOthers(mode, start, end, best.column)) return null;
    // "ordered" is a deed, whatever code tells what was ordered.
    if (end - start === 1 && best.column.role === "identifier" && /ed$/.test(tokens[start]?.lower ?? "")) return null;
    return best.coverage >= 0.45 || (end - start === 1 && best.coverage >= 0.3) ? best.column : null;
  }

  /** One of the words names what another column measures. */
  function isOfOthers(mode: Mode, from: number, to: number, column: KnownColumn): boolean {
    return tokens.slice(from, to).some((_one, index) => {
      const named = candidatesAt(mode, from + index, from + index + 1).find(
        ({ coverage, quality }) => coverage >= 0.9 && quality >= 0.95,
      );
      return named?.column.role === "measure" && named.column !== column;
    });
  }

  /** In a row nothing has a value that is made of groups. */
  function candidatesAt(mode: Mode, from: number, to: number): Candidates {
    const all = spans.get(spanKey(from, to)) ?? [];
    return mode === "group" ? all : all.filter(({ column }) => !aggregated.has(referenceTo(column)));
  }

  /** "unit" is what is counted in units. */
  function byUnit(token: Token | undefined): KnownColumn | null {
    if (token === undefined || token.kind !== "word") return null;
    const isUnit = (unit: string | undefined): boolean =>
      unit !== undefined && tokenize(unit)[0]?.lemma === token.lemma;
    return source.columns.find(({ role, description }) => role === "measure" && isUnit(description.unit)) ?? null;
  }

  function isNamed(position: number): boolean {
    return candidatesAt("row", position, position + 1).some(
      ({ coverage, quality }) => coverage >= 0.9 && quality >= 0.95,
    );
  }

  return { candidatesAt, columnAt, isNamed };
}

/** The column as a value of a row; null: there is none. */
export function rowReference(column: KnownColumn | null): Node | null {
  return column === null || column.role === "metric" ? null : atom(referenceTo(column), column.type);
}

type Candidates = ColumnSpan["candidates"];

function indexSpans(spans: readonly ColumnSpan[]): ReadonlyMap<number, Candidates> {
  return new Map(spans.map(({ from, to, candidates }) => [spanKey(from, to), candidates]));
}

function spanKey(from: number, to: number): number {
  return from * 1_000 + to;
}

/** Of a column's values, where it is known. */
export function rangeOf(formula: string, source: KnownSource): { readonly min: number; readonly max: number } | null {
  const column = source.columns.find((one) => referenceTo(one) === formula);
  const { min, max } = column?.description ?? {};
  return typeof min === "number" && typeof max === "number" && max > min ? { min, max } : null;
}

/** The column as a group: its sum, or the mean of what does not add up. */
export function totalOf(node: Node, source: KnownSource): Node {
  const column = source.columns.find((one) => referenceTo(one) === node.formula);
  const isMean = column !== undefined && implicitAggregate(column) === "avg";
  return call(isMean ? "Avg" : "Sum", "number", node);
}
