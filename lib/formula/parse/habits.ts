import type { Diagnostic, Fix } from "../diagnostic.ts";
import { endsValue, isSymbol, isWord, significant, type Token } from "./tokens.ts";

/** What people bring along from spreadsheets and SQL, with the change that makes it a formula. */
export function findHabits(allTokens: readonly Token[], text: string): readonly Diagnostic[] {
  const tokens = significant(allTokens);
  return habits.flatMap((find) => find(tokens, text));
}

type Habit = (tokens: readonly Token[], text: string) => readonly Diagnostic[];

const habits: readonly Habit[] = [
  findLeadingEquals,
  findSemicolons,
  findDoubledOperators,
  findTypographicQuotes,
  findIsNull,
  findInList,
  findLikeAndBetween,
  findCaseWhen,
  findFixed,
  findCountStar,
];

function error(code: string, message: string, from: number, to: number, fix?: Fix): Diagnostic {
  return { code, severity: "error", message, span: { from, to }, ...(fix === undefined ? {} : { fix }) };
}

function replace(title: string, ...edits: readonly (readonly [from: number, to: number, insert: string])[]): Fix {
  return { title, edits: edits.map(([from, to, insert]) => ({ span: { from, to }, insert })) };
}

function findLeadingEquals([first]: readonly Token[]): readonly Diagnostic[] {
  if (first === undefined || !isSymbol(first, "=")) return [];
  const fix = replace("Remove =", [first.from, first.to, ""]);
  return [error("leading_equals", "A formula begins without =.", first.from, first.to, fix)];
}

function findSemicolons(tokens: readonly Token[]): readonly Diagnostic[] {
  return tokens
    .filter((token) => isSymbol(token, ";"))
    .map(({ from, to }, index, all) => {
      const isLast = index === all.length - 1 && tokens.at(-1)?.from === from;
      const fix = replace(isLast ? "Remove ;" : "Use a comma", [from, to, isLast ? "" : ","]);
      return error("wrong_separator", "Arguments are separated by a comma.", from, to, fix);
    });
}

const doubled: Readonly<Record<string, string>> = { "&&": " And ", "||": " & ", "!": " Not " };

function findDoubledOperators(tokens: readonly Token[]): readonly Diagnostic[] {
  return tokens.flatMap(({ kind, text, from, to }) => {
    const operator = kind === "symbol" ? doubled[text] : undefined;
    if (operator === undefined) return [];
    const meaning =
      text === "||" ? `Texts are joined with "&"; for alternatives write "Or".` : `Write "${operator.trim()}".`;
    return [
      error(
        "foreign_operator",
        `"${text}" is not an operator here. ${meaning}`,
        from,
        to,
        replace(`Use ${operator.trim()}`, [from, to, operator]),
      ),
    ];
  });
}

function findTypographicQuotes(tokens: readonly Token[], text: string): readonly Diagnostic[] {
  const found = tokens.filter(({ kind, text: word }) => kind === "word" && /[“”„‟‘’]/.test(word));
  const [first] = found;
  const last = tokens.at(-1);
  if (first === undefined || last === undefined) return [];
  const edits = [...text.matchAll(/[“”„‟‘’]/g)].map(({ index }) => [index, index + 1, '"'] as const);
  return [
    error(
      "typographic_quote",
      'Texts stand between straight quotes: "…".',
      first.from,
      first.to,
      replace("Use straight quotes", ...edits),
    ),
  ];
}

function findIsNull(tokens: readonly Token[], text: string): readonly Diagnostic[] {
  return tokens.flatMap((token, index) => {
    if (!isWord(token, "is") || !endsValue(tokens[index - 1])) return [];
    const isNegated = isWord(tokens[index + 1], "not");
    const end = tokens[index + (isNegated ? 2 : 1)];
    if (end === undefined || !isWord(end, "null")) return [];
    const from = startOfValue(tokens, index - 1);
    const name = isNegated ? "IsNotNull" : "IsNull";
    const operand = text.slice(from, tokens[index - 1]?.to);
    return [
      error(
        "is_null",
        `Write ${name}(…).`,
        from,
        end.to,
        replace(`Use ${name}`, [from, end.to, `${name}(${operand})`]),
      ),
    ];
  });
}

function findInList(tokens: readonly Token[], text: string): readonly Diagnostic[] {
  return tokens.flatMap((token, index) => {
    const isNegated = isWord(tokens[index - 1], "not");
    const before = index - (isNegated ? 2 : 1);
    const open = tokens[index + 1];
    if (!isWord(token, "in") || !endsValue(tokens[before]) || open === undefined || !isSymbol(open, "(")) return [];
    const from = startOfValue(tokens, before);
    const operand = text.slice(from, tokens[before]?.to);
    const fix = replace("Use In", [from, open.to, `${isNegated ? "Not " : ""}In(${operand}, `]);
    return [error("in_list", "Write In(value, candidate, …).", from, open.to, fix)];
  });
}

const infixFunctions: Readonly<Record<string, string>> = { like: "Like", ilike: "ILike", between: "Between" };

function findLikeAndBetween(tokens: readonly Token[], text: string): readonly Diagnostic[] {
  return tokens.flatMap((token, index) => {
    const name = token.kind === "word" ? infixFunctions[token.text.toLowerCase()] : undefined;
    const isNegated = isWord(tokens[index - 1], "not");
    const before = index - (isNegated ? 2 : 1);
    if (name === undefined || !endsValue(tokens[before]) || isSymbol(tokens[index + 1], "(")) return [];
    const from = startOfValue(tokens, before);
    const operand = text.slice(from, tokens[before]?.to);
    const firstEnd = endOfValue(tokens, index + 1);
    const isBetween = name === "Between" && isWord(tokens[firstEnd + 1], "and");
    const end = tokens[isBetween ? endOfValue(tokens, firstEnd + 2) : firstEnd];
    const parts = isBetween
      ? [
          textOf(tokens, index + 1, firstEnd, text),
          textOf(tokens, firstEnd + 2, endOfValue(tokens, firstEnd + 2), text),
        ]
      : [textOf(tokens, index + 1, firstEnd, text)];
    if (end === undefined || parts.some((part) => part === ""))
      return [error("infix_function", `Write ${name}(…).`, token.from, token.to)];
    const call = `${isNegated ? "Not " : ""}${name}(${[operand, ...parts].join(", ")})`;
    return [error("infix_function", `Write ${name}(…).`, from, end.to, replace(`Use ${name}`, [from, end.to, call]))];
  });
}

function findCaseWhen(tokens: readonly Token[]): readonly Diagnostic[] {
  return tokens.flatMap((token, index) => {
    const when = tokens[index + 1];
    if (!isWord(token, "case") || when === undefined || !isWord(when, "when")) return [];
    const endIndex = tokens.findIndex((candidate, at) => at > index && isWord(candidate, "end"));
    const end = tokens[endIndex];
    const inside = tokens.slice(index + 2, endIndex < 0 ? undefined : endIndex);
    const separators = inside
      .filter((candidate) => ["when", "then", "else"].some((word) => isWord(candidate, word)))
      .map((candidate) => [candidate.from, candidate.to, ","] as const);
    const last = tokens.at(-1) ?? token;
    const close = end === undefined ? ([last.to, last.to, ")"] as const) : ([end.from, end.to, ")"] as const);
    const fix = replace("Use If", [token.from, when.to, "If("], ...separators, close);
    return [error("case_when", "Write If(condition, value, …, else).", token.from, when.to, fix)];
  });
}

function findFixed(tokens: readonly Token[]): readonly Diagnostic[] {
  return tokens.flatMap((token, index) => {
    const word = tokens[index + 1];
    const isLevel = ["fixed", "include", "exclude"].some((name) => isWord(word, name));
    if (!isSymbol(token, "{") || !isLevel || isSymbol(tokens[index + 2], ":") || word === undefined) return [];
    const message =
      "Levels of detail are groupings: group the table by these columns and add the aggregate as its calculation.";
    return [error("level_of_detail", message, token.from, word.to)];
  });
}

function findCountStar(tokens: readonly Token[]): readonly Diagnostic[] {
  return tokens.flatMap((token, index) => {
    const [open, inside, close] = tokens.slice(index + 1, index + 4);
    if (!isWord(token, "count") || open === undefined || inside === undefined || !isSymbol(open, "(")) return [];
    if (isSymbol(inside, "*") && close !== undefined && isSymbol(close, ")")) {
      return [
        error(
          "count_star",
          "Count() without an argument counts rows.",
          token.from,
          close.to,
          replace("Use Count()", [token.from, close.to, "Count()"]),
        ),
      ];
    }
    if (!isWord(inside, "distinct") || close === undefined) return [];
    const fix = replace("Use CountDistinct", [token.from, close.from, "CountDistinct("]);
    const end = tokens[endOfValue(tokens, index)] ?? inside;
    return [error("count_distinct", "Write CountDistinct(column).", token.from, end.to, fix)];
  });
}

/** Where the value that ends with this token begins: a call or bracket together with what stands before it. */
function startOfValue(tokens: readonly Token[], index: number): number {
  let at = index;
  if (isSymbol(tokens[at], ")") || isSymbol(tokens[at], "]")) {
    let depth = 0;
    for (; at >= 0; at -= 1) {
      if (isSymbol(tokens[at], ")") || isSymbol(tokens[at], "]")) depth += 1;
      if (isSymbol(tokens[at], "(") || isSymbol(tokens[at], "[")) depth -= 1;
      if (depth === 0) break;
    }
    const previous = tokens[at - 1];
    const isCall = previous?.kind === "word" && endsValue(previous);
    if (isCall || (isSymbol(tokens[at], "[") && previous !== undefined)) return startOfValue(tokens, at - 1);
  }
  return tokens[Math.max(at, 0)]?.from ?? 0;
}

/** Index of the token that ends the value beginning here. */
function endOfValue(tokens: readonly Token[], index: number): number {
  let at = index;
  if (isSymbol(tokens[at], "-")) at += 1;
  const isCall = tokens[at]?.kind === "word" && isSymbol(tokens[at + 1], "(");
  if (isCall) at += 1;
  if (!isSymbol(tokens[at], "(")) return at;
  let depth = 0;
  for (; at < tokens.length; at += 1) {
    if (isSymbol(tokens[at], "(")) depth += 1;
    if (isSymbol(tokens[at], ")")) depth -= 1;
    if (depth === 0) break;
  }
  return at;
}

function textOf(tokens: readonly Token[], first: number, last: number, text: string): string {
  const from = tokens[first]?.from;
  return from === undefined ? "" : text.slice(from, tokens[Math.min(last, tokens.length - 1)]?.to);
}
