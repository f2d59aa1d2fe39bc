import {
  endOfOperand,
  endOfValue,
  isInfixWord,
  isOneOf,
  startOfOperand,
  startOfValue,
  type TokenRow,
  textBetween,
} from "../row.ts";
import { endsValue, isSymbol, isWord, type Token } from "../tokens.ts";
import { type Habit, habit, replace } from "./habit.ts";

/** What SQL says with words. */

const findIsNull: Habit = (row, index, token) => {
  const { tokens } = row;
  if (!isWord(token, "is") || !endsOperand(tokens[index - 1])) return null;
  const isNegated = isWord(tokens[index + 1], "not");
  const end = tokens[index + (isNegated ? 2 : 1)];
  if (end === undefined || !isOneOf(end, ["null", "true", "false"])) return null;
  const first = startOfOperand(row, index - 1);
  const from = tokens[first]?.from ?? token.from;
  const operand = textBetween(row, first, index - 1);
  if (followsValue(row, first)) return habit("is_null", "Write IsNull(…).", token.from, end.to);
  if (!isWord(end, "null")) {
    const plain = isWord(end, "true") === isNegated ? `Not ${operand}` : operand;
    const fix = replace(`Use ${isWord(end, "true") === isNegated ? "Not" : "the condition"}`, [from, end.to, plain]);
    return habit("is_logical", "A condition is true by itself.", from, end.to, fix);
  }
  const name = isNegated ? "IsNotNull" : "IsNull";
  const fix = replace(`Use ${name}`, [from, end.to, `${name}(${operand})`]);
  return habit("is_null", `Write ${name}(…).`, from, end.to, fix);
};

const findInList: Habit = (row, index, token) => {
  const { tokens } = row;
  const isNegated = isWord(tokens[index - 1], "not");
  const before = index - (isNegated ? 2 : 1);
  const open = tokens[index + 1];
  if (!isWord(token, "in") || !endsOperand(tokens[before]) || open === undefined || !isSymbol(open, "(")) return null;
  const first = startOfOperand(row, before);
  const from = tokens[first]?.from ?? token.from;
  const operand = textBetween(row, first, before);
  if (followsValue(row, first)) return habit("in_list", "Write In(value, candidate, …).", token.from, open.to);
  const fix = replace("Use In", [from, open.to, `${isNegated ? "Not " : ""}In(${operand}, `]);
  return habit("in_list", "Write In(value, candidate, …).", from, open.to, fix);
};

/** Two values in a row, or two such habits: what stands before is not known to belong here. */
function followsValue({ tokens }: TokenRow, first: number): boolean {
  const before = tokens[first - 1];
  if (isWord(before, "not") && endsOperand(tokens[first - 2])) return true;
  if (before === undefined || !endsValue(before)) return false;
  return !isInfixWord(before) || isOneOf(before, ["is", "in", "like", "ilike", "between"]);
}

/** Whether a value ends here, and not one of the words between values. */
function endsOperand(token: Token | undefined): boolean {
  return token !== undefined && endsValue(token) && !isInfixWord(token);
}

const infixFunctions: ReadonlyMap<string, string> = new Map(
  Object.entries({
    like: "Like",
    ilike: "ILike",
    between: "Between",
    contains: "Contains",
    mod: "Mod",
    div: "Div",
  }),
);

const findInfixFunction: Habit = (row, index, token) => {
  const { tokens } = row;
  const name = token.kind === "word" ? infixFunctions.get(token.text.toLowerCase()) : undefined;
  const isNegated = isWord(tokens[index - 1], "not");
  const before = index - (isNegated ? 2 : 1);
  if (name === undefined || !endsOperand(tokens[before])) return null;
  const first = startOfOperand(row, before);
  const from = tokens[first]?.from ?? token.from;
  const operand = textBetween(row, first, before);
  const firstEnd = endOfOperand(row, index + 1);
  const isBetween = name === "Between" && isWord(tokens[firstEnd + 1], "and");
  const last = isBetween ? endOfOperand(row, firstEnd + 2) : firstEnd;
  const parts = isBetween
    ? [textBetween(row, index + 1, firstEnd), textBetween(row, firstEnd + 2, last)]
    : [textBetween(row, index + 1, firstEnd)];
  const end = tokens[last];
  if (end === undefined || parts.includes("") || followsValue(row, first))
    return habit("infix_function", `Write ${name}(…).`, token.from, token.to);
  const call = `${isNegated ? "Not " : ""}${name}(${[operand, ...parts].join(", ")})`;
  return habit("infix_function", `Write ${name}(…).`, from, end.to, replace(`Use ${name}`, [from, end.to, call]));
};

const findCountStar: Habit = (row, index, token) => {
  const [open, inside, close] = row.tokens.slice(index + 1, index + 4);
  if (token.kind !== "word" || open === undefined || inside === undefined || !isSymbol(open, "(")) return null;
  if (isWord(token, "count") && isSymbol(inside, "*") && close !== undefined && isSymbol(close, ")")) {
    const fix = replace("Use Count()", [token.from, close.to, "Count()"]);
    return habit("count_star", "Count() without an argument counts rows.", token.from, close.to, fix);
  }
  if (!isWord(inside, "distinct") || close === undefined) return null;
  const end = row.tokens[endOfValue(row, index)] ?? inside;
  if (!isWord(token, "count")) {
    const fix = replace("Remove Distinct", [inside.from, close.from, ""]);
    return habit("distinct", `${token.text} has no Distinct.`, inside.from, inside.to, fix);
  }
  const fix = replace("Use CountDistinct", [token.from, close.from, "CountDistinct("]);
  return habit("count_distinct", "Write CountDistinct(column).", token.from, end.to, fix);
};

const conversions: readonly (readonly [RegExp, string])[] = [
  [/^(?:text|varchar|char|character|string|nvarchar|nchar|uuid)/i, "Text"],
  [/^(?:int|integer|bigint|smallint|decimal|numeric|float|double|real|number|money|signed|unsigned)/i, "Number"],
  [/^(?:date|datetime|timestamp|timestamptz)/i, "Date"],
  [/^bool/i, "Logical"],
  [/^jsonb?/i, "Json"],
];

function conversionTo(type: string): string | undefined {
  return conversions.find(([pattern]) => pattern.test(type))?.[1];
}

/** `CAST(x AS text)`. */
const findCast: Habit = (row, index, token) => {
  const { tokens, partners } = row;
  if (!isOneOf(token, ["cast", "try_cast", "safe_cast", "convert"]) || !isSymbol(tokens[index + 1], "(")) return null;
  const close = partners.get(index + 1);
  const as = wordWithin(row, index + 1, "as");
  const [end, asToken] = [tokens[close ?? -1], tokens[as ?? -1]];
  if (end === undefined || asToken === undefined || as === undefined) return null;
  const name = conversionTo(tokens[as + 1]?.text ?? "");
  const message = `Write ${name ?? "Text"}(…).`;
  const operand = textBetween(row, index + 2, as - 1);
  if (name === undefined || operand === "") return habit("cast", message, token.from, end.to);
  return habit(
    "cast",
    message,
    token.from,
    end.to,
    replace(`Use ${name}`, [token.from, end.to, `${name}(${operand})`]),
  );
};

/** `x::text`, as PostgreSQL writes it. */
const findDoubleColon: Habit = (row, index, token) => {
  const { tokens } = row;
  const [second, type] = tokens.slice(index + 1, index + 3);
  if (!isSymbol(token, ":") || second === undefined || !isSymbol(second, ":") || second.from !== token.to) return null;
  const name = type?.kind === "word" ? conversionTo(type.text) : undefined;
  const first = startOfValue(row, index - 1);
  const from = tokens[first]?.from;
  const isValue = endsValue(tokens[index - 1]) && from !== undefined && type !== undefined;
  const message = `Write ${name ?? "Text"}(…).`;
  if (name === undefined || !isValue) return habit("cast", message, token.from, second.to);
  const call = `${name}(${textBetween(row, first, index - 1)})`;
  return habit("cast", message, from, type.to, replace(`Use ${name}`, [from, type.to, call]));
};

/** `EXTRACT(year FROM x)`. */
const findExtract: Habit = (row, index, token) => {
  const { tokens, partners } = row;
  const [open, unit, from] = tokens.slice(index + 1, index + 4);
  if (!isWord(token, "extract") || !isSymbol(open, "(") || !isWord(from, "from") || unit === undefined) return null;
  const close = partners.get(index + 1);
  const end = tokens[close ?? -1];
  const operand = close === undefined ? "" : textBetween(row, index + 4, close - 1);
  const message = 'Write DatePart("year", date).';
  if (end === undefined || operand === "") return habit("extract", message, token.from, unit.to);
  const call = `DatePart("${unit.text.toLowerCase()}", ${operand})`;
  return habit("extract", message, token.from, end.to, replace("Use DatePart", [token.from, end.to, call]));
};

/** `DATE '2024-01-31'` and `INTERVAL '1 day'`. */
const findTypedLiteral: Habit = (row, index, token) => {
  const { tokens } = row;
  const value = tokens[index + 1];
  if (value?.kind !== "text" || !value.closed) return null;
  const written = value.text.slice(1, -1);
  if (isOneOf(token, ["date", "timestamp", "datetime"])) {
    const fix = replace("Use Date", [token.from, value.to, `Date("${written}")`]);
    return habit("date_literal", 'A date is written Date("2024-01-31").', token.from, value.to, fix);
  }
  if (!isWord(token, "interval")) return null;
  const message = 'Add to a date with DateAdd("day", 1, date).';
  const found = /^(-?\d+)\s*([a-z]+?)s?$/i.exec(written.trim());
  const sign = tokens[index - 1];
  const isSum = isSymbol(sign, "+") || isSymbol(sign, "-");
  if (found === null || !isSum || !endsValue(tokens[index - 2]))
    return habit("interval", message, token.from, value.to);
  const first = startOfValue(row, index - 2);
  const from = tokens[first]?.from ?? token.from;
  const amount = isSymbol(sign, "-") ? -Number(found[1]) : Number(found[1]);
  const call = `DateAdd("${found[2]?.toLowerCase()}", ${amount}, ${textBetween(row, first, index - 2)})`;
  return habit("interval", message, from, value.to, replace("Use DateAdd", [from, value.to, call]));
};

/** `SELECT … FROM …`: a statement where one value is wanted. */
const findSelect: Habit = (_row, index, token) => {
  if (index > 0 || !isWord(token, "select")) return null;
  const message =
    "A formula is one value, not a statement: write what stands after SELECT, and choose rows with filters.";
  const fix = replace("Remove SELECT", [token.from, token.to, ""]);
  return habit("select_statement", message, token.from, token.to, fix);
};

const overAggregates: ReadonlyMap<string, string> = new Map(
  Object.entries({
    sum: "CumulativeSum",
    avg: "CumulativeAvg",
    count: "CumulativeCount",
    min: "CumulativeMin",
    max: "CumulativeMax",
  }),
);
const overRanks: ReadonlyMap<string, string> = new Map(
  Object.entries({
    rank: "Rank",
    dense_rank: "RankDense",
    row_number: "RowNumber",
    percent_rank: "RankPercentile",
    cume_dist: "CumeDist",
  }),
);

/** `SUM(x) OVER (…)`: the partition is the parent grouping, the order that of the table. */
const findOver: Habit = (row, index, token) => {
  const { tokens, partners } = row;
  const open = index + 1;
  if (!isWord(token, "over") || !isSymbol(tokens[open], "(") || !isSymbol(tokens[index - 1], ")")) return null;
  const end = tokens[partners.get(open) ?? -1];
  const first = startOfValue(row, index - 1);
  const start = tokens[first];
  const message = "A window has no OVER: it runs within the parent grouping, in the order of the table.";
  if (end === undefined || start === undefined) return habit("over", message, token.from, token.to);
  const call = windowCall(row, first, index, open);
  return habit("over", message, start.from, end.to, replace("Write it without OVER", [start.from, end.to, call]));
};

function windowCall(row: TokenRow, first: number, over: number, open: number): string {
  const name = row.tokens[first]?.text.toLowerCase() ?? "";
  const value = textBetween(row, first, over - 1);
  const order = orderWithin(row, open);
  const rank = overRanks.get(name);
  if (rank !== undefined) return `${rank}(${order ?? ""})`;
  const cumulative = overAggregates.get(name);
  if (cumulative === undefined) return value;
  if (order !== null) return `${cumulative}(${textBetween(row, first + 2, over - 2)})`;
  const isPartitioned = wordWithin(row, open, "partition") !== undefined;
  return isPartitioned ? `Subtotal(${value}, "parent_grouping")` : `GrandTotal(${value})`;
}

/** `[Sales], "desc"` of `ORDER BY [Sales] DESC`; null: there is none. */
function orderWithin(row: TokenRow, open: number): string | null {
  const order = wordWithin(row, open, "order");
  if (order === undefined || !isWord(row.tokens[order + 1], "by")) return null;
  const last = endOfOperand(row, order + 2);
  const direction = row.tokens[last + 1];
  const column = textBetween(row, order + 2, last);
  return isOneOf(direction, ["desc", "asc"]) ? `${column}, "${direction?.text.toLowerCase()}"` : column;
}

/** Index of a word directly within a bracket. */
function wordWithin({ tokens, partners }: TokenRow, open: number, word: string): number | undefined {
  const close = partners.get(open);
  if (close === undefined) return undefined;
  for (let at = open + 1; at < close; at += 1) {
    if (isWord(tokens[at], word)) return at;
    at = partners.get(at) ?? at;
  }
  return undefined;
}

/** `Region = West`-like names with a table before them are left to the grammar; `Sales AS total` is not a value. */
const findAlias: Habit = ({ tokens }, index, token) => {
  const name: Token | undefined = tokens[index + 1];
  const isEnd =
    index + 2 === tokens.length && (name?.kind === "word" || name?.kind === "text" || name?.kind === "reference");
  if (!isWord(token, "as") || !endsValue(tokens[index - 1]) || !isEnd || name === undefined) return null;
  const fix = replace("Remove the name", [token.from, name.to, ""]);
  return habit("alias", "A formula has no name of its own: name the column instead.", token.from, name.to, fix);
};

export const sqlHabits: readonly Habit[] = [
  findIsNull,
  findInList,
  findInfixFunction,
  findCountStar,
  findCast,
  findDoubleColon,
  findExtract,
  findTypedLiteral,
  findSelect,
  findOver,
  findAlias,
];
