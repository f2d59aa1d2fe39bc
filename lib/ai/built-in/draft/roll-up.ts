import type { Measure } from "../interpret/reading.ts";
import type { KnownColumn, KnownSource } from "../source.ts";
import { formulaOfMeasure } from "./formulas.ts";
import { bracket, referenceTo } from "./names.ts";

/** A measure over all rows of one thing, told on each of its rows: a customer's orders. Null: the language cannot write it here. */
export function rollUp(measure: Measure, thing: KnownColumn, { described }: KnownSource): string | null {
  const parts = [thing, measure.column].filter((column) => column !== null);
  const isPlain = parts.every(
    ({ role, formula, description }) =>
      role !== "metric" && formula === undefined && description.relationship === undefined,
  );
  if (!isPlain || measure.over !== undefined || /[/\]\\]/.test(described.name)) return null;
  const outside = (formula: string): string =>
    formula.replace(/\[((?:[^\]\\]|\\.)+)\]/g, (_, name) => bracket(described.name).replace("]", `/${name}]`));
  const local = referenceTo(thing);
  return `Rollup(${outside(formulaOfMeasure(measure))}, ${local}, ${outside(local)})`;
}
