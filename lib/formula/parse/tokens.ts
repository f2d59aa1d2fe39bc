/**
 * The words of a formula, read without grammar: what is left to reason about when the grammar gave up. Messages about brackets,
 * quotes and habits come from here, everything else from the syntax tree.
 */
export type Token = {
  readonly kind: "number" | "word" | "text" | "reference" | "symbol" | "comment";
  readonly text: string;
  readonly from: number;
  readonly to: number;
  /** Whether a text, reference or comment has its end. */
  readonly closed: boolean;
};

const patterns: readonly { readonly kind: Token["kind"]; readonly pattern: RegExp; readonly closed: boolean }[] = [
  { kind: "comment", pattern: /\/\/[^\n]*/y, closed: true },
  { kind: "comment", pattern: /\/\*[^*]*\*+(?:[^/*][^*]*\*+)*\//y, closed: true },
  { kind: "comment", pattern: /\/\*[\s\S]*/y, closed: false },
  { kind: "number", pattern: /(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?/y, closed: true },
  {
    kind: "word",
    pattern:
      /[A-Za-z_\u{80}-\u{9f}\u{a1}-\u{d7ff}\u{e000}-\u{fefe}\u{ff00}-\u{10ffff}][A-Za-z0-9_\u{80}-\u{9f}\u{a1}-\u{d7ff}\u{e000}-\u{fefe}\u{ff00}-\u{10ffff}]*/uy,
    closed: true,
  },
  { kind: "text", pattern: /"(?:[^\\"]|\\[\s\S])*"|'(?:[^\\']|\\[\s\S])*'/y, closed: true },
  { kind: "text", pattern: /"(?:[^\\"\n]|\\[^\n])*\\?|'(?:[^\\'\n]|\\[^\n])*\\?/y, closed: false },
  { kind: "symbol", pattern: /==|!=|<>|<=|>=|&&|\|\||[\s\S]/y, closed: true },
];
const closedReference = /\[(?:[^\\\]\n]|\\[^\n])+\]/y;
const openReference = /\[(?:[^\\\]\n]|\\[^\n])*\\?/y;

export function scanTokens(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let last: Token | undefined;
  for (let at = 0; at < text.length; ) {
    const token = isSpace(text.charCodeAt(at)) ? null : (readReference(text, at, last) ?? readToken(text, at));
    if (token !== null) tokens.push(token);
    if (token !== null && token.kind !== "comment") last = token;
    at = token?.to ?? at + 1;
  }
  return tokens;
}

/** Tokens without comments. */
export function significant(tokens: readonly Token[]): readonly Token[] {
  return tokens.filter((token) => token.kind !== "comment");
}

export function isWord(token: Token | undefined, word: string): boolean {
  return token?.kind === "word" && token.text.toLowerCase() === word;
}

export function isSymbol(token: Token | undefined, symbol: string): boolean {
  return token?.kind === "symbol" && token.text === symbol;
}

const operatorWords: ReadonlySet<string> = new Set(["and", "or", "not"]);

/** Whether a value may end with this token, so that what follows is an operator, a separator or an index. */
export function endsValue(token: Token | undefined): boolean {
  if (token === undefined) return false;
  if (token.kind === "symbol") return token.text === ")" || token.text === "]" || token.text === "}";
  return token.kind !== "word" || !operatorWords.has(token.text.toLowerCase());
}

function readReference(text: string, at: number, previous: Token | undefined): Token | null {
  if (text[at] !== "[" || endsValue(previous)) return null;
  return match("reference", closedReference, true, text, at) ?? match("reference", openReference, false, text, at);
}

function readToken(text: string, at: number): Token | null {
  for (const { kind, pattern, closed } of patterns) {
    const token = match(kind, pattern, closed, text, at);
    if (token !== null) return token;
  }
  return null;
}

function match(kind: Token["kind"], pattern: RegExp, closed: boolean, text: string, from: number): Token | null {
  pattern.lastIndex = from;
  const found = pattern.exec(text);
  if (found === null) return null;
  return { kind, text: found[0], from, to: from + found[0].length, closed };
}

function isSpace(code: number): boolean {
  return code === 32 || code === 9 || code === 10 || code === 13 || code === 0xa0 || code === 0xfeff;
}
