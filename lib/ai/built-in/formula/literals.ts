import { findDate } from "../mentions/find-dates.ts";
import { numberWords } from "../text/numbers.ts";
import type { Token } from "../text/tokens.ts";
import type { Filled } from "./grammar.ts";
import { call, type Node, number, text } from "./node.ts";

/** A figure or a number word, with its sign. */
export function numberAt(tokens: readonly Token[], from: number, to: number): Filled | null {
  const token = tokens[from];
  const isMinus = token?.text === "-" && to - from === 2;
  const said = isMinus ? tokens[from + 1] : token;
  if (said === undefined || to - from !== (isMinus ? 2 : 1)) return null;
  const plain = said.kind === "number" ? said.value : numberWords.get(said.lower);
  if (plain === undefined) return null;
  const scaled = said.isPercent === true ? plain / 100 : plain;
  const signed = isMinus ? -scaled : scaled;
  const exact = Number(signed.toPrecision(12));
  return { node: number(exact), tokens: tokens.slice(from, to), number: exact };
}

/** `asOf`: the day that "today" means. */
export function dateAt(tokens: readonly Token[], from: number, to: number, asOf: string): Node | null {
  const said = tokens.slice(from, to);
  const [only] = said;
  if (said.length === 1 && only?.lower === "today") return call("Today", "date");
  if (said.length === 1 && only?.lower === "now") return call("Now", "date");
  const span = findDate(said, 0, asOf);
  if (span === null || span.length !== said.length || span.range.kind !== "between") return null;
  const { start, end } = span.range;
  return start !== null && start === end ? call("Date", "date", text(start)) : null;
}

/** A unit of time. */
export function unitAt(tokens: readonly Token[], from: number, to: number): Filled | null {
  const unit = to - from === 1 ? units.get(tokens[from]?.lower ?? "") : undefined;
  return unit === undefined ? null : { node: text(unit), tokens: tokens.slice(from, to), word: unit };
}

const units: ReadonlyMap<string, string> = new Map(
  "year quarter month week day hour minute second".split(" ").flatMap((unit) => [
    [unit, unit],
    [`${unit}s`, unit],
  ]),
);

/** Signs by their names. */
export const signs: ReadonlyMap<string, string> = new Map([
  ["space", " "],
  ["spaces", " "],
  ["comma", ","],
  ["commas", ","],
  ["dash", "-"],
  ["hyphen", "-"],
  ["dot", "."],
  ["period", "."],
  ["slash", "/"],
  ["underscore", "_"],
  ["colon", ":"],
  ["semicolon", ";"],
  ["at sign", "@"],
  ["@", "@"],
  ["pipe", "|"],
  ["nothing", ""],
  ["blank", ""],
  ["comma and space", ", "],
]);
