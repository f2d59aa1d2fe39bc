import { writeReferencePath } from "./parse/literals.ts";
import { parseFormula } from "./parse.ts";
import type { Expression } from "./syntax.ts";

/** Every name in the formula: what a document rewrites when a column changes its name. Works on formulas with errors too. */
export function findReferences(expression: Expression): readonly Extract<Expression, { kind: "reference" }>[] {
  const found: Extract<Expression, { kind: "reference" }>[] = [];
  const waiting: Expression[] = [expression];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (node.kind === "reference") found.push(node);
    waiting.push(...childrenOf(node));
  }
  return found.toSorted((left, right) => left.span.from - right.span.from);
}

/** Writes `toPath` wherever the formula says `fromPath` (in any case); everything else stays as it is, layout and comments too. */
export function renameReference(formula: string, fromPath: readonly string[], toPath: readonly string[]): string {
  const wanted = fromPath.map((name) => name.toLowerCase());
  const matches = findReferences(parseFormula(formula).expression).filter(
    ({ path }) => path.length === wanted.length && path.every((name, index) => name.toLowerCase() === wanted[index]),
  );
  return matches.reduceRight(
    (text, { span }) => text.slice(0, span.from) + writeReferencePath(toPath) + text.slice(span.to),
    formula,
  );
}

/** Writes `to` wherever the formula names something of `from` (in any case): `[Orders/Sales]`. */
export function renameOwner(formula: string, from: string, to: string): string {
  const owned = findReferences(parseFormula(formula).expression).filter(
    ({ path }) => path.length === 2 && path[0]?.toLowerCase() === from.trim().toLowerCase(),
  );
  return owned.reduceRight(
    (text, { path, span }) =>
      text.slice(0, span.from) + writeReferencePath([to, ...path.slice(1)]) + text.slice(span.to),
    formula,
  );
}

function childrenOf(node: Expression): readonly Expression[] {
  switch (node.kind) {
    case "call":
      return node.arguments;
    case "unary":
      return [node.operand];
    case "binary":
      return [node.left, node.right];
    case "field":
      return [node.object];
    case "index":
      return [node.object, node.index];
    case "record":
      return node.entries.map(({ value }) => value);
    default:
      return [];
  }
}
