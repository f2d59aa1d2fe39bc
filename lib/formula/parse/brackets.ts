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
    const what = token.kind === "reference" ? "bracket" : token.kind === "text" ? "quote" : "comment end";
    return [missing(token, closerOf(token), what, closingEdits(token))];
  });
}

function closerOf(token: Token): string {
  if (token.kind === "reference") return "]";
  return token.kind === "text" ? quoteOf(token) : "*/";
}

/** Null: a name of which nothing is written cannot be closed. */
function closingEdits(token: Token): readonly Edit[] | null {
  if (token.kind === "reference" && /^\[\s*(?:$|[,;()])/.test(token.text)) return null;
  const at = token.kind === "reference" ? endOfName(token) : token.to;
  return [{ at, insert: closerOf(token) }];
}

type Edit = { readonly at: number; readonly insert: string };

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

/** Opening brackets without an end are told from the innermost to the outermost: to close one is to close what stands in it. */
function findUnbalanced({ tokens, partners }: TokenRow): readonly Diagnostic[] {
  const alone = tokens.filter(({ kind, text }, index) => kind === "symbol" && isBracket(text) && !partners.has(index));
  const last = tokens.at(-1);
  const before = last === undefined || last.closed ? [] : isSwallowing(last) ? null : closingEdits(last);
  const open = alone.filter(({ text }) => !closing.has(text)).toReversed();
  const closers = open.map(({ text }) => partner[text] ?? ")");
  return [
    ...alone.filter(({ text }) => closing.has(text)).map(surplus),
    ...open.map((token, index) => {
      const insert = closers.slice(0, index + 1).join("");
      const edits = before === null ? null : joined(before, { at: last?.to ?? 0, insert });
      return missing(token, closers[index] ?? ")", "bracket", edits);
    }),
  ];
}

/** A name without its end that has taken in what comes after it: how that is bracketed nobody knows yet. */
function isSwallowing(token: Token): boolean {
  return token.kind === "reference" && endOfName(token) < token.to;
}

/** Two insertions at one place are one. */
function joined(edits: readonly Edit[], next: Edit): readonly Edit[] {
  const last = edits.at(-1);
  if (last?.at !== next.at) return [...edits, next];
  return [...edits.slice(0, -1), { at: next.at, insert: last.insert + next.insert }];
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

function missing(token: Token, end: string, what: string, edits: readonly Edit[] | null): Diagnostic {
  const inserts = (edits ?? []).map(({ insert }) => insert).join("");
  const fix = edits === null ? null : { title: `Add ${inserts.slice(0, 20)}`, edits: edits.map(toInsertion) };
  return {
    code: `missing_${what.replaceAll(" ", "_")}`,
    severity: "error",
    message: `The ${what} is missing: "${token.text.slice(0, 1)}" needs its "${end}".`,
    span: { from: token.from, to: Math.min(token.to, token.from + 1) },
    ...(fix === null ? {} : { fix }),
  };
}

function toInsertion({ at, insert }: Edit) {
  return { span: { from: at, to: at }, insert };
}
