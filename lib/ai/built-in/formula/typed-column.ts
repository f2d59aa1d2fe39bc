import type { ColumnSpan } from "../mentions/match-columns.ts";
import type { KnownColumn, KnownSource } from "../source.ts";
import { lemmaOf, stemOf } from "../text/lemma.ts";
import { type Token, tokenize } from "../text/tokens.ts";

/** Columns that are only half named, where the phrase tells their type: "shipped" for a date, "customer" for a text. */

const prepositions = /^(on|in|at|of|by|for|from|to|since|the|a|an)$/;
const leastQuality = 0.7;

/** The best of the type among those whose name the words are part of; a date also by its description. Null: none, or several alike. */
export function findTypedColumn(
  type: "date" | "text",
  said: readonly Token[],
  candidates: ColumnSpan["candidates"],
  source: KnownSource,
): KnownColumn | null {
  // "on" is no name, also where a date is called "Launched On".
  if (said.every(({ lower }) => prepositions.test(lower))) return null;
  const fitting = candidates.filter(
    ({ column, quality }) => column.type === type && column.role !== "metric" && quality >= leastQuality,
  );
  const own = fitting.filter(({ column }) => column.description.relationship === undefined);
  const usable = own.length > 0 ? own : fitting;
  const [best, second] = usable.toSorted((left, right) => right.coverage - left.coverage);
  if (best !== undefined) {
    const isTied = second !== undefined && second.coverage > best.coverage - 0.05;
    if (!isTied) return best.column;
    if (type === "text") return usable.find(({ column }) => / name$/i.test(column.name))?.column ?? null;
  }
  return type === "date" ? findDescribedDate(said, source) : null;
}

/** "signup": the one date whose description says "signed up". */
function findDescribedDate(said: readonly Token[], source: KnownSource): KnownColumn | null {
  if (said.length === 0 || said.length > 3 || said.some(({ kind }) => kind !== "word")) return null;
  const wanted = joined(said.filter(({ lower }) => lower !== "date" && lower !== "day"));
  if (wanted.length < 4) return null;
  const found = source.columns.filter(
    ({ type, description }) =>
      type === "date" && ` ${joined(tokenize(description.description), " ")} `.replaceAll(" ", "").includes(wanted),
  );
  return found.length === 1 ? (found[0] ?? null) : null;
}

function joined(tokens: readonly Token[], separator = ""): string {
  return tokens.map(({ lower }) => stemOf(lemmaOf(lower))).join(separator);
}

const joinedWords = /\bsince\b|sign(ed)? ?up|joined|registered|member/i;

/** When a customer joined: said by the name or the description of one date. */
export function findJoinedDate(source: KnownSource): KnownColumn | null {
  const found = source.columns.filter(
    ({ type, role, name, description }) =>
      type === "date" && role !== "metric" && joinedWords.test(`${name} ${description.description}`),
  );
  return found.length === 1 ? (found[0] ?? null) : null;
}

/** What is earned or lost: the one of that name, or the only one with it in its name; null: none or several. */
export function findProfit(source: KnownSource): KnownColumn | null {
  const figures = source.columns.filter(({ type, role }) => type === "number" && role === "measure");
  for (const word of ["profit", "earnings", "margin"]) {
    const named = figures.filter(({ name }) => new RegExp(`\\b${word}\\b`, "i").test(name));
    const own = named.filter(({ description }) => description.relationship === undefined);
    const usable = own.length > 0 ? own : named;
    const exact = usable.find(({ name }) => name.toLowerCase() === word);
    if (usable.length > 0) return exact ?? (usable.length === 1 ? (usable[0] ?? null) : null);
  }
  return null;
}

const traits: ReadonlyMap<string, RegExp> = new Map([
  ["expensive", /\bprice\b/i],
  ["profitable", /\bprofit\b/i],
  ["recent", /\bdate\b|\bon\b/i],
  ["heavy", /\bweight\b/i],
  ["long", /\blength\b|\bduration\b/i],
  ["costly", /\bcost\b/i],
  ["biggest", /\bsize\b/i],
  ["largest", /\bsize\b/i],
  ["big", /\bsize\b/i],
  ["large", /\bsize\b/i],
  ["populous", /\bpopulation\b/i],
]);

/** "expensive" is the price; null: none or several are meant. */
export function findTrait(word: string, source: KnownSource): KnownColumn | null {
  const pattern = traits.get(word);
  if (pattern === undefined) return null;
  const found = source.columns.filter(
    ({ name, type, role }) => (type === "number" || type === "date") && role !== "metric" && pattern.test(name),
  );
  const own = found.filter(({ description }) => description.relationship === undefined);
  const [only, second] = own.length > 0 ? own : found;
  return second === undefined ? (only ?? null) : null;
}
