import type { Diagnostic } from "../diagnostic.ts";
import { countBackslashes } from "./literals.ts";
import { significant, type Token } from "./tokens.ts";

const partner: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" };
const closing: ReadonlySet<string> = new Set(Object.values(partner));

/** Brackets, quotes and comments without their other half. */
export function findBracketMistakes(tokens: readonly Token[]): readonly Diagnostic[] {
  return [...findUnclosed(tokens), ...findUnbalanced(significant(tokens))];
}

function findUnclosed(tokens: readonly Token[]): readonly Diagnostic[] {
  return tokens.flatMap((token): readonly Diagnostic[] => {
    if (token.closed) return [];
    if (token.kind === "reference") return [missing(token, "]", "bracket", endOfName(token))];
    if (token.kind === "text") return [missing(token, quoteOf(token), "quote", token.to)];
    return [missing(token, "*/", "comment end", token.to)];
  });
}

function quoteOf(token: Token): string {
  const quote = token.text.slice(0, 1);
  return countBackslashes(token.text) % 2 === 1 ? `\\${quote}` : quote;
}

/** Where a column name without `]` most likely ends: before the first operator or separator. */
function endOfName({ text, from }: Token): number {
  const end = /[,;()+*/=<>&"']/.exec(text);
  const name = (end === null ? text : text.slice(0, end.index)).trimEnd();
  return from + Math.max(name.length, Math.min(2, text.length));
}

function findUnbalanced(tokens: readonly Token[]): readonly Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  const open: Token[] = [];
  for (const token of tokens.filter(({ kind }) => kind === "symbol")) {
    if (token.text in partner) open.push(token);
    if (!closing.has(token.text)) continue;
    const last = open.at(-1);
    if (last !== undefined && partner[last.text] === token.text) open.pop();
    else diagnostics.push(surplus(token));
  }
  const end = tokens.at(-1)?.to ?? 0;
  return [
    ...diagnostics,
    ...open.toReversed().map((token) => missing(token, partner[token.text] ?? ")", "bracket", end)),
  ];
}

function surplus({ text, from, to }: Token): Diagnostic {
  return {
    code: "surplus_bracket",
    severity: "error",
    message: `There is no opening bracket for this "${text}".`,
    span: { from, to },
    fix: { title: "Remove it", edits: [{ span: { from, to }, insert: "" }] },
  };
}

function missing(token: Token, end: string, what: string, at: number): Diagnostic {
  return {
    code: `missing_${what.replaceAll(" ", "_")}`,
    severity: "error",
    message: `The ${what} is missing: "${token.text.slice(0, 1)}" needs its "${end}".`,
    span: { from: token.from, to: Math.min(token.to, token.from + 1) },
    fix: { title: `Add ${end}`, edits: [{ span: { from: at, to: at }, insert: end }] },
  };
}
