import type { Diagnostic } from "./diagnostic.ts";
import { parser } from "./grammar/parser.ts";
import { findBracketMistakes } from "./parse/brackets.ts";
import { convertTree } from "./parse/convert.ts";
import { findUnexpected } from "./parse/errors.ts";
import { findHabits } from "./parse/habits.ts";
import { findLimit } from "./parse/limits.ts";
import { scanTokens } from "./parse/tokens.ts";
import type { Comment, Expression } from "./syntax.ts";

export type ParsedFormula = {
  readonly expression: Expression;
  readonly comments: readonly Comment[];
  readonly diagnostics: readonly Diagnostic[];
};

/** Reads a formula. Never throws: what cannot be read becomes `missing` nodes and diagnostics. */
export function parseFormula(text: string): ParsedFormula {
  const tokens = scanTokens(text);
  const limit = findLimit(text, tokens);
  if (limit !== null) {
    return { expression: { kind: "missing", span: { from: 0, to: text.length } }, comments: [], diagnostics: [limit] };
  }
  const tree = parser.parse(text);
  const converted = convertTree(tree.topNode, text);
  const specific = [...findBracketMistakes(tokens), ...findHabits(tokens, text)];
  const unexpected = specific.length > 0 ? [] : findUnexpected(tree, text, tokens);
  const comments = tokens
    .filter((token) => token.kind === "comment")
    .map(({ from, to }) => ({ text: text.slice(from, to), span: { from, to } }));
  const known = [...specific, ...unexpected];
  const fromTree = converted.diagnostics.filter((diagnostic) => !known.some((other) => overlaps(other, diagnostic)));
  return { expression: converted.expression, comments, diagnostics: inOrder([...known, ...fromTree]) };
}

function overlaps(left: Diagnostic, right: Diagnostic): boolean {
  return left.span.from < right.span.to && right.span.from < left.span.to;
}

export function inOrder(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return diagnostics.toSorted((left, right) => left.span.from - right.span.from || left.span.to - right.span.to);
}
