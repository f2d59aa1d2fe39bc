import { endOfValue, startOfOperand, startOfValue, type TokenRow, textBetween } from "../row.ts";
import { endsValue, isSymbol, isWord, type Token } from "../tokens.ts";
import { type Habit, habit, replace } from "./habit.ts";

/** Signs that other languages write. */

const findLeadingEquals: Habit = (_row, index, token) => {
  if (index > 0 || !isSymbol(token, "=")) return null;
  const fix = replace("Remove =", [token.from, token.to, ""]);
  return habit("leading_equals", "A formula begins without =.", token.from, token.to, fix);
};

const findSemicolon: Habit = ({ tokens }, index, token) => {
  if (!isSymbol(token, ";")) return null;
  const isLast = index === tokens.length - 1;
  const fix = replace(isLast ? "Remove ;" : "Use a comma", [token.from, token.to, isLast ? "" : ","]);
  return habit("wrong_separator", "Arguments are separated by a comma.", token.from, token.to, fix);
};

/** `Sum([a], )`: a comma with nothing after it. */
const findTrailingComma: Habit = ({ tokens }, index, token) => {
  const next = tokens[index + 1];
  const isTrailing =
    isSymbol(token, ",") && endsValue(tokens[index - 1]) && (isSymbol(next, ")") || isSymbol(next, "}"));
  if (!isTrailing) return null;
  const fix = replace("Remove the comma", [token.from, token.to, ""]);
  return habit("surplus_separator", "There is nothing after this comma.", token.from, token.to, fix);
};

const foreignOperators: Readonly<Record<string, string>> = {
  "&&": "And",
  "||": "&",
  "!": "Not",
  "?": "",
  "|": "&",
  "~": "",
};

const findForeignOperator: Habit = (row, index, token) => {
  if (token.kind !== "symbol" || !(token.text in foreignOperators)) return null;
  if (token.text === "?") return findQuestionMark(row, index, token);
  const isOr = token.text.startsWith("|") && joinsConditions(row, index);
  const operator = padded(isOr ? "Or" : (foreignOperators[token.text] ?? ""), row.text, token);
  const meaning = token.text.startsWith("|")
    ? `Texts are joined with "&"; for alternatives write "Or".`
    : operator.trim() === ""
      ? "Remove it."
      : `Write "${operator.trim()}".`;
  const title = operator.trim() === "" ? "Remove it" : `Use ${operator.trim()}`;
  const message = `"${token.text}" is not an operator here. ${meaning}`;
  return habit("foreign_operator", message, token.from, token.to, replace(title, [token.from, token.to, operator]));
};

/** With a space on each side that has none yet. */
function padded(operator: string, text: string, { from, to }: Token): string {
  const before = from === 0 || /\s/.test(text.charAt(from - 1)) ? "" : " ";
  const after = /\s/.test(text.charAt(to)) ? "" : " ";
  return `${before}${operator}${after}`;
}

const comparisons: ReadonlySet<string> = new Set(["=", "==", "!=", "<>", "<", "<=", ">", ">="]);

/** Whether a comparison ends right before an operator, as in `[a] > 1 || [b] > 1`. */
function joinsConditions(row: TokenRow, index: number): boolean {
  const before = row.tokens[startOfOperand(row, index - 1) - 1];
  return before?.kind === "symbol" && comparisons.has(before.text);
}

/** `condition ? a : b` and `a ?? b`. */
function findQuestionMark(row: TokenRow, index: number, token: Token) {
  const { tokens } = row;
  if (isSymbol(tokens[index - 1], "?")) return null;
  const isCoalesce = isSymbol(tokens[index + 1], "?") && tokens[index + 1]?.from === token.to;
  const name = isCoalesce ? "Coalesce" : "If";
  const second = tokens[index + 1];
  const to = isCoalesce && second !== undefined ? second.to : token.to;
  const message = isCoalesce
    ? '"??" is not an operator here. Write Coalesce(a, b).'
    : '"?" is not an operator here. Write If(condition, value, else).';
  const first = isCoalesce ? startOfValue(row, index - 1) : startOfCondition(row, index - 1);
  const middle = endOfValue(row, index + (isCoalesce ? 2 : 1));
  const colon = tokens[middle + 1];
  const last = isCoalesce ? middle : endOfValue(row, middle + 2);
  const [from, end] = [tokens[first]?.from, tokens[last]?.to];
  const isWhole = endsValue(tokens[index - 1]) && (isCoalesce || isSymbol(colon, ":"));
  if (!isWhole || from === undefined || end === undefined) return habit("foreign_operator", message, token.from, to);
  const edits = [[from, from, `${name}(`] as const, [token.from, to, ","] as const, [end, end, ")"] as const];
  if (!isCoalesce && colon !== undefined) edits.push([colon.from, colon.to, ","]);
  return habit("foreign_operator", message, token.from, to, replace(`Use ${name}`, ...edits));
}

/** A comparison as a whole: `[a] > 1` of `[a] > 1 ? …`. */
function startOfCondition(row: TokenRow, index: number): number {
  const at = startOfOperand(row, index);
  const before = row.tokens[at - 1];
  if (before?.kind !== "symbol" || !comparisons.has(before.text) || !endsValue(row.tokens[at - 2])) return at;
  return startOfOperand(row, at - 2);
}

const wrongOrder: Readonly<Record<string, string>> = { "=<": "<=", "=>": ">=", "===": "=", "!==": "!=", "><": "!=" };

/** Operators written in another order or with a sign too many: `=>`, `===`, `**`. */
const findMisspeltOperator: Habit = ({ tokens }, index, token) => {
  const next = tokens[index + 1];
  if (token.kind !== "symbol" || next?.kind !== "symbol" || token.to !== next.from) return null;
  const written = token.text + next.text;
  const meant = written === "**" ? "^" : wrongOrder[written];
  if (meant === undefined) return null;
  const fix = replace(`Use ${meant}`, [token.from, next.to, meant]);
  return habit("foreign_operator", `"${written}" is not an operator here. Write "${meant}".`, token.from, next.to, fix);
};

/** A `’` within a word is an apostrophe. */
const quotes = /[“”„‟‘]|(?<![\p{L}\p{N}])’|’(?![\p{L}\p{N}])/gu;

const findTypographicQuotes: Habit = ({ tokens }, index, token) => {
  const isQuote = ({ kind, text }: Token) => kind === "word" && /[“”„‟‘’]/.test(text);
  if (!isQuote(token) || tokens.findIndex(isQuote) !== index) return null;
  const edits = tokens
    .filter(isQuote)
    .flatMap(({ text, from }) => [...text.matchAll(quotes)].map((found) => from + found.index))
    .map((at) => [at, at + 1, '"'] as const);
  const fix = replace("Use straight quotes", ...edits);
  return habit("typographic_quote", 'Texts stand between straight quotes: "…".', token.from, token.to, fix);
};

/** `Order Date` between backticks, as MySQL writes names. */
const findBacktick: Habit = ({ text, tokens }, index, token) => {
  if (!isSymbol(token, "`")) return null;
  const before = tokens.slice(0, index).filter((one) => isSymbol(one, "`")).length;
  if (before % 2 === 1) return null;
  const close = tokens.find((one, at) => at > index && isSymbol(one, "`"));
  const message = "A column is written between brackets: [Column].";
  if (close === undefined) {
    const fix = replace("Remove it", [token.from, token.to, ""]);
    return habit("foreign_quote", message, token.from, token.to, fix);
  }
  const name = `[${text.slice(token.to, close.from)}]`;
  return habit(
    "foreign_quote",
    message,
    token.from,
    close.to,
    replace(`Use ${name}`, [token.from, token.to, "["], [close.from, close.to, "]"]),
  );
};

/** `#2024-01-31#`, as Tableau and Access write dates. */
const findHashDate: Habit = ({ text, tokens }, index, token) => {
  if (!isSymbol(token, "#")) return null;
  const end = tokens.slice(index + 1, index + 13).find((one) => isSymbol(one, "#"));
  const written = end === undefined ? "" : text.slice(token.to, end.from).trim();
  const message = 'A date is written Date("2024-01-31").';
  if (end === undefined || !/^\d{4}-\d\d?-\d\d?(?:[ T][\d:.]+)?$/.test(written)) {
    const isSecond = tokens.slice(Math.max(0, index - 12), index).some((one) => isSymbol(one, "#"));
    return isSecond ? null : habit("date_literal", message, token.from, token.to);
  }
  const call = `Date("${written}")`;
  return habit("date_literal", message, token.from, end.to, replace(`Use ${call}`, [token.from, end.to, call]));
};

/** `10%` at the end of a value. */
const findPercent: Habit = ({ tokens }, index, token) => {
  const number = tokens[index - 1];
  const next = tokens[index + 1];
  const isEnd = next === undefined || (next.kind === "symbol" && [")", ",", ";", "}"].includes(next.text));
  if (!isSymbol(token, "%") || number?.kind !== "number" || !isEnd) return null;
  const fix = replace("Divide by 100", [number.from, token.to, `(${number.text} / 100)`]);
  return habit("percent_literal", '"%" is the remainder of a division.', number.from, token.to, fix);
};

/** `True()` as spreadsheets write it. */
const findConstantCall: Habit = ({ tokens }, index, token) => {
  const [open, close] = tokens.slice(index + 1, index + 3);
  const isConstant = isWord(token, "true") || isWord(token, "false") || isWord(token, "null");
  if (!isConstant || !isSymbol(open, "(") || close === undefined || !isSymbol(close, ")")) return null;
  const fix = replace(`Use ${token.text}`, [token.to, close.to, ""]);
  return habit("constant_call", `${token.text} stands without brackets.`, token.from, close.to, fix);
};

/** Two values in a row: within a call the comma is missing, elsewhere an operator. */
const findMissingSeparator: Habit = (row, index, token) => {
  const { tokens, partners } = row;
  const previous = tokens[index - 1];
  const isPlain = token.kind === "number" || token.kind === "text" || token.kind === "reference";
  if (!isPlain || previous === undefined || !endsValue(previous) || !token.closed || !previous.closed) return null;
  if (previous.kind === "word" && !isConstant(previous)) return null;
  const open = openBracketBefore(row, index);
  const isCall = open !== null && tokens[open - 1]?.kind === "word" && isSymbol(tokens[open], "(");
  if (!isCall || !partners.has(open)) return null;
  const fix = replace("Add a comma", [previous.to, previous.to, ","]);
  const message = `There is no separator before ${textBetween(row, index, index).slice(0, 40)}.`;
  return habit("missing_separator", message, token.from, token.to, fix);
};

function isConstant(token: Token): boolean {
  return isWord(token, "true") || isWord(token, "false") || isWord(token, "null");
}

/** Not further back than a formula's arguments are long. */
const farthestBack = 200;

function openBracketBefore({ tokens, partners }: TokenRow, index: number): number | null {
  let at = index - 1;
  for (let steps = 0; at >= 0 && steps < farthestBack; steps += 1) {
    const token = tokens[at];
    const partner = partners.get(at);
    if (partner !== undefined && partner < at) at = partner;
    else if (token?.kind === "symbol" && ["(", "[", "{"].includes(token.text)) return at;
    at -= 1;
  }
  return null;
}

export const punctuationHabits: readonly Habit[] = [
  findLeadingEquals,
  findSemicolon,
  findTrailingComma,
  findForeignOperator,
  findMisspeltOperator,
  findTypographicQuotes,
  findBacktick,
  findHashDate,
  findPercent,
  findConstantCall,
  findMissingSeparator,
];
