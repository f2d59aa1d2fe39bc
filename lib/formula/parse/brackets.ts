import type { Diagnostic } from "../diagnostic.ts";
import { maximumDiagnostics } from "./limits.ts";
import { countBackslashes } from "./literals.ts";
import type { TokenRow } from "./row.ts";
import type { Token } from "./tokens.ts";

const partner: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" };
const closing: ReadonlySet<string> = new Set(Object.values(partner));

/** Brackets, quotes and comments without their other half. */
export function findBracketMistakes(row: TokenRow, allTokens: readonly Token[]): readonly Diagnostic[] {
  return [...findUnclosed(allTokens), ...findUnbalanced(row)].slice(0, maximumDiagnostics);
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

/** Opening brackets without an end are told from the innermost to the outermost. */
function findUnbalanced({ tokens, partners }: TokenRow): readonly Diagnostic[] {
  const alone = tokens.filter(({ kind, text }, index) => kind === "symbol" && isBracket(text) && !partners.has(index));
  const end = tokens.at(-1)?.to ?? 0;
  return [
    ...alone.filter(({ text }) => closing.has(text)).map(surplus),
    ...alone
      .filter(({ text }) => !closing.has(text))
      .toReversed()
      .map((token) => missing(token, partner[token.text] ?? ")", "bracket", end)),
  ];
}

function isBracket(text: string): boolean {
  return text in partner || closing.has(text);
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
