import type { Filled } from "./grammar.ts";

const conditional = /\b[A-Za-z]+If\(/;
const aggregate = /\b(?:Sum|Avg|Min|Max|Median|Count|CountDistinct)\(/;
const measured = /\b(?:Sum|Avg|Min|Max|Median|CountDistinct)(?:If)?\((\[[^\]]*\])/g;

/** "sales this year minus cost": what is said of one side may be meant of both. Of the same measure, the whole beside a part of it, both are said. */
export function isHalfSaid({ node: left }: Filled, { node: right }: Filled): boolean {
  return isOfOne(left.formula, right.formula) || isOfOne(right.formula, left.formula);
}

function isOfOne(said: string, other: string): boolean {
  if (!conditional.test(said) || conditional.test(other) || !aggregate.test(other)) return false;
  const own = measuresOf(said);
  const isOfRows = own.length === 0 && /\bCount\(\)/.test(other);
  return !isOfRows && !measuresOf(other).some((one) => own.includes(one));
}

function measuresOf(formula: string): readonly string[] {
  return [...formula.matchAll(measured)].flatMap(([, reference]) => reference ?? []);
}
