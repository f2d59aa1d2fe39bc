import { type Chart, createChart } from "#lib/chart/chart";
import type { Cell, ResultColumn, ResultRows } from "#lib/worksheet/result";

type Columns = Readonly<Record<string, Partial<ResultColumn>>>;

/** The schema of a grouped result; a column is what its formula says, text without one. */
export function createSchema(columns: Columns): ResultColumn[] {
  return Object.entries(columns).map(([key, column]) => ({
    key,
    columnId: key,
    name: key,
    type: "text",
    level: "g1",
    formula: `[${key}]`,
    ...column,
  }));
}

export const sum = (column: string): Partial<ResultColumn> => ({ type: "number", formula: `Sum([${column}])` });
export const average = (column: string): Partial<ResultColumn> => ({ type: "number", formula: `Avg([${column}])` });
export const month: Partial<ResultColumn> = { type: "date", grain: "day", formula: 'DateTrunc("month", [Day])' };

export function createRows(rows: readonly (readonly Cell[])[]): ResultRows {
  const width = rows[0]?.length ?? 0;
  const columns = Array.from({ length: width }, (_, index) => rows.map((row) => row[index] ?? null));
  return { offset: 0, rowCount: rows.length, columns };
}

type ChartParts = Partial<Parameters<typeof createChart>[0]> & Pick<Chart, "mark">;

/** A chart of its parts, with nothing on the channels that are not said. */
export function chartOf(parts: ChartParts): Chart {
  return createChart({
    view: { worksheetId: "w1", level: "g1", columns: ["Region"] },
    x: null,
    y: [],
    color: null,
    size: null,
    trellis: null,
    stacking: "none",
    orientation: "vertical",
    ...parts,
  });
}
