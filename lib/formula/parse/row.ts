import { endsValue, isSymbol, isWord, significant, type Token } from "./tokens.ts";

/** The words of a formula in a row, without comments, with the other half of each bracket at hand. */
export type TokenRow = {
  readonly text: string;
  readonly tokens: readonly Token[];
  /** Index of the other half, by index. */
  readonly partners: ReadonlyMap<number, number>;
};

const closers: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" };

export function readRow(allTokens: readonly Token[], text: string): TokenRow {
  const tokens = significant(allTokens);
  const partners = new Map<number, number>();
  const open: number[] = [];
  tokens.forEach((token, index) => {
    if (token.kind !== "symbol") return;
    if (token.text in closers) open.push(index);
    const last = open.at(-1);
    const opener = last === undefined ? undefined : tokens[last];
    if (last === undefined || opener === undefined || closers[opener.text] !== token.text) return;
    open.pop();
    partners.set(last, index).set(index, last);
  });
  return { text, tokens, partners };
}

/** Index of the token that begins the value ending here: a call with its name, an item with its array. */
export function startOfValue({ tokens, partners }: TokenRow, index: number): number {
  let at = index;
  for (;;) {
    const token = tokens[at];
    const isClosing = token?.kind === "symbol" && (token.text === ")" || token.text === "]" || token.text === "}");
    if (isClosing) {
      const opener = partners.get(at);
      if (opener === undefined) return at;
      const before = tokens[opener - 1];
      if (token.text === "]" && before !== undefined) {
        at = opener - 1;
        continue;
      }
      const isCall = token.text === ")" && before?.kind === "word" && !isInfixWord(before);
      at = isCall ? opener - 1 : opener;
    }
    if (!isSymbol(tokens[at - 1], ".") || !endsValue(tokens[at - 2])) return at;
    at -= 2;
  }
}

const infixWords: ReadonlySet<string> = new Set([
  ...["and", "or", "not", "in", "like", "ilike", "between", "is", "when", "then", "else", "end", "case", "elseif"],
]);

/** Words that are no names of functions, though a bracket may follow. */
export function isInfixWord({ kind, text }: Token): boolean {
  return kind === "word" && infixWords.has(text.toLowerCase());
}

const tight: ReadonlySet<string> = new Set(["+", "-", "*", "/", "%", "^", "&"]);

/** Index of the first token of what binds tighter than a comparison and ends here: `[a] + 1` of `[x] = 2 And [a] + 1`. */
export function startOfOperand(row: TokenRow, index: number): number {
  let at = startOfValue(row, index);
  for (;;) {
    const operator = row.tokens[at - 1];
    if (operator?.kind !== "symbol" || !tight.has(operator.text)) return at;
    const before = row.tokens[at - 2];
    const isValue = endsValue(before) && before !== undefined && !(before.kind === "word" && isInfixWord(before));
    at = isValue ? startOfValue(row, at - 2) : at - 1;
  }
}

/** Index of the last token of the value that begins here; beyond the row when there is none. */
export function endOfValue({ tokens, partners }: TokenRow, index: number): number {
  let at = index;
  while (isSymbol(tokens[at], "-") || isSymbol(tokens[at], "+")) at += 1;
  const isCall = tokens[at]?.kind === "word" && isSymbol(tokens[at + 1], "(");
  if (isCall) at += 1;
  const opened = tokens[at];
  const isBracket = opened?.kind === "symbol" && opened.text in closers;
  if (isBracket) at = partners.get(at) ?? tokens.length;
  for (;;) {
    if (isSymbol(tokens[at + 1], ".") && tokens[at + 2]?.kind === "word") at += 2;
    else if (isSymbol(tokens[at + 1], "[") && partners.has(at + 1)) at = partners.get(at + 1) ?? at;
    else return at;
  }
}

/** Index of the last token of what binds tighter than a comparison and begins here. */
export function endOfOperand(row: TokenRow, index: number): number {
  let at = endOfValue(row, index);
  for (;;) {
    const operator = row.tokens[at + 1];
    if (operator?.kind !== "symbol" || !tight.has(operator.text)) return at;
    const next = endOfValue(row, at + 2);
    if (next >= row.tokens.length) return at;
    at = next;
  }
}

/** The text from one token to another; empty when either is not there. */
export function textBetween({ text, tokens }: TokenRow, first: number, last: number): string {
  const from = tokens[first]?.from;
  const to = tokens[last]?.to;
  return from === undefined || to === undefined || to < from ? "" : text.slice(from, to);
}

/** The texts between the commas of a call, whose bracket opens at `open`; null: it has no end. */
export function argumentTexts(row: TokenRow, open: number): readonly string[] | null {
  const close = row.partners.get(open);
  if (close === undefined) return null;
  const found: string[] = [];
  let from = open + 1;
  for (let at = from; at <= close; at += 1) {
    const isEnd = at === close;
    if (isEnd || isSymbol(row.tokens[at], ",") || isSymbol(row.tokens[at], ";")) {
      found.push(textBetween(row, from, at - 1));
      from = at + 1;
    } else at = row.partners.get(at) ?? at;
  }
  return found.length === 1 && found[0] === "" ? [] : found;
}

export function isOneOf(token: Token | undefined, words: readonly string[]): boolean {
  return words.some((word) => isWord(token, word));
}
