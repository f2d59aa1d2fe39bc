import { isSymbol, significant, type Token } from "./tokens.ts";

/** The parser's recovery costs time for each mistake: beyond so many it is not asked to go on. */
const mostMistakes = 60;

type Bracket = "call" | "group" | "record" | "item";

/**
 * How far a text is worth being read by the grammar: up to where values and operators have failed to take turns too often. A count
 * of tokens and nothing else, so that it is quick whatever stands there.
 */
export function findReadableEnd(allTokens: readonly Token[], length: number): number {
  const tokens = significant(allTokens);
  const open: Bracket[] = [];
  let mistakes = 0;
  let afterValue = false;
  for (const [index, token] of tokens.entries()) {
    const found = roleOf(token, tokens[index - 1], tokens[index + 1], afterValue);
    if (found.role === "open") {
      open.push(found.bracket);
      mistakes += afterValue && found.bracket !== "call" && found.bracket !== "item" ? 1 : 0;
      afterValue = false;
    } else if (found.role === "close") {
      const isEmpty = !afterValue && !isOpening(tokens[index - 1]);
      mistakes += open.pop() === undefined || isEmpty ? 1 : 0;
      afterValue = true;
    } else if (found.role === "separator") {
      const bracket = open.at(-1);
      mistakes += afterValue && (bracket === "call" || bracket === "record") ? 0 : 1;
      afterValue = false;
    } else {
      const isInTurn = found.role === "operator" ? afterValue : found.role !== "wrong" && !afterValue;
      mistakes += isInTurn ? 0 : 1;
      afterValue = found.role === "value";
    }
    if (mistakes > mostMistakes) return token.to;
  }
  return length;
}

type Role =
  | { readonly role: "open"; readonly bracket: Bracket }
  | { readonly role: "close" | "separator" | "value" | "operator" | "prefix" | "wrong" };

const symbols: Readonly<Record<string, Role["role"]>> = {
  ")": "close",
  "]": "close",
  "}": "close",
  ",": "separator",
  ";": "separator",
  ":": "separator",
  "+": "operator",
  "-": "operator",
  "*": "operator",
  "/": "operator",
  "%": "operator",
  "^": "operator",
  "&": "operator",
  "=": "operator",
  "==": "operator",
  "!=": "operator",
  "<>": "operator",
  "<": "operator",
  "<=": "operator",
  ">": "operator",
  ">=": "operator",
  ".": "operator",
};

function roleOf(token: Token, previous: Token | undefined, next: Token | undefined, afterValue: boolean): Role {
  if (token.kind === "word") return roleOfWord(token, previous, next, afterValue);
  if (token.kind !== "symbol") return { role: token.closed ? "value" : "wrong" };
  if (token.text === "(") return { role: "open", bracket: previous?.kind === "word" ? "call" : "group" };
  if (token.text === "[") return { role: "open", bracket: "item" };
  if (token.text === "{") return { role: "open", bracket: "record" };
  const role = symbols[token.text] ?? "wrong";
  if (role === "operator" && !afterValue && (token.text === "-" || token.text === "+")) return { role: "prefix" };
  return role === "open" ? { role: "wrong" } : { role };
}

function roleOfWord({ text }: Token, previous: Token | undefined, next: Token | undefined, afterValue: boolean): Role {
  if (isSymbol(previous, ".")) return { role: "value" };
  const word = text.toLowerCase();
  if (word === "not") return { role: "prefix" };
  if (word !== "and" && word !== "or") return { role: "value" };
  return { role: afterValue || !(isSymbol(next, "(") || isSymbol(next, ":")) ? "operator" : "value" };
}

function isOpening(token: Token | undefined): boolean {
  return isSymbol(token, "(") || isSymbol(token, "{");
}
