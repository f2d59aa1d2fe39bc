import { findFunction } from "../../functions/table.ts";
import { argumentTexts, isOneOf, startOfValue, type TokenRow, textBetween } from "../row.ts";
import { isSymbol, isWord, type Token } from "../tokens.ts";
import { type Habit, habit, replace } from "./habit.ts";

/** `CASE WHEN … THEN … END` and `IF … THEN … END`. */

type Edit = readonly [from: number, to: number, insert: string];

/** So many words of one CASE are looked at: enough for any that a person writes. */
const longestBranch = 4000;

const findCase: Habit = (row, index, token) => {
  if (!isWord(token, "case") || isSymbol(row.tokens[index + 1], "(")) return null;
  const when = nextWord(row, index + 1, ["when"]);
  const first = row.tokens[index + 1];
  if (when === undefined || first === undefined) return null;
  const whenToken = row.tokens[when];
  const isSimple = when > index + 1;
  const name = isSimple ? "Switch" : "If";
  const shape = isSimple ? "Switch(value, case, result, …, else)" : "If(condition, value, …, else)";
  const parts = branchesFrom(row, when + 1, ["when", "then", "else"]);
  const opening: readonly Edit[] = isSimple
    ? [
        [token.from, token.to, "Switch("],
        [whenToken?.from ?? token.to, whenToken?.to ?? token.to, ","],
      ]
    : [[token.from, whenToken?.to ?? token.to, "If("]];
  const fix = replace(`Use ${name}`, ...opening, ...parts);
  return habit("case_when", `Write ${shape}.`, token.from, first.to, fix);
};

/** Tableau's `IF a THEN b ELSEIF c THEN d ELSE e END`. */
const findIfThen: Habit = (row, index, token) => {
  if (!isWord(token, "if") || isCallOfSeveral(row, index + 1)) return null;
  const then = nextWord(row, index + 1, ["then"]);
  const thenToken = row.tokens[then ?? -1];
  if (then === undefined || thenToken === undefined) return null;
  const parts = branchesFrom(row, index + 1, ["then", "elseif", "else"]);
  const fix = replace("Use If", [token.from, token.to, "If("], ...parts);
  return habit("if_then", "Write If(condition, value, …, else).", token.from, token.to, fix);
};

/** `If(a, b)` is a call, `IF (a) THEN b` is not. */
function isCallOfSeveral(row: TokenRow, open: number): boolean {
  return isSymbol(row.tokens[open], "(") && (argumentTexts(row, open) ?? []).length > 1;
}

/** Index of the first of some words in the same bracket, before anything that ends the branch. */
function nextWord({ tokens, partners }: TokenRow, from: number, words: readonly string[]): number | undefined {
  for (let at = from; at < Math.min(tokens.length, from + longestBranch); at += 1) {
    if (isOneOf(tokens[at], words)) return at;
    if (isOneOf(tokens[at], ["end", "case", "then", "else"]) || isClosing(tokens[at])) return undefined;
    at = partners.get(at) ?? at;
  }
  return undefined;
}

/** Commas in place of the words that part branches, and a bracket in place of END. CASEs inside are passed over. */
function branchesFrom({ tokens, partners }: TokenRow, from: number, words: readonly string[]): readonly Edit[] {
  const edits: Edit[] = [];
  let inner = 0;
  let last = tokens[from - 1];
  for (let at = from; at < Math.min(tokens.length, from + longestBranch); at += 1) {
    const token = tokens[at];
    if (token === undefined || isClosing(token) || isSymbol(token, ",")) break;
    if (isWord(token, "end") && inner === 0) return [...edits, [token.from, token.to, ")"]];
    if (isWord(token, "case")) inner += 1;
    else if (isWord(token, "end")) inner -= 1;
    else if (inner === 0 && isOneOf(token, words)) edits.push([token.from, token.to, ","]);
    at = partners.get(at) ?? at;
    last = tokens[at];
  }
  return [...edits, [last?.to ?? 0, last?.to ?? 0, ")"]];
}

function isClosing(token: Token | undefined): boolean {
  return isSymbol(token, ")") || isSymbol(token, "]") || isSymbol(token, "}");
}

/** Levels of detail: `{FIXED [Region] : Sum([Sales])}`. */
const findFixed: Habit = (row, index, token) => {
  const { tokens, partners } = row;
  const word = tokens[index + 1];
  const isLevel = isOneOf(word, ["fixed", "include", "exclude"]);
  if (!isSymbol(token, "{") || !isLevel || word === undefined) return null;
  const close = partners.get(index);
  const colon = colonWithin(row, index);
  if (colon === index + 2 && !isAggregateAfter(row, colon)) return null;
  const end = tokens[close ?? -1];
  const message =
    "Levels of detail are groupings: group the table by these columns and add the aggregate as its calculation.";
  const aggregate = close === undefined || colon === undefined ? "" : textBetween(row, colon + 1, close - 1);
  if (end === undefined || aggregate === "") return habit("level_of_detail", message, token.from, word.to);
  const isOfAll = colon === index + 2 && isWord(word, "fixed");
  const insert = isOfAll ? `GrandTotal(${aggregate})` : aggregate;
  const title = isOfAll ? "Use GrandTotal" : `Keep ${aggregate.slice(0, 60)} for the grouping`;
  return habit("level_of_detail", message, token.from, end.to, replace(title, [token.from, end.to, insert]));
};

/** `{fixed: 1}` is a record with that key; `{FIXED : Sum([Sales])}` is a level of detail. */
function isAggregateAfter({ tokens }: TokenRow, colon: number): boolean {
  return tokens[colon + 1]?.kind === "word" && isSymbol(tokens[colon + 2], "(");
}

function colonWithin({ tokens, partners }: TokenRow, open: number): number | undefined {
  const close = partners.get(open) ?? Math.min(tokens.length, open + longestBranch);
  for (let at = open + 1; at < close; at += 1) {
    if (isSymbol(tokens[at], ":")) return at;
    at = partners.get(at) ?? at;
  }
  return undefined;
}

const keywords = [
  ...["and", "or", "not", "true", "false", "null", "if", "case", "when", "then", "else", "elseif", "end"],
  ...["in", "is", "like", "ilike", "between", "by", "as", "over", "select", "distinct", "from", "where"],
];

/** `Orders[Sales]`, as other products name a column of a table; `Sum[Sales]` and `Sum [Sales]`. */
const findTableColumn: Habit = (row, index, token) => {
  const { tokens, partners } = row;
  const name = tokens[index - 1];
  const close = tokens[partners.get(index) ?? -1];
  const inside = tokens[index + 1];
  if (!isSymbol(token, "[") || name === undefined || close === undefined || inside === undefined) return null;
  const isName = name.kind === "text" || (name.kind === "word" && !isOneOf(name, keywords));
  const isText = inside.kind === "word" && !isOneOf(inside, keywords) && !isSymbol(tokens[index + 2], "(");
  if (!isName || !isText || startOfValue(row, index - 1) !== index - 1) return null;
  const column = row.text.slice(token.to, close.from);
  const table = name.kind === "text" ? name.text.slice(1, -1) : name.text;
  const definition = name.kind === "word" ? findFunction(name.text) : undefined;
  if (definition === undefined && name.to < token.from) return null;
  const meant = definition === undefined ? `[${table}/${column}]` : `${definition.name}([${column}])`;
  const message =
    definition === undefined
      ? "A column of another source is written [Source/Column]."
      : `What ${definition.name} takes stands between round brackets.`;
  const fix = replace(`Use ${meant}`, [name.from, close.to, meant]);
  return habit("table_column", message, name.from, close.to, fix);
};

export const branchHabits: readonly Habit[] = [findCase, findIfThen, findFixed, findTableColumn];
