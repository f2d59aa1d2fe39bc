import "server-only";
import type { Worksheet } from "#lib/worksheet/worksheet";

/** Formulas, filters and the limit hold numbers that prose may repeat. */
export function literalsOf({ name, columns, filters, limit }: Worksheet): string[] {
  return [
    name,
    ...columns.flatMap((column) => [column.name, column.formula]),
    ...filters.map((filter) => JSON.stringify(filter)),
    ...(limit === null ? [] : [String(limit)]),
  ];
}
