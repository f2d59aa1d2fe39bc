import type { Diagnostic } from "./diagnostic.ts";
import { parser } from "./grammar/parser.ts";
import { findBracketMistakes } from "./parse/brackets.ts";
import { convertTree } from "./parse/convert.ts";
import { findFirstError, findUnexpected } from "./parse/errors.ts";
import { findHabits } from "./parse/habits.ts";
import { findLimit, maximumDiagnostics } from "./parse/limits.ts";
import { findReadableEnd } from "./parse/readable.ts";
import { readRow } from "./parse/row.ts";
import { scanTokens } from "./parse/tokens.ts";
import type { Comment, Expression } from "./syntax.ts";

export type ParsedFormula = {
  readonly expression: Expression;
  readonly comments: readonly Comment[];
  readonly diagnostics: readonly Diagnostic[];
  /**
   * `whole`: the grammar found every word in its place. `unfinished`: up to the end of the text. `broken`: what recovery guessed at has
   * no certain bounds.
   */
  readonly state: "whole" | "unfinished" | "broken";
};

/** Reads a formula. Never throws: what cannot be read becomes `missing` nodes and diagnostics. */
export function parseFormula(text: string): ParsedFormula {
  const tokens = scanTokens(text);
  const limit = findLimit(text, tokens);
  if (limit !== null) {
    return {
      expression: { kind: "missing", span: { from: 0, to: text.length } },
      comments: [],
      diagnostics: [limit],
      state: "broken",
    };
  }
  const end = findReadableEnd(tokens, text.length);
  const tree = parser.parse(text.slice(0, end));
  const converted = convertTree(tree.topNode, text);
  const row = readRow(tokens, text);
  const unread = end < text.length ? [tooManyMistakes(end, text.length)] : [];
  const specific = [...findBracketMistakes(row, tokens), ...findHabits(row), ...unread];
  const unexpected = specific.length > 0 ? [] : findUnexpected(tree, row);
  const comments = tokens
    .filter((token) => token.kind === "comment")
    .map(({ from, to }) => ({ text: text.slice(from, to), span: { from, to } }));
  const known = inOrder([...specific, ...unexpected]).slice(0, maximumDiagnostics);
  const fromTree = converted.diagnostics
    .slice(0, maximumDiagnostics)
    .filter(({ code }) => specific.length === 0 || code !== "missing_operator")
    .filter((diagnostic) => !known.some((other) => overlaps(other, diagnostic)));
  const diagnostics = inOrder([...known, ...fromTree]).slice(0, maximumDiagnostics);
  const firstError = known.length === 0 ? Number.POSITIVE_INFINITY : findFirstError(tree);
  const state =
    firstError > text.length ? "whole" : firstError >= (row.tokens.at(-1)?.to ?? 0) ? "unfinished" : "broken";
  return { expression: converted.expression, comments, diagnostics, state: unread.length > 0 ? "broken" : state };
}

function tooManyMistakes(from: number, to: number): Diagnostic {
  const message = "There are too many mistakes before this place to read on. Mend those first.";
  return { code: "too_many_mistakes", severity: "error", message, span: { from, to } };
}

function overlaps(left: Diagnostic, right: Diagnostic): boolean {
  return left.span.from < right.span.to && right.span.from < left.span.to;
}

export function inOrder(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return diagnostics.toSorted((left, right) => left.span.from - right.span.from || left.span.to - right.span.to);
}
