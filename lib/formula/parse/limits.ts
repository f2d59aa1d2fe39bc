import type { Diagnostic } from "../diagnostic.ts";
import { endsValue, significant, type Token } from "./tokens.ts";

export const maximumLength = 65_536;
export const maximumDepth = 200;
/** More mistakes than anybody reads are not looked for. */
export const maximumDiagnostics = 100;
/** Operators that cannot be regrouped (`^`, `-`, `/`, …) nest as deep as they are many. */
const maximumPrefixes = 200;

/** Refuses what would not fit on a stack, before anything recursive sees it. */
export function findLimit(text: string, tokens: readonly Token[]): Diagnostic | null {
  if (text.length > maximumLength) {
    return {
      code: "too_long",
      severity: "error",
      message: `This formula has ${text.length} characters; ${maximumLength} are allowed. Split it into several columns.`,
      span: { from: maximumLength, to: text.length },
    };
  }
  if (text.includes("\0")) {
    const from = text.indexOf("\0");
    return {
      code: "invalid_character",
      severity: "error",
      message: "A formula cannot hold the character NUL.",
      span: { from, to: from + 1 },
      fix: { title: "Remove it", edits: [...text.matchAll(/\0/g)].map(({ index }) => removal(index)) },
    };
  }
  return findDepth(significant(tokens));
}

function removal(from: number) {
  return { span: { from, to: from + 1 }, insert: "" };
}

function findDepth(tokens: readonly Token[]): Diagnostic | null {
  let brackets = 0;
  /** Of each open bracket, how many operators nest in it so far. */
  const prefixes = [0];
  let previous: Token | undefined;
  for (const token of tokens) {
    const isPrefix =
      !endsValue(previous) && (token.text === "-" || token.text === "+" || token.text.toLowerCase() === "not");
    const nests = isPrefix || token.text === "^" || ((token.text === "." || token.text === "[") && endsValue(previous));
    const own = (prefixes.pop() ?? 0) + (nests && token.kind !== "text" ? 1 : 0);
    if (opens(token)) {
      brackets += 1;
      prefixes.push(own, 0);
    } else if (closes(token)) {
      brackets = Math.max(0, brackets - 1);
      if (prefixes.length === 0) prefixes.push(own);
    } else {
      prefixes.push(token.text === "," ? 0 : own);
    }
    if (brackets > maximumDepth || own > maximumPrefixes) return tooDeep(token);
    previous = token;
  }
  return null;
}

function opens(token: Token): boolean {
  return token.kind === "symbol" && (token.text === "(" || token.text === "[" || token.text === "{");
}

function closes(token: Token): boolean {
  return token.kind === "symbol" && (token.text === ")" || token.text === "]" || token.text === "}");
}

function tooDeep({ from, to }: Token): Diagnostic {
  return {
    code: "too_deep",
    severity: "error",
    message: `This formula is nested more than ${maximumDepth} deep. Split it into several columns.`,
    span: { from, to },
  };
}
