import { readFile } from "node:fs/promises";
import { z } from "zod";
import { type Chart, chartSchema } from "#lib/chart/chart";
import type { Cell, ResultColumn, ResultRows } from "#lib/worksheet/result";
import { evalFolder } from "#scripts/eval/sets";

const cell = z.union([z.string(), z.number(), z.null()]);
const extreme = z.object({ value: z.number(), at: z.array(cell) });
const lineSchema = z.object({
  id: z.string(),
  chart: z.string(),
  x: z.string(),
  y: z.string(),
  rows: z.array(z.tuple([cell, z.number().nullable()])),
  facts: z.object({
    n: z.number(),
    max: extreme,
    min: extreme,
    sum: z.number(),
    mean: z.number(),
    range: z.number(),
    ratio_max_min: z.number().nullable().optional(),
    share_of_max: z.number().nullable().optional(),
    first: z.object({ at: cell, value: z.number() }).optional(),
    last: z.object({ at: cell, value: z.number() }).optional(),
    change: z.number().optional(),
    pct_change: z.number().nullable().optional(),
  }),
});

/** A chart of the set as a result, with the facts that others have computed from its rows. */
export type EvalChart = {
  readonly id: string;
  readonly kind: string;
  readonly chart: Chart;
  readonly schema: readonly ResultColumn[];
  readonly rows: ResultRows;
  /** Of the rows that have a value. */
  readonly labels: readonly string[];
  readonly values: readonly number[];
  readonly gold: z.infer<typeof lineSchema>["facts"];
};

export async function readCharts(): Promise<readonly EvalChart[]> {
  const text = await readFile(`${evalFolder}explain.jsonl`, "utf8");
  return text
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => chartOf(lineSchema.parse(JSON.parse(line))));
}

const marks: Readonly<Record<string, Chart["mark"]>> = { Bar: "bar", Line: "line", Pie: "pie", Scatter: "scatter" };

/** A line of the set, or one like it, as a result. */
export function chartOf({ id, chart, x, y, rows, facts }: z.infer<typeof lineSchema>): EvalChart {
  const mark = marks[chart] ?? "bar";
  const columns: [Cell[], Cell[]] = [rows.map(([label]) => label), rows.map(([, value]) => value)];
  const view = { worksheetId: "w1", level: "g1", columns: ["x", "y"] };
  const channels = { x: "x", y: ["y"], color: null, size: null, trellis: null };
  return {
    id,
    kind: chart,
    chart: chartSchema.parse({ view, mark, ...channels, stacking: "none", orientation: "vertical" }),
    schema: [labelColumn(x, columns[0]), measureColumn(y)],
    rows: { offset: 0, rowCount: rows.length, columns },
    labels: rows.flatMap(([label, value]) => (value === null ? [] : [String(label)])),
    values: rows.flatMap(([, value]) => value ?? []),
    gold: facts,
  };
}

function labelColumn(name: string, cells: readonly Cell[]): ResultColumn {
  const isDate = cells.every((label) => /^\d{4}-\d{2}-\d{2}/.test(String(label)));
  const type = isDate ? "date" : cells.every((label) => typeof label === "number") ? "number" : "text";
  return { key: "x", columnId: "x", name, type, level: "g1", formula: `[${name}]` };
}

const aggregates: readonly (readonly [RegExp, string])[] = [
  [/^count\(/i, "Count"],
  [/^sum\(/i, "Sum"],
  [/^avg\(/i, "Avg"],
  [/^max\(/i, "Max"],
  [/^min\(/i, "Min"],
];

function measureColumn(name: string): ResultColumn {
  const aggregate = aggregates.find(([pattern]) => pattern.test(name))?.[1];
  const inner = name.replace(/^\w+\((.*)\)$/, "$1");
  const formula = aggregate === undefined ? `[${name}]` : `${aggregate}([${inner}])`;
  return { key: "y", columnId: "y", name, type: "number", level: "g1", formula };
}
