import type { GridRows } from "#components/table/grid-rows";
import type { ResultColumn } from "#lib/worksheet/result";

/** A column of texts, whose key and id are its name. */
export function textColumn(name: string): ResultColumn {
  return { key: name, columnId: name, name, type: "text", level: "base", formula: `[${name}]` };
}

/** So many rows, all of them here, whose cells say where they stand: `4/0` is of the fifth row and the first column. */
export function rowsOf(count: number, more: Partial<GridRows> = {}): GridRows {
  return {
    count,
    cellAt: (row, position) => `${row}/${position}`,
    stateAt: () => ({ kind: "ready" }),
    need: () => undefined,
    retry: () => undefined,
    read: async () => null,
    ...more,
  };
}
