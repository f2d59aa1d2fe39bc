import { writeReferencePath } from "#lib/formula/parse/literals";
import type { ValueType } from "#lib/formula/types";
import type { Source } from "#lib/worksheet/worksheet";

/** A first formula that works on this source; empty when it has no column to show. */
export function exampleFormula({ columns }: Pick<Source, "columns">): string {
  const shown = columns.filter(({ hidden }) => !hidden);
  for (const [type, write] of examples) {
    const column = shown.find((candidate) => candidate.type === type);
    if (column !== undefined) return write(writeReferencePath([column.name]));
  }
  return "";
}

const examples: readonly (readonly [ValueType, (column: string) => string])[] = [
  ["date", (column) => `DateTrunc("month", ${column})`],
  ["text", (column) => `Upper(${column})`],
  ["number", (column) => `Round(${column}, 0)`],
  ["logical", (column) => `Not (${column})`],
  ["variant", (column) => `Text(${column})`],
];
